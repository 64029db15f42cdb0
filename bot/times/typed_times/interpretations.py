"""Interprets the tokens of a typed time: what moments they make together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_times.contradictions import Contradiction, only_one
from bot.times.typed_times.date_resolution import Day, days_of
from bot.times.typed_times.place_names import ZoneOrOffset
from bot.times.typed_times.tokenizer import EXAMPLES
from bot.times.typed_times.tokens import (
    CalendarDate,
    DayOfMonth,
    DayPart,
    DiscordTimestamp,
    EndHour,
    Filler,
    HourOfDay,
    NthWeekday,
    RelativeDay,
    RelativeTime,
    RepeatChoice,
    TokenReading,
    Weekday,
    rank_of,
)
from bot.times.typed_times.weekday_resolution import CandidateDay
from bot.times.typed_times.zone_resolution import InputContext, wall_at, zoned_times
from bot.times.zoned_time import ZonedTime, zoned_time_at
from bot.times.zones import KNOWN_YEARS, occurrence_instant, wall_time

LAST_HOUR, A_DAY = 24, 24 * 60  # hours, minutes
AnyToken = TypeVar("AnyToken")


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One way to read all the words, and how likely; it `disagrees` with another hour typed."""

    moment: ZonedTime
    rank: int = 0
    asks: str = ""
    note: str = ""
    minutes: int | None = None
    disagrees: bool = False


def interpretations_of(
    options: Sequence[TokenReading], asked: InputContext
) -> Iterator[Interpretation]:
    """Return the moments that these parts make together."""
    said = TokenCombination([option.part for option in options], asked)
    notes = [option.note for option in options if option.note]
    asks = next((option.asks for option in options if option.asks), "")
    rank = rank_of(options)
    for way in said.ways():
        if rank and way.disagrees:
            continue
        note = ", ".join([*notes, way.note] if way.note else notes)
        yield replace(way, rank=max(way.rank, rank), asks=asks or way.asks, note=note)


