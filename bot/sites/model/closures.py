"""A closure: a time at which a site is not working, and where we know it from."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate

from bot.times.zones import occurrence_instant


class Level(StrEnum):
    """How closed: hard means that nobody works, soft that many people prefer not to."""

    HARD = "hard"
    SOFT = "soft"


class Origin(StrEnum):
    """Where a closure comes from: a person, an imported calendar, or a file of Meridian's own."""

    STATED = "stated"
    IMPORTED = "imported"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A time between two instants at which a site is not working."""

    start: datetime
    end: datetime
    name: str
    level: Level


class ClosuresByTime:
    """Closures that are looked up by time without looking at each: there may be hundreds."""

    def __init__(self, closures: Iterable[Closure]) -> None:
        self._closures = sorted(closures, key=lambda closure: closure.start)
        self._starts = [closure.start for closure in self._closures]
        # Until when one of the closures up to here lasts: these are in order, too.
        self._ends = list(accumulate((closure.end for closure in self._closures), max))

    def touching(self, since: datetime, until: datetime) -> list[Closure]:
        """Return the closures that touch the time between two instants, by their beginning."""
        first, after = bisect_right(self._ends, since), bisect_left(self._starts, until)
        return [closure for closure in self._closures[first:after] if closure.end > since]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClosure:
    """A closure that a site or member entered, in wall time there; whole days end at midnight."""

    id: int = 0
    begins: datetime
    ends: datetime
    name: str
    level: Level
    origin: Origin = Origin.STATED

    def at(self, zone: str) -> Closure:
        """Return the instants that it covers in a zone."""
        start, end = (occurrence_instant(wall, zone) for wall in (self.begins, self.ends))
        return Closure(start=start, end=end, name=self.name, level=self.level)
