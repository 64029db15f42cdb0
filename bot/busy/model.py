"""Diaries: members' own calendars elsewhere, read for when they are busy and for nothing else."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.intervals import Interval

MOST_DIARIES = 5  # of one member
AHEAD = timedelta(days=366)  # how far busy times are kept
HOUR = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=1)
# An unchanged calendar is read whole again now and then: time goes on, and so does what is ahead.
WHOLE_AGAIN = timedelta(days=7)
SPREAD = 10  # minutes over which diaries come due, so that not all are fetched in one


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """One calendar of a member; `sealed` is its address, encrypted.

    `read_at` is when it was last read well, `zone` whose time it was read in, `fault` what went
    wrong since, in a sentence; `faults` counts how often in a row.
    """

    id: int
    member_id: int
    label: str
    host: str
    sealed: bytes
    etag: str
    modified: str
    zone: str
    read_at: datetime
    whole_at: datetime
    due: datetime
    faults: int
    fault: str

    def next_due(self, *, now: datetime, faults: int) -> datetime:
        """Return when it is fetched again: hourly, and more rarely the longer it has failed."""
        pause = min(HOUR * (1 << min(faults, 5)), LONGEST_PAUSE)
        return now + pause + timedelta(minutes=self.id % SPREAD - SPREAD // 2)

    def is_read_whole(self, *, zone: str, now: datetime) -> bool:
        """Say whether it is to be read even if it did not change."""
        return zone != self.zone or now - self.whole_at >= WHOLE_AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A diary as its owner is shown it: with how long it says they are busy in the weeks ahead."""

    diary: Diary
    busy: timedelta


def window_from(now: datetime) -> Interval:
    """Return the time ahead of which busy times are kept."""
    return Interval(now, now + AHEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server sent: a body, or None where it is the one that was had before."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


class Fetch(Protocol):
    """Fetches a calendar by its address, or refuses in a sentence."""

    def __call__(self, address: str, *, etag: str = "", modified: str = "") -> Awaitable[Fetched]:
        """Return what is there; `etag` and `modified` are of the body that was had before."""


class Read(Protocol):
    """Reads a calendar's bytes for when its owner is busy, or refuses in a sentence."""

    def __call__(
        self, data: bytes, *, zone: str, window: Interval
    ) -> Awaitable[tuple[Interval, ...]]:
        """Return the busy times within a window."""
