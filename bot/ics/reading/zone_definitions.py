"""Time zones that a calendar defines itself (VTIMEZONE)."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from bot.core.intervals import Interval
from bot.ics.reading.components import CalendarComponent
from bot.ics.reading.rule_dates import TooOftenError, rule_dates
from bot.ics.reading.rules import Freq, parse_rule
from bot.ics.reading.values import parse_moment, parse_offset

# How long before what is asked for the clocks are followed: a rule changes them once a year.
BEFORE = timedelta(days=3 * 366)
AFTER = timedelta(days=400)
MOST_OBSERVANCES = 200


class NoDefinitionError(ValueError):
    """A definition of a time zone says nothing that can be read."""


@dataclass(frozen=True, slots=True, order=True)
class ClockChange:
    """A change of the clocks at an instant, as a naive time in UTC, and the offsets around it."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def gap(self) -> timedelta:
        """How far the clocks are put forward; negative if they are put back."""
        return self.after - self.before


class DefinedZone(tzinfo):
    """A time zone as a calendar defines it; before its first change, its first offset holds."""

    def __init__(self, changes: list[ClockChange], offset: timedelta) -> None:
        """Take the changes in order; without any, `offset` always holds."""
        self._changes, self._offset = changes, offset
        self._instants = [change.at for change in changes]
        # Of a wall time in a gap the earlier offset is used, of a repeated one the first.
        self._first = [c.at + max(c.before, c.after) for c in changes]
        self._second = [c.at + min(c.before, c.after) for c in changes]

    def _after(self, number: int) -> timedelta:
        """Return the offset after so many changes."""
        if number:
            return self._changes[number - 1].after
        return self._changes[0].before if self._changes else self._offset

    def utcoffset(self, dt: datetime | None) -> timedelta:
        """Return the offset of a wall time."""
        if dt is None:
            return self._offset
        walls = self._second if dt.fold else self._first
        return self._after(bisect_right(walls, dt.replace(tzinfo=None, fold=0)))

    def fromutc(self, dt: datetime) -> datetime:
        """Return the wall time of an instant."""
        naive = dt.replace(tzinfo=None)
        number = bisect_right(self._instants, naive)
        wall = naive + self._after(number)
        fold = number > 0 and wall < self._first[number - 1]
        return wall.replace(tzinfo=self, fold=int(fold))

    def dst(self, dt: datetime | None) -> timedelta | None:
        """Return that nothing is known of summer time."""
        return None if dt is None else timedelta()

    def tzname(self, dt: datetime | None) -> str:
        """Return no name."""
        return "" if dt is None else f"{self.utcoffset(dt)}"


def defined_zone(definition: CalendarComponent, window: Interval) -> tuple[DefinedZone, bool]:
    """Return the zone of a definition, right around a window, and whether all of it was read.

    Raise NoDefinitionError if nothing of it can be read.
    """
    changes: list[ClockChange] = []
    offsets: list[timedelta] = []
    observances = definition.parts[:MOST_OBSERVANCES]
    for observance in observances:
        try:
            found = list(_changes(observance, window))
        except (ValueError, TooOftenError):
            continue
        changes += found
        offsets.append(found[0].after)
    if not offsets:
        raise NoDefinitionError
    return DefinedZone(sorted(changes), offsets[0]), len(offsets) == len(definition.parts)


def _changes(observance: CalendarComponent, window: Interval) -> Iterator[ClockChange]:
    """Yield the changes to an observance; raise ValueError if it cannot be read."""
    after = parse_offset(observance.value("TZOFFSETTO"))
    before = parse_offset(observance.value("TZOFFSETFROM"))
    start = parse_moment(observance.value("DTSTART"))
    if after is None or start is None:
        raise ValueError(observance.name)
    offset = after if before is None else before
    for wall in [start.wall, *_onsets(observance, start.wall, window)]:
        yield ClockChange(wall - offset, offset, after)


def _onsets(observance: CalendarComponent, start: datetime, window: Interval) -> Iterator[datetime]:
    since = window.start.replace(tzinfo=None) - BEFORE
    until = window.end.replace(tzinfo=None) + AFTER
    for line in observance.every("RRULE"):
        rule, faults = parse_rule(line.value)
        if rule is None or faults or rule.freq > Freq.DAILY:
            raise ValueError(line.value)
        # What ended long ago is followed from its start: its last change still holds.
        ended = None if rule.until is None else rule.until.wall
        early = start if ended is not None and ended < since else since
        last = until if ended is None else min(until, ended + timedelta(days=1))
        yield from rule_dates(rule, start, since=early, until=last)
    for line in observance.every("RDATE"):
        for text in line.value.split(","):
            moment = parse_moment(text.partition("/")[0])
            if moment is not None:
                yield moment.wall
