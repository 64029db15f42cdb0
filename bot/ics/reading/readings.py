"""What was read of a calendar."""

from dataclasses import dataclass

from bot.core.intervals import Interval, NamedDays
from bot.ics.reading.reports import ReadingReport


@dataclass(frozen=True, slots=True)
class BusyReading:
    """When the owner of a calendar is busy, in order and merged, and what could not be read."""

    times: tuple[Interval, ...]
    report: ReadingReport


@dataclass(frozen=True, slots=True)
class DaysReading:
    """The whole days of a calendar, in order, and what could not be read."""

    days: tuple[NamedDays, ...]
    report: ReadingReport
