"""Availability on a grid of quarters of an hour, as the bits of whole numbers.

A number has one bit for each quarter of a grid, the first in the lowest bit. One `&` or `|` then
combines thousands of quarters.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from bot.core.instants import require_aware
from bot.core.intervals import Interval
from bot.sites.model.points import NIGHT, OF_HOUR, QUARTER
from bot.times.zones import clock_changes, offset

A_DAY = 96  # quarters
A_WEEK = 7 * A_DAY
EVERY_DAY = frozenset(range(7))
# People without hours of their own are available whenever it is not night.
AWAKE = (time(OF_HOUR.index(9)), time(OF_HOUR.index(NIGHT, 6)))
POINTS_OF_DAY = bytes(points for points in OF_HOUR for _ in range(A_DAY // 24))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Quarters of a grid between two clock changes of a zone.

    `phase` is the position of its first one in the local week, counted from Monday 00:00.
    """

    first: int
    last: int
    phase: int

    @property
    def length(self) -> int:
        """How many quarters it has."""
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Grid:
    """A number of quarters of an hour, from the instant at which the first begins."""

    start: datetime
    cells: int

    @classmethod
    def between(cls, since: datetime, until: datetime) -> "Grid":
        """Return the whole quarters between two instants."""
        start = _quarter_from(require_aware(since))
        return cls(start, max((require_aware(until) - start) // QUARTER, 0))

    def instant(self, cell: int) -> datetime:
        """Return when a quarter begins."""
        return self.start + cell * QUARTER

    def first_from(self, instant: datetime) -> int:
        """Return the first quarter that begins at an instant or after it."""
        return -((self.start - require_aware(instant)) // QUARTER)

    def touched(self, intervals: Iterable[Interval]) -> int:
        """Return the quarters that any of the intervals touches."""
        start, cells, bits = self.start, self.cells, 0
        for one in intervals:
            first, last = (one.start - start) // QUARTER, -((start - one.end) // QUARTER)
            # `max` and `min` would take a fifth of the time of a search.
            first = first if first > 0 else 0  # noqa: FURB136 - see above
            last = last if last < cells else cells  # noqa: FURB136 - see above
            if first < last:
                bits |= ((1 << (last - first)) - 1) << first
        return bits

    def open(self, zone: str, days: frozenset[int], hours: tuple[time, time]) -> int:
        """Return the quarters within these days and hours in a zone."""
        week = _week(days, hours)
        return sum(
            _repeated(week, stretch.phase, stretch.length) << stretch.first
            for stretch in self.stretches(zone)
        )

    def points(self, zone: str) -> bytes:
        """Return what each quarter costs in a zone."""
        return b"".join(
            (POINTS_OF_DAY * (stretch.length // A_DAY + 2))[phase : phase + stretch.length]
            for stretch in self.stretches(zone)
            for phase in [stretch.phase % A_DAY]
        )

    def stretches(self, zone: str) -> Iterator[Stretch]:
        """Yield the parts of the grid between clock changes in the zone."""
        end = self.instant(self.cells)
        changes = (
            (change - self.start) // QUARTER
            for year in range(self.start.year, end.year + 1)
            for change in clock_changes(zone, year)
        )
        edges = [0, *(cell for cell in changes if 0 < cell < self.cells), self.cells]
        for first, last in pairwise(edges):
            yield Stretch(first=first, last=last, phase=_phase(self.instant(first), zone))


def _quarter_from(instant: datetime) -> datetime:
    """Return the start of the first quarter at or after an instant."""
    past = timedelta(
        minutes=instant.minute % 15, seconds=instant.second, microseconds=instant.microsecond
    )
    return instant + (QUARTER - past if past else past)


def _phase(instant: datetime, zone: str) -> int:
    wall = require_aware(instant) + offset(instant, zone)
    return wall.weekday() * A_DAY + wall.hour * 4 + wall.minute // 15


def _week(days: frozenset[int], hours: tuple[time, time]) -> int:
    """Return the quarters of a week, from Monday on, within days and hours.

    The last minute counts as a whole: 23:59 means until midnight. Hours that close before they
    open go over midnight and belong to the day on which they open.
    """
    opens, closes = (at.hour * 60 + at.minute for at in hours)
    first, last = -(-opens // 15), (closes + 1) // 15 + A_DAY * (closes <= opens)
    day = ((1 << max(last - first, 0)) - 1) << first
    week = sum(day << weekday * A_DAY for weekday in days)
    return (week | week >> A_WEEK) & ((1 << A_WEEK) - 1)  # Sunday's night ends on Monday


def _repeated(week: int, phase: int, cells: int) -> int:
    """Return this many quarters of a repeating week, from `phase` on."""
    bits = sum(week << n * A_WEEK for n in range((phase + cells) // A_WEEK + 1))
    return bits >> phase & ((1 << cells) - 1)
