"""How days and times are typed that are counted from now, and Discord's own timestamps."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.languages.language import DAY, HOUR, MINUTE, WEEK
from bot.times.typed_times.patterns import END, compiled
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import (
    DayPart,
    DiscordTimestamp,
    RelativeDay,
    RelativeTime,
    TokenReading,
    TokenReadings,
)

AHEAD = rf"(?:{one_of(words.AHEAD)})"
COUNT = rf"(?P<count>[0-9]{{1,3}}|{one_of(words.COUNTS)})"
UNIT = rf"(?P<unit>{one_of(words.UNITS)})"
MORE = (
    rf"(?:,? (?:{one_of(words.CONJUNCTIONS)})?(?P<more>[0-9]{{1,3}}|{one_of(words.COUNTS)}) ?"
    rf"(?P<smaller>{one_of(words.UNITS)}))?"
)
EVENING = DayPart(17, 24)


def _day_ahead(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(days=words.DAYS_AHEAD[match[0]])),)


def _this_evening(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(within=EVENING)),)


def _next_week(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(weeks=1)),)


def _counted(match: re.Match[str]) -> TokenReadings:
    """Return how long from now "in 2 hours" and "1 day from now" are."""
    if days := words.IDIOMS.get(f"{match['count']} {match['unit']}"):
        counted = words.COUNTS.get(match["count"]) or int(match["count"])
        return tuple(
            TokenReading(
                RelativeDay(days=n, exact=True),
                note=_("{count} day from now", plural="{count} days from now", count=n),
            )
            for n in (days, counted)
        )
    return _from_now(_amounts(match))


def _amounts(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    for count, unit in (("count", "unit"), ("more", "smaller")):
        if typed := match[count]:
            yield words.COUNTS.get(typed) or int(typed), words.UNITS[match[unit]]


def _from_now(amounts: Iterator[tuple[int, str]]) -> TokenReadings:
    said: dict[str, int] = {}
    for count, unit in amounts:
        if unit in said:
            return ()
        said[unit] = count
    if said.keys() <= {HOUR, MINUTE}:
        by = timedelta(hours=said.get(HOUR, 0), minutes=said.get(MINUTE, 0))
        return (TokenReading(RelativeTime(by)),) if by else ()
    if len(said) > 1 or not any(said.values()):
        return ()
    ((unit, count),) = said.items()
    ahead = {DAY: RelativeDay(days=count), WEEK: RelativeDay(weeks=count)}
    return (TokenReading(replace(ahead.get(unit, RelativeDay(months=count)), exact=True)),)


def _pair(match: re.Match[str]) -> TokenReadings:
    return _from_now(iter([(2, words.PAIRS[match["pair"]])]))


def _single(match: re.Match[str]) -> TokenReadings:
    return _from_now(iter([(1, words.UNITS[match["unit"]])]))


def _half_an_hour(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeTime(timedelta(minutes=30))),)


def _hours(match: re.Match[str]) -> TokenReadings:
    by = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return (TokenReading(RelativeTime(by), note=_("from now")),) if by else ()


def _timestamp(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(DiscordTimestamp(int(match["seconds"]))),)


RELATIVE_PATTERNS = compiled(
    (
        (_day_ahead, rf"(?:{one_of(words.DAYS_AHEAD)}){END}"),
        (_this_evening, rf"(?:{one_of(words.THIS_EVENING)}){END}"),
        (_next_week, rf"(?:{one_of(words.NEXT_WEEK)}){END}"),
        (_counted, rf"{AHEAD}{COUNT} ?{UNIT}{MORE}{END}"),
        (_counted, rf"{COUNT} ?{UNIT}{MORE}(?: from[ ]now){END}"),
        (_counted, rf"(?P<count>[0-9]{{1,3}}) ?(?!h{END}){UNIT}{MORE}{END}"),
        (_pair, rf"{AHEAD}(?P<pair>{one_of(words.PAIRS)}){END}"),
        (_single, rf"ב?עוד (?P<unit>דקה|שעה|יום|שבוע|חודש){END}"),
        (_half_an_hour, rf"{AHEAD}(?:{one_of(words.HALF_AN_HOUR)}){END}"),
        (_hours, rf"{AHEAD}(?P<hours>[0-9]{{1,2}}) ?h ?(?P<minutes>[0-5][0-9])?{END}"),
        (_hours, rf"(?P<hours>[1-6]) ?h ?(?P<minutes>[0-5][0-9])?{END}"),
        (_timestamp, r"<t:(?P<seconds>[0-9]{1,10})(?::[a-z])?>"),
    )
)
