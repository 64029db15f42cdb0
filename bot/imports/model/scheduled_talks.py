"""The talks of a schedule, and the rows that are left out."""

from dataclasses import dataclass
from datetime import date, datetime

LONGEST = 24 * 60  # minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledTalk:
    """A talk at a wall time in a zone; `line` counts from the header, which is 1."""

    line: int
    wall: datetime
    zone: str
    start: datetime
    minutes: int
    speakers: tuple[str, ...]
    affiliation: str
    title: str | None
    abstract: str
    room: str | None
    slides: str | None
    video: str | None

    @property
    def place(self) -> date:
        """The date that it occupies in its series."""
        return self.wall.date()

    @property
    def key(self) -> tuple[datetime, str | None, str]:
        """What identifies the same talk when it is read again."""
        return self.start, self.title, self.speakers[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that is left out, and the reason."""

    line: int
    reason: str
