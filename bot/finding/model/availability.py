"""Availability: when people can come, as bits of whole numbers, a quarter of an hour each.

A number holds one bit for each quarter of a grid, the first in its lowest bit. What thousands of
quarters have in common is then one `&` or `|`, whoever they belong to.
"""

from collections.abc import Iterable, Iterator, Sequence
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
# Who has set no hours of their own can be asked whenever it is not night.
AWAKE = (time(OF_HOUR.index(9)), time(OF_HOUR.index(NIGHT, 6)))
POINTS_OF_DAY = bytes(points for points in OF_HOUR for _ in range(A_DAY // 24))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Quarters of a grid between two changes of a zone's clocks.

    `phase` is where its first one stands in the week on those clocks, counted from Monday 00:00.
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
    """So many quarters of an hour, from an instant on that begins one."""

    start: datetime
    cells: int

    @classmethod
    def between(cls, since: datetime, until: datetime) -> "Grid":
        """Return the quarters that lie wholly between two instants."""
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
            # `max` and `min` would take a fifth of the time that a search takes.
            first = first if first > 0 else 0  # noqa: FURB136 - see above
            last = last if last < cells else cells  # noqa: FURB136 - see above
            if first < last:
                bits |= ((1 << (last - first)) - 1) << first
        return bits

    def open(self, zone: str, days: frozenset[int], hours: tuple[time, time]) -> int:
        """Return the quarters that lie in these days and hours of the clock in a zone."""
        week = _week(days, hours)
        return sum(
            _repeated(week, stretch.phase, stretch.length) << stretch.first
            for stretch in self.stretches(zone)
        )

    def points(self, zone: str) -> bytes:
        """Return what each quarter costs by the clock in a zone."""
        return b"".join(
            (POINTS_OF_DAY * (stretch.length // A_DAY + 2))[phase : phase + stretch.length]
            for stretch in self.stretches(zone)
            for phase in [stretch.phase % A_DAY]
        )

    def stretches(self, zone: str) -> Iterator[Stretch]:
        """Yield the grid in parts, in each of which clocks in the zone run on evenly."""
        end = self.instant(self.cells)
        changes = (
            (change - self.start) // QUARTER
            for year in range(self.start.year, end.year + 1)
            for change in clock_changes(zone, year)
        )
        edges = [0, *(cell for cell in changes if 0 < cell < self.cells), self.cells]
        for first, last in pairwise(edges):
            yield Stretch(first=first, last=last, phase=_phase(self.instant(first), zone))


def lasting(bits: int, cells: int) -> int:
    """Return the quarters from which on that many in a row are set."""
    done = 1
    while done < cells:
        step = min(done, cells - done)
        bits &= bits >> step
        done += step
    return bits


def reaching(bits: int, cells: int) -> int:
    """Return the quarters from which on at least one of that many is set."""
    done = 1
    while done < cells:
        step = min(done, cells - done)
        bits |= bits >> step
        done += step
    return bits


def worst(points: bytes, cells: int) -> bytes:
    """Return the highest of that many points in a row, from each quarter on."""
    done = 1
    while done < cells:
        step = min(done, cells - done)
        points = bytes(map(max, points, points[step:]))
        done += step
    return points


class Counter:
    """Counts, for all quarters at once, how often each was given: binary digits, one number each.

    Adding a number of bits is done as on paper, digit by digit with a carry.
    """

    def __init__(self) -> None:
        self._digits: list[int] = []

    def add(self, bits: int, times: int) -> None:
        """Count the quarters that are set, so many times each."""
        for place in range(times.bit_length()):
            if times >> place & 1:
                self._add(bits, place)

    def _add(self, carry: int, place: int) -> None:
        digits = self._digits
        while carry:
            if place >= len(digits):
                digits.extend([0] * (place + 1 - len(digits)))
            digits[place], carry = digits[place] ^ carry, digits[place] & carry
            place += 1

    def counts(self, cells: int) -> Sequence[int]:
        """Return the counts of the first quarters, in order."""
        counts = [0] * cells
        for place, digit in enumerate(self._digits):
            worth = 1 << place
            for cell in set_in(digit):
                if cell < cells:
                    counts[cell] += worth
        return counts


def set_in(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, in order."""
    written = f"{bits:b}"[::-1]
    cell = written.find("1")
    while cell >= 0:
        yield cell
        cell = written.find("1", cell + 1)


def _quarter_from(instant: datetime) -> datetime:
    """Return the first beginning of a quarter, from an instant on."""
    past = timedelta(
        minutes=instant.minute % 15, seconds=instant.second, microseconds=instant.microsecond
    )
    return instant + (QUARTER - past if past else past)


def _phase(instant: datetime, zone: str) -> int:
    wall = require_aware(instant) + offset(instant, zone)
    return wall.weekday() * A_DAY + wall.hour * 4 + wall.minute // 15


def _week(days: frozenset[int], hours: tuple[time, time]) -> int:
    """Return the quarters of a week, from Monday on, that lie in days and hours.

    The last minute that is written counts as a whole: 23:59 is until midnight.
    """
    opens, closes = (at.hour * 60 + at.minute for at in hours)
    first, last = -(-opens // 15), (closes + 1) // 15
    day = ((1 << max(last - first, 0)) - 1) << first
    return sum(day << weekday * A_DAY for weekday in days)


def _repeated(week: int, phase: int, cells: int) -> int:
    """Return that many quarters of a week that repeats, beginning at `phase`."""
    bits = sum(week << n * A_WEEK for n in range((phase + cells) // A_WEEK + 1))
    return bits >> phase & ((1 << cells) - 1)
