"""Collaborations: one Discord server and all that belongs to it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaboration:
    """One Discord server's world.

    `guild_id` is None while it exists in the store alone (made by an import, not yet claimed by a
    server). `member_role_id` None means that everybody in the server is a member.
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
