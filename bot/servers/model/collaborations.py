"""A collaboration: one Discord server and all that belongs to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# How long the data of a server that removed Meridian is kept.
KEPT_AFTER_LEAVING = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration:
    """One Discord server and its settings.

    `guild_id` is None until a server claims an imported collaboration. `member_role_id` None means
    that everybody in the server is a member. `left_at` is when the server removed Meridian.
    """

    id: int
    slug: str
    name: str
    guild_id: int | None
    organizer_role_id: int | None
    member_role_id: int | None
    announcement_channel_id: int | None
    anchor_site_id: int | None
    organizer_channel_id: int | None = None
    left_at: datetime | None = None

    @property
    def is_served(self) -> bool:
        """Whether it has a server, and Meridian is in it."""
        return self.guild_id is not None and self.left_at is None

    @property
    def deleted_after(self) -> datetime | None:
        """When its data is deleted, None while Meridian is in the server."""
        return None if self.left_at is None else self.left_at + KEPT_AFTER_LEAVING
