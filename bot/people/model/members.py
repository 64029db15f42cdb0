"""The members of a collaboration."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class Role(StrEnum):
    """What a member is at their site."""

    FACULTY = "faculty"
    POSTDOC = "postdoc"
    STUDENT = "student"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of the collaboration; all but the Discord id may be unset.

    `zone`, `opens` and `closes` override the site's where set. `left_at` is when access ended.
    `is_organizer` and `role_ids` are from the last time that Discord described them.
    """

    id: int
    collaboration_id: int
    discord_id: int
    display_name: str
    public_name: str | None
    site_id: int | None
    zone: str | None
    opens: time | None
    closes: time | None
    role: Role | None
    left_at: datetime | None
    is_organizer: bool = False
    role_ids: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """The name shown in public."""
        return self.public_name or self.display_name
