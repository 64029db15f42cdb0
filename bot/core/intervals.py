"""Intervals between two instants, and named days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.instants import require_aware


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The time from `start` up to `end`; in UTC and never empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", require_aware(self.start))
        object.__setattr__(self, "end", require_aware(self.end))
        if self.end <= self.start:
            message = f"an interval from {self.start} to {self.end}"
            raise ValueError(message)

    @property
    def length(self) -> timedelta:
        """The time between start and end."""
        return self.end - self.start

    def meets(self, other: "Interval") -> bool:
        """Return whether the two overlap."""
        return self.start < other.end and other.start < self.end

    def within(self, other: "Interval") -> "Interval | None":
        """Return the part inside the other interval, if any."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDays:
    """Consecutive whole days with a name, including the last one."""

    first: date
    last: date
    name: str


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same time in as few intervals as possible, in order."""
    found: list[Interval] = []
    for interval in sorted(intervals):
        if found and interval.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, interval.end))
        else:
            found.append(interval)
    return tuple(found)


def clipped(intervals: Iterable[Interval], window: Interval) -> tuple[Interval, ...]:
    """Return the parts of the intervals inside a window, merged."""
    return merged(part for one in intervals if (part := one.within(window)) is not None)


def total(intervals: Iterable[Interval]) -> timedelta:
    """Return how much time the intervals cover together."""
    return sum((interval.length for interval in merged(intervals)), timedelta())
