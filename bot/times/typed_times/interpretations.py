"""Interprets the tokens of a typed time: what moments they make together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_times.date_resolution import days_of
from bot.times.typed_times.place_names import ZoneOrOffset
from bot.times.typed_times.tokenizer import EXAMPLES
from bot.times.typed_times.tokens import (
    CalendarDate,
    DayPart,
    DiscordTimestamp,
    Filler,
    HourOfDay,
    NthWeekday,
    RelativeDay,
    RelativeTime,
    RepeatChoice,
    TokenReading,
    Weekday,
)
from bot.times.typed_times.weekday_resolution import CandidateDay
from bot.times.typed_times.zone_resolution import InputContext, wall_at, zoned_times
from bot.times.zoned_time import ZonedTime, zoned_time_at
from bot.times.zones import KNOWN_YEARS, wall_time

LAST_HOUR = 24
AnyToken = TypeVar("AnyToken")


class Contradiction(Refusal):
    """These tokens contradict each other; another reading of the words may make sense."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One way to read all the words: a moment, and how likely it is meant."""

    moment: ZonedTime
    rank: int = 0
    asks: str = ""
    note: str = ""


def rank_of(options: Sequence[TokenReading]) -> int:
    """Return how unlikely the words are to be read like this."""
    return max(option.rank for option in options)


def interpretations_of(
    options: Sequence[TokenReading], asked: InputContext
) -> Iterator[Interpretation]:
    """Return the moments that these parts make together."""
    said = TokenCombination([option.part for option in options])
    notes = [option.note for option in options if option.note]
    asks = next((option.asks for option in options if option.asks), "")
    rank = rank_of(options)
    for way in said.ways(asked):
        note = ", ".join([*notes, way.note] if way.note else notes)
        yield Interpretation(way.moment, max(way.rank, rank), asks or way.asks, note)


