"""Combinations: the parts of a typed time, each read in one way, put together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from bot.domain.days import Day, days_of
from bot.domain.moments import Moment, moment_at
from bot.domain.phrase_parts import (
    Ahead,
    Clock,
    Dated,
    DayPart,
    Lead,
    Nth,
    Option,
    Silence,
    Stamp,
    Turn,
    Weekday,
)
from bot.domain.phrases import EXAMPLES
from bot.domain.places import Place
from bot.domain.refusal import Refusal
from bot.domain.whereabouts import Asked, located, wall_at
from bot.domain.zones import KNOWN_YEARS, wall_time

LAST_HOUR = 24
Kind = TypeVar("Kind")


class Contradiction(Refusal):
    """The words cannot be put together like this; another way to read them may do."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to read all the words, found to be a moment."""

    moment: Moment
    rank: int = 0
    asks: str = ""
    note: str = ""


def rank_of(options: Sequence[Option]) -> int:
    """Return how unlikely the words are to be read like this."""
    return max(option.rank for option in options)


def ways_of(options: Sequence[Option], asked: Asked) -> Iterator[Way]:
    """Return the moments that these parts make together."""
    said = Said([option.part for option in options])
    notes = [option.note for option in options if option.note]
    asks = next((option.asks for option in options if option.asks), "")
    rank = rank_of(options)
    for way in said.ways(asked):
        note = ", ".join([*notes, way.note] if way.note else notes)
        yield Way(way.moment, max(way.rank, rank), asks or way.asks, note)


class Said:
    """The parts of a typed time, each read in one way, put together."""

    def __init__(self, parts: Sequence[object]) -> None:
        self._parts = [part for part in parts if not isinstance(part, Silence)]
        self._clocks = self._all(Clock)
        self._turn = self._only(Turn)
        self._weekday = self._only(Weekday)
        days: list[Dated | Nth | Ahead] = [
            *self._all(Dated),
            *self._all(Nth),
            *self._all(Ahead),
        ]
        leads: list[Lead | Stamp] = [*self._all(Lead), *self._all(Stamp)]
        self._day, self._lead = _only(days), _only(leads)
        self._within = self._only(DayPart) or (
            self._day.within if isinstance(self._day, Ahead) else None
        )

    def _all(self, kind: type[Kind]) -> list[Kind]:
        return list(dict.fromkeys(part for part in self._parts if isinstance(part, kind)))

    def _only(self, kind: type[Kind]) -> Kind | None:
        return _only(self._all(kind))

    def ways(self, asked: Asked) -> Iterator[Way]:
        """Return the moments that may be meant."""
        if self._lead is not None:
            yield self._from_now(self._lead, asked)
            return
        pairs = self._pairs(asked)
        clock, place = pairs[0]
        first = list(self._at(clock, place, asked))
        if self._agree(first, pairs[1:]):
            yield from first
            return
        for clock, place in pairs:
            for way in self._at(clock, place, asked):
                yield replace(way, rank=2, asks="Those hours are not the same moment")

    def _from_now(self, lead: Lead | Stamp, asked: Asked) -> Way:
        others = (Lead, Stamp, Place)
        if any(not isinstance(part, others) for part in self._parts):
            message = f"That says two different times: please type one {EXAMPLES}."
            raise Contradiction(message)
        place = self._only(Place)
        if isinstance(lead, Stamp):
            instant = datetime.fromtimestamp(lead.seconds, UTC)
        else:
            instant = asked.now.replace(second=0, microsecond=0) + lead.by
        if instant.second:
            message = "Meetings begin at whole minutes: please type a time without seconds."
            raise Refusal(message)
        zone = (place.zone if place else None) or asked.zone
        return Way(moment_at(instant, zone))

    def _pairs(self, asked: Asked) -> list[tuple[Clock, Place]]:
        """Return each hour with its place; all but one hour must have a place behind them."""
        own = Place(zone=asked.zone)
        if len(self._clocks) <= 1:
            place = self._only(Place) or own
            return [(self._clock(place, asked), place)]
        pairs: list[tuple[Clock, Place]] = []
        for hour, behind in zip(self._parts, [*self._parts[1:], None], strict=True):
            if isinstance(hour, Clock):
                if not isinstance(behind, Place):
                    message = f"That says two different hours: please type one time {EXAMPLES}."
                    raise Contradiction(message)
                pairs.append((hour, behind))
        return pairs

    def _clock(self, place: Place, asked: Asked) -> Clock:
        if self._clocks:
            return self._clocks[0]
        if isinstance(self._day, Ahead) and self._day.exact and self._weekday is None:
            wall = wall_at(asked.now, place, asked)
            return Clock(wall.hour, wall.minute)
        message = f"At what hour? Please type it too, {EXAMPLES}."
        raise Refusal(message)

    def _at(self, clock: Clock, place: Place, asked: Asked) -> Iterator[Way]:
        within = self._within
        if within and not within.since <= clock.hour < within.until:
            message = "The hour and the part of the day do not fit: please type it like 17:00."
            raise Contradiction(message)
        passed = False
        for day in self._days(place, asked):
            found = list(self._on(day, clock, place, asked))
            if day.fleeting and all(way.moment.instant <= asked.now for way in found):
                passed = True
                continue
            yield from (replace(way, rank=0) for way in found) if passed else found
            passed = False

    def _on(self, day: Day, clock: Clock, place: Place, asked: Asked) -> Iterator[Way]:
        wall = datetime.combine(day.on, time(clock.hour % LAST_HOUR, clock.minute))
        wall += timedelta(days=clock.hour // LAST_HOUR)
        if wall.year not in KNOWN_YEARS:
            message = f"The year {wall.year} is out of reach: please type an earlier time."
            raise Refusal(message)
        for moment, asks, note in located(wall, place, self._turn, asked):
            notes = ", ".join(part for part in (day.note, note) if part)
            yield Way(moment, day.rank, asks or day.asks, notes)

    def _days(self, place: Place, asked: Asked) -> Iterator[Day]:
        here = wall_at(asked.now, place, asked).date()
        if self._day is None and self._weekday is None:
            yield Day(here, fleeting=True)
            yield Day(here + timedelta(days=1), rank=2)
            return
        own = wall_time(asked.now, asked.zone).date()
        for today in dict.fromkeys((here, own)):
            yield from days_of(self._day, self._weekday, today)

    def _agree(self, first: Sequence[Way], others: Iterable[tuple[Clock, Place]]) -> bool:
        """Say whether the further hours are those of the first moment at their places."""
        return all(
            (wall.hour, wall.minute) == (clock.hour % LAST_HOUR, clock.minute)
            for clock, place in others
            for way in first[:1]
            for wall in [wall_at(way.moment.instant, place, Asked(way.moment.instant, "UTC"))]
        )


def _only(found: Sequence[Kind]) -> Kind | None:
    """Return the one thing of its kind that is said; two different ones contradict each other."""
    if len(found) > 1:
        message = f"That says two different things: please type one time {EXAMPLES}."
        raise Contradiction(message)
    return found[0] if found else None
