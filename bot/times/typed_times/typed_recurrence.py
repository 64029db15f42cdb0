"""Recurrence rules as people type them, in English, German, French or Hebrew."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.date_formats import parse_date
from bot.times.recurrence import Frequency, Rule, in_month_order
from bot.times.recurrence_grammar import (
    AMBIGUOUS,
    MOST_CHARACTERS,
    RULE_EXAMPLES,
    parse_rule_text,
    two_things,
    unknown_rule,
)
from bot.times.typed_times.hour_patterns import HOUR_PATTERNS
from bot.times.typed_times.languages import recurrence_words as said
from bot.times.typed_times.parts_of_day import within_part_of_day
from bot.times.typed_times.place_names import NamedSite, ZoneOrOffset, places_of
from bot.times.typed_times.range_patterns import RANGE_PATTERNS
from bot.times.typed_times.recurrence_patterns import (
    RULE_PATTERNS,
    Days,
    Every,
    OfMonth,
    Ordinals,
    RepeatEvery,
)
from bot.times.typed_times.spelling import plain
from bot.times.typed_times.tokenizer import UnknownWord, tokens_in
from bot.times.typed_times.tokens import DayPart, HourOfDay, Token, TokenReadings
from bot.times.typed_times.typed_day import read_day

FORMS = (*RULE_PATTERNS, *HOUR_PATTERNS, *RANGE_PATTERNS)
END = re.compile(
    rf"(?P<rest>.*)[ ,]+(?:(?:{said.UNTIL}) ?(?P<until>[^ ].*)"
    rf"|(?:(?:{said.FOR}) )?(?P<count>[0-9]{{1,9}}) ?(?:{said.TIMES}))"
)
MIDNIGHT = 24
TWO = 2
YEAR_WITH_ALL_DAYS = 2028
ALSO_LIKELY = 1  # the rank of hours that are offered beside the likeliest
Kind = TypeVar("Kind")
CLOCK = re.compile(r"\b(?P<hour>[1-7])(?P<minute>:[0-9]{2})(?! ?[ap]\.?m)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRule:
    """A rule with the zone of the place that was typed, and how long it lasts, where typed."""

    rule: Rule
    zone: str | None = None
    minutes: int | None = None


def read_rule(text: str, *, today: date | None = None) -> Rule:
    """Return the rule that a person typed; refuse a text with a word that is not understood.

    A date without its year is the next from `today` on. What a Rule cannot hold is refused.
    """
    read = read_typed_rule(text, today=today, sites=())
    if read.zone or read.minutes:
        raise unknown_rule(text)
    return read.rule


def says_end(text: str) -> bool:
    """Return whether a typed rule says when the series ends."""
    try:
        return bool(_end(plain(text).rstrip(" .!?"), date(YEAR_WITH_ALL_DAYS, 1, 1))[1])
    except Refusal:
        return True


def read_typed_rule(text: str, *, today: date | None, sites: Iterable[NamedSite]) -> TypedRule:
    """Return the rule that a person typed, with its place and length; refuse what may mean two."""
    if len(text) > MOST_CHARACTERS:
        raise unknown_rule(text)
    if rule := parse_rule_text(text):
        _require_clear_hour(text)
        return TypedRule(rule=rule)
    typed = plain(text).rstrip(" .!?")
    rest, ends = _end(typed, today)
    try:
        parts = within_part_of_day(tokens_in(rest, places_of(sites), forms=FORMS))
    except UnknownWord:
        _require_date_behind_until(typed)
        raise unknown_rule(text) from None
    except Refusal as refusal:
        raise _with_examples(str(refusal)) from None
    return _RuleText(text, parts, ends).rule()


def _require_clear_hour(text: str) -> None:
    """Refuse an hour like 5:00, which may be meant of the afternoon."""
    if match := CLOCK.search(plain(text)):
        hour, minute = int(match["hour"]), match["minute"]
        raise _two_hours(match[0], f"{hour:02}{minute}", f"{hour + 12}{minute}")


def _two_hours(typed: str, *hours: str) -> Refusal:
    return _with_examples(
        _(
            "“{hour}” can mean more than one time. Please type {choices}.",
            hour=typed,
            choices=_(" or ").join(f"“{hour}”" for hour in hours),
        )
    )


def _with_examples(reason: str) -> Refusal:
    return Refusal(_("{reason} {examples}", reason=reason, examples=RULE_EXAMPLES))


def _end(text: str, today: date | None) -> tuple[str, dict[str, date | int]]:
    """Return a text without its end, and that end: a date or a number of meetings."""
    match = END.fullmatch(text)
    if match is None:
        return text, {}
    if match["count"]:
        return match["rest"], {"count": int(match["count"])}
    try:
        return match["rest"], {"until": read_day(match["until"], today=today)}
    except UnknownWord:
        return text, {}  # "bis" of "Montag bis Freitag 9 Uhr"


def _require_date_behind_until(text: str) -> None:
    """Refuse a text whose end is no date, with that reason."""
    match = END.fullmatch(text)
    if match and match["until"] and any(mark.isdigit() for mark in match["rest"]):
        parse_date(match["until"])


class _RuleText:
    """The parts of a typed rule, and what they make together."""

    def __init__(
        self, text: str, parts: Sequence[TokenReadings], ends: dict[str, date | int]
    ) -> None:
        self._text, self._ends = text, ends
        self._readings = list(parts)
        self._parts = [option.part for options in parts for option in options]

    def rule(self) -> TypedRule:
        """Return the rule; refuse parts that do not make one."""
        clock, days, ordinals = self._clock(), self._only(Days), self._only(Ordinals)
        if days is None:
            raise unknown_rule(self._text)
        wall = time(clock.hour, clock.minute)
        rule = self._weekly(days, wall) if ordinals is None else self._monthly(days, ordinals, wall)
        until, count = self._ends.get("until"), self._ends.get("count")
        ended = rule.with_end(
            until=until if isinstance(until, date) else None,
            count=count if isinstance(count, int) else None,
        )
        return TypedRule(rule=ended, zone=self._zone(), minutes=clock.lasts or None)

    def _weekly(self, days: Days, wall: time) -> Rule:
        interval = self._only(RepeatEvery)
        if self._has(OfMonth) or (interval and interval.frequency is not Frequency.WEEKLY):
            raise self._which_of_month()
        twice = interval and interval.number == TWO and len(days.weekdays) > 1
        if interval and twice and interval.typed.startswith("bi"):
            message = _(
                "“{word}” can mean twice a week or every two weeks. Please type it like "
                "“every 2 weeks on Monday and Thursday 9:30”.",
                word=interval.typed,
            )
            raise Refusal(message)
        other = any(isinstance(part, Every) and part.other for part in self._parts)
        if other and interval:
            raise unknown_rule(self._text)
        number = TWO if other else interval.number if interval else 1
        return Rule(frequency=Frequency.WEEKLY, weekdays=days.weekdays, wall=wall, interval=number)

    def _which_of_month(self) -> Refusal:
        message = _("On which one of the month? Please type it like “first Thursday”.")
        return _with_examples(message)

    def _monthly(self, days: Days, ordinals: Ordinals, wall: time) -> Rule:
        interval = self._only(RepeatEvery)
        if (interval and interval.frequency is Frequency.WEEKLY) or len(days.weekdays) != 1:
            raise unknown_rule(self._text)
        if interval and interval.is_counted and self._has(OfMonth):
            raise unknown_rule(self._text)
        first, *also = in_month_order(ordinals.numbers)
        plainly = interval or self._has(OfMonth) or also or first not in AMBIGUOUS
        if self._has(Every) and not plainly:
            raise _with_examples(two_things(ordinals.typed, days.weekdays[0], first).reason)
        return Rule(
            frequency=Frequency.MONTHLY,
            weekdays=days.weekdays,
            ordinal=first,
            also=tuple(also),
            wall=wall,
            interval=interval.number if interval else 1,
        )

    def _has(self, kind: type[Token]) -> bool:
        return any(isinstance(part, kind) for part in self._parts)

    def _only(self, kind: type[Kind]) -> Kind | None:
        """Return the one part of a kind; refuse two."""
        found = list(dict.fromkeys(part for part in self._parts if isinstance(part, kind)))
        if len(found) > 1:
            raise unknown_rule(self._text)
        return found[0] if found else None

    def _clock(self) -> HourOfDay:
        """Return the one hour; refuse one that may be meant of the morning or the afternoon."""
        told = [
            [(option.part, option.rank) for option in options]
            for options in self._readings
            if any(isinstance(option.part, HourOfDay) for option in options)
        ]
        if len(told) != 1:
            raise unknown_rule(self._text)
        hours = [
            part for part, rank in told[0] if isinstance(part, HourOfDay) and rank <= ALSO_LIKELY
        ]
        within = self._only(DayPart)
        if within and not any(within.includes(hour) for hour in hours):
            message = _(
                "The hour does not match the part of the day. Please type the time like 17:00."
            )
            raise Refusal(message)
        if len(hours) > 1:
            raise _two_hours(self._text, *(f"{hour.hour:02}:{hour.minute:02}" for hour in hours))
        if hours[0].hour == MIDNIGHT:
            raise _with_examples(_("24:00 is the end of the day."))
        return hours[0]

    def _zone(self) -> str | None:
        """Return the zone of the one place that was typed."""
        places = {part for part in self._parts if isinstance(part, ZoneOrOffset)}
        if len(places) > 1 or any(place.zone is None or place.distance for place in places):
            message = _(
                "A series needs the clock of one place. "
                "Please type it like “Thursdays 17:00 Zurich”."
            )
            raise Refusal(message)
        return next((place.zone for place in places), None)