class TokenCombination:
    """The tokens of a typed time, each with one reading, and the moments they make together."""

    def __init__(self, parts: Sequence[object], asked: InputContext) -> None:
        own = ZoneOrOffset(zone=asked.zone)
        said = (own if part == ZoneOrOffset() else part for part in parts)
        self._parts = [part for part in said if not isinstance(part, Filler)]
        self._asked = asked
        self._clocks = [part for part in self._parts if isinstance(part, HourOfDay)]
        self._ends = self._only(EndHour)
        self._turn = self._only(RepeatChoice)
        self._weekday = self._only(Weekday)
        days: list[Day] = [
            *self._all(CalendarDate),
            *self._all(DayOfMonth),
            *self._all(NthWeekday),
            *self._all(RelativeDay),
        ]
        leads: list[RelativeTime | DiscordTimestamp] = [
            *self._all(RelativeTime),
            *self._all(DiscordTimestamp),
        ]
        self._day, self._lead = only_one(days), only_one(leads)
        self._within = self._only(DayPart) or (
            self._day.within if isinstance(self._day, RelativeDay) else None
        )

    def _all(self, kind: type[AnyToken]) -> list[AnyToken]:
        return list(dict.fromkeys(part for part in self._parts if isinstance(part, kind)))

    def _only(self, kind: type[AnyToken]) -> AnyToken | None:
        return only_one(self._all(kind))

    def ways(self) -> Iterator[Interpretation]:
        """Return the moments that may be meant."""
        if self._lead is not None:
            yield self._from_now(self._lead)
            return
        pairs = self._pairs()
        clock, place = pairs[0]
        first = list(self._at(clock, place))
        if self._agree(first, pairs[1:]):
            yield from first
            return
        for clock, place in pairs:
            for way in self._at(clock, place):
                asks = _("Those times are not the same moment.")
                yield replace(way, rank=2, asks=asks, disagrees=True)

    def _from_now(self, lead: RelativeTime | DiscordTimestamp) -> Interpretation:
        others = (RelativeTime, DiscordTimestamp, ZoneOrOffset)
        place = self._only(ZoneOrOffset)
        is_loose = isinstance(lead, RelativeTime) and lead.loose and place is not None
        if is_loose or any(not isinstance(part, others) for part in self._parts):
            message = _(
                "Those are two different times. Please type one, like {examples}.",
                examples=EXAMPLES,
            )
            raise Contradiction(message)
        if isinstance(lead, DiscordTimestamp):
            instant = datetime.fromtimestamp(lead.seconds, UTC)
        else:
            instant = self._asked.now.replace(second=0, microsecond=0) + lead.by
        if instant.second:
            message = _("Meetings start at whole minutes. Please type a time without seconds.")
            raise Refusal(message)
        zone = (place.zone if place else None) or self._asked.zone
        return Interpretation(zoned_time_at(instant, zone, city=place.city if place else ""))

    def _pairs(self) -> list[tuple[HourOfDay, ZoneOrOffset]]:
        """Return each hour with its place; of several hours, one may be on the typer's clock."""
        own = ZoneOrOffset(zone=self._asked.zone)
        if len(self._clocks) <= 1:
            place = self._only(ZoneOrOffset) or own
            return [(self._clock(place), place)]
        pairs: list[tuple[HourOfDay, ZoneOrOffset]] = []
        for hour, behind in zip(self._parts, [*self._parts[1:], None], strict=True):
            if isinstance(hour, HourOfDay):
                pairs.append((hour, behind if isinstance(behind, ZoneOrOffset) else own))
        unplaced = {clock for clock, place in pairs if place is own}
        if len(unplaced) > 1 or any(clock.bare for clock in self._clocks):
            message = _(
                "Those are two different hours. Please type one time, like {examples}.",
                examples=EXAMPLES,
            )
            raise Contradiction(message)
        return list(dict.fromkeys(pairs))

    def _clock(self, place: ZoneOrOffset) -> HourOfDay:
        is_dated = not (self._day is None and self._weekday is None)
        if self._clocks and (is_dated or self._within or not self._clocks[0].bare):
            return self._clocks[0]
        if isinstance(self._day, RelativeDay) and self._day.exact and self._weekday is None:
            wall = wall_at(self._asked.now, place, self._asked)
            return HourOfDay(wall.hour, wall.minute)
        if self._clocks:
            message = _(
                "Is that number an hour? Please type a time like {examples}.", examples=EXAMPLES
            )
            raise Refusal(message)
        message = _("At what time of day? Please add it, like {examples}.", examples=EXAMPLES)
        raise Refusal(message)

    def _at(self, clock: HourOfDay, place: ZoneOrOffset) -> Iterator[Interpretation]:
        if self._within and not self._within.includes(clock):
            message = _(
                "The hour does not match the part of the day. Please type the time like 17:00."
            )
            raise Contradiction(message)
        passed = False
        for day in self._nights(self._days(place), clock):
            found = list(self._on(day, clock, place))
            if day.fleeting and all(way.moment.instant <= self._asked.now for way in found):
                passed = True
                continue
            yield from (replace(way, rank=0) for way in found) if passed else found
            passed = False

    def _nights(self, days: Iterable[CandidateDay], clock: HourOfDay) -> Iterator[CandidateDay]:
        """Return the days; at night, an early hour of a day may be that of the day after, too."""
        is_dated = not (self._day is None and self._weekday is None)
        is_early = bool(self._within and self._within.is_after_midnight(clock))
        for day in days:
            yield day
            if is_early and is_dated and not day.fleeting:
                yield replace(day, on=day.on + timedelta(days=1))

    def _on(
        self, day: CandidateDay, clock: HourOfDay, place: ZoneOrOffset
    ) -> Iterator[Interpretation]:
        wall = datetime.combine(day.on, time(clock.hour % LAST_HOUR, clock.minute))
        wall += timedelta(days=clock.hour // LAST_HOUR)
        if wall.year not in KNOWN_YEARS:
            message = _(
                "The year {year} is too far ahead. Please type an earlier time.", year=wall.year
            )
            raise Refusal(message)
        for moment, asks, note in zoned_times(wall, place, self._turn, self._asked):
            notes = ", ".join(part for part in (day.note, note) if part)
            minutes = self._minutes(clock, wall, place, moment)
            yield Interpretation(moment, day.rank, asks or day.asks, notes, minutes)

    def _minutes(
        self, clock: HourOfDay, wall: datetime, place: ZoneOrOffset, moment: ZonedTime
    ) -> int | None:
        """Return how many minutes pass until the end, where one was typed."""
        lasts = clock.lasts
        if self._ends is not None:
            passed = (self._ends.hour - clock.hour) * 60 + self._ends.minute - clock.minute
            lasts = passed % A_DAY or A_DAY
        if not lasts or place.zone is None or moment.wall != wall:
            return lasts or None
        end = occurrence_instant(wall + timedelta(minutes=lasts), moment.zone)
        return max((end - moment.instant) // timedelta(minutes=1), 1)

    def _days(self, place: ZoneOrOffset) -> Iterator[CandidateDay]:
        here = wall_at(self._asked.now, place, self._asked).date()
        if self._day is None and self._weekday is None:
            yield CandidateDay(here, fleeting=True)
            yield CandidateDay(here + timedelta(days=1), rank=2)
            return
        own = wall_time(self._asked.now, self._asked.zone).date()
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
