"""A feed as its address names it."""

from dataclasses import dataclass
from enum import StrEnum


class FeedKind(StrEnum):
    """Whose meetings a feed shows."""

    ALL = "all"
    SERIES = "series"
    SITE = "site"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed; `everything` reaches back beyond the usual year.

    `member` is the member's id where the feed depends on it; `mine` shows only their own meetings.
    `alarm` is how many minutes before each meeting an alarm rings, 0 for none.
    """

    collaboration: str
    kind: FeedKind
    name: str = ""
    everything: bool = False
    member: int = 0
    mine: bool = False
    alarm: int = 0