class TokenCombination:
    """The tokens of a typed time, each with one reading, and the moments they make together."""

    def __init__(self, parts: Sequence[object]) -> None:
        self._parts = [part for part in parts if not isinstance(part, Filler)]
        self._clocks = self._all(HourOfDay)
        self._turn = self._only(RepeatChoice)
        self._weekday = self._only(Weekday)
        days: list[CalendarDate | NthWeekday | RelativeDay] = [
            *self._all(CalendarDate),
            *self._all(NthWeekday),
            *self._all(RelativeDay),
        ]
        leads: list[RelativeTime | DiscordTimestamp] = [
            *self._all(RelativeTime),
            *self._all(DiscordTimestamp),
        ]
        self._day, self._lead = _only(days), _only(leads)
        self._within = self._only(DayPart) or (
            self._day.within if isinstance(self._day, RelativeDay) else None
        )

    def _all(self, kind: type[AnyToken]) -> list[AnyToken]:
        return list(dict.fromkeys(part for part in self._parts if isinstance(part, kind)))

    def _only(self, kind: type[AnyToken]) -> AnyToken | None:
        return _only(self._all(kind))

    def ways(self, asked: InputContext) -> Iterator[Interpretation]:
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
                yield replace(way, rank=2, asks=_("Those times are not the same moment."))

    def _from_now(
        self, lead: RelativeTime | DiscordTimestamp, asked: InputContext
    ) -> Interpretation:
        others = (RelativeTime, DiscordTimestamp, ZoneOrOffset)
        if any(not isinstance(part, others) for part in self._parts):
            message = _(
                "Those are two different times. Please type one, like {examples}.",
                examples=EXAMPLES,
            )
            raise Contradiction(message)
        place = self._only(ZoneOrOffset)
        if isinstance(lead, DiscordTimestamp):
            instant = datetime.fromtimestamp(lead.seconds, UTC)
        else:
            instant = asked.now.replace(second=0, microsecond=0) + lead.by
        if instant.second:
            message = _("Meetings start at whole minutes. Please type a time without seconds.")
            raise Refusal(message)
        zone = (place.zone if place else None) or asked.zone
        return Interpretation(zoned_time_at(instant, zone))

    def _pairs(self, asked: InputContext) -> list[tuple[HourOfDay, ZoneOrOffset]]:
        """Return each hour with its place; of several hours, each needs a place behind it."""
        own = ZoneOrOffset(zone=asked.zone)
        if len(self._clocks) <= 1:
            place = self._only(ZoneOrOffset) or own
            return [(self._clock(place, asked), place)]
        pairs: list[tuple[HourOfDay, ZoneOrOffset]] = []
        for hour, behind in zip(self._parts, [*self._parts[1:], None], strict=True):
            if isinstance(hour, HourOfDay):
                if not isinstance(behind, ZoneOrOffset):
                    message = _(
                        "Those are two different hours. Please type one time, like {examples}.",
                        examples=EXAMPLES,
                    )
                    raise Contradiction(message)
                pairs.append((hour, behind))
        return pairs

    def _clock(self, place: ZoneOrOffset, asked: InputContext) -> HourOfDay:
        if self._clocks:
            return self._clocks[0]
        if isinstance(self._day, RelativeDay) and self._day.exact and self._weekday is None:
            wall = wall_at(asked.now, place, asked)
            return HourOfDay(wall.hour, wall.minute)
        message = _("At what time of day? Please add it, like {examples}.", examples=EXAMPLES)
        raise Refusal(message)

    def _at(
        self, clock: HourOfDay, place: ZoneOrOffset, asked: InputContext
    ) -> Iterator[Interpretation]:
        within = self._within
        if within and not within.since <= clock.hour < within.until:
            message = _(
                "The hour does not match the part of the day. Please type the time like 17:00."
            )
            raise Contradiction(message)
        passed = False
        for day in self._days(place, asked):
            found = list(self._on(day, clock, place, asked))
            if day.fleeting and all(way.moment.instant <= asked.now for way in found):
                passed = True
                continue
            yield from (replace(way, rank=0) for way in found) if passed else found
            passed = False

    def _on(
        self, day: CandidateDay, clock: HourOfDay, place: ZoneOrOffset, asked: InputContext
    ) -> Iterator[Interpretation]:
        wall = datetime.combine(day.on, time(clock.hour % LAST_HOUR, clock.minute))
        wall += timedelta(days=clock.hour // LAST_HOUR)
        if wall.year not in KNOWN_YEARS:
            message = _(
                "The year {year} is too far ahead. Please type an earlier time.", year=wall.year
            )
            raise Refusal(message)
        for moment, asks, note in zoned_times(wall, place, self._turn, asked):
            notes = ", ".join(part for part in (day.note, note) if part)
            yield Interpretation(moment, day.rank, asks or day.asks, notes)

    def _days(self, place: ZoneOrOffset, asked: InputContext) -> Iterator[CandidateDay]:
        here = wall_at(asked.now, place, asked).date()
        if self._day is None and self._weekday is None:
            yield CandidateDay(here, fleeting=True)
            yield CandidateDay(here + timedelta(days=1), rank=2)
            return
        own = wall_time(asked.now, asked.zone).date()
        for today in dict.fromkeys((here, own)):
            yield from days_of(self._day, self._weekday, today)

    def _agree(
        self, first: Sequence[Interpretation], others: Iterable[tuple[HourOfDay, ZoneOrOffset]]
    ) -> bool:
        """Return whether the other hours show the first moment at their places."""
        return all(
            (wall.hour, wall.minute) == (clock.hour % LAST_HOUR, clock.minute)
            for clock, place in others
            for way in first[:1]
            for wall in [
                wall_at(way.moment.instant, place, InputContext(way.moment.instant, "UTC"))
            ]
        )


def _only(found: Sequence[AnyToken]) -> AnyToken | None:
    """Return the one token of its kind; refuse two different ones, which contradict each other."""
    if len(found) > 1:
        message = _(
            "That can mean two different things. Please type one time, like {examples}.",
            examples=EXAMPLES,
        )
        raise Contradiction(message)
    return found[0] if found else None
