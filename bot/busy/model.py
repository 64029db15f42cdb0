"""Members' own calendars on other servers, read only for when they are busy."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.intervals import Interval
from bot.ics.fetched import Fetched
from bot.ics.reading.readings import BusyReading
from bot.ics.reading.reports import ReadingReport

MOST_DIARIES = 5  # of one member
AHEAD = timedelta(days=366)  # how far busy times are kept
HOUR = timedelta(hours=1)
LONGEST_PAUSE = timedelta(days=1)
# Even an unchanged calendar is read in full now and then, since the time ahead moves on.
WHOLE_AGAIN = timedelta(days=7)
# How long a member who was told that entries cannot be read is not told again.
TOLD_AGAIN = timedelta(days=7)
SPREAD = 10  # minutes over which calendars come due, so that not all are fetched at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """One calendar of a member; `sealed` is its encrypted address.

    `read_at` is when it was last read successfully, and `zone` the time zone used then. `report`
    says what could not be read of it. `fault` is what went wrong since, as a sentence; `faults`
    counts failures in a row.
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
    report: ReadingReport

    @property
    def what(self) -> str:
        """What deliveries about it are about."""
        return f"diary:{self.id}"

    def next_due(self, *, now: datetime, faults: int) -> datetime:
        """Return when to fetch it again: hourly, and less often the longer it has failed."""
        pause = min(HOUR * (1 << min(faults, 5)), LONGEST_PAUSE)
        return now + pause + timedelta(minutes=self.id % SPREAD - SPREAD // 2)

    def is_read_whole(self, *, zone: str, now: datetime) -> bool:
        """Return whether to read it in full even if it did not change."""
        return zone != self.zone or now - self.whole_at >= WHOLE_AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class DiarySummary:
    """A calendar with how long its owner is busy in the weeks ahead."""

    diary: Diary
    busy: timedelta


def window_from(now: datetime) -> Interval:
    """Return the time ahead for which busy times are stored."""
    return Interval(now, now + AHEAD)


class Fetch(Protocol):
    """Fetches a calendar by its address; raises a refusal with a sentence if it cannot."""

    def __call__(self, address: str, *, etag: str = "", modified: str = "") -> Awaitable[Fetched]:
        """Return the answer; `etag` and `modified` belong to the body that was fetched before."""


class Read(Protocol):
    """Reads when a calendar's owner is busy; raises a refusal with a sentence if it cannot."""

    def __call__(self, data: bytes, *, zone: str, window: Interval) -> Awaitable[BusyReading]:
        """Return the busy times within a window, and what could not be read."""
