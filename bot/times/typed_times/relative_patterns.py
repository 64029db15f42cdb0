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
    Impossible,
    RelativeDay,
    RelativeTime,
    TokenReading,
    TokenReadings,
)

MIXED = _(
    "Days and hours together can mean two times. Please type days with an hour of the day, "
    "like “in 3 days at 17:00”, or hours alone."
)
FROM_NOW = _("from now")
AHEAD = rf"(?:{one_of(words.AHEAD)})"
COUNT = rf"(?P<count>[0-9]{{1,3}}|{one_of(words.COUNTS)})"
UNIT = rf"(?P<unit>{one_of(words.UNITS)})"
HALF = rf"(?P<half> (?:{one_of(words.AND_A_HALF)}))?"
HALF_BEFORE = rf"(?P<half> (?:{one_of(words.AND_A_HALF)}))"
MORE = (
    rf"(?:,? (?:{one_of(words.CONJUNCTIONS)})?(?P<more>[0-9]{{1,3}}|{one_of(words.COUNTS)}) ?"
    rf"(?P<smaller>{one_of(words.UNITS)}))?"
)


def _day_ahead(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(days=words.DAYS_AHEAD[match[0]])),)


def _part_of_today(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(within=DayPart(*words.TODAYS_PARTS[match["part"]]))),)


def _days_and_weeks(match: re.Match[str]) -> TokenReadings:
    """Return "a week from tomorrow" and its like."""
    count = words.COUNTS.get(match["count"]) or int(match["count"])
    length = {DAY: 1, WEEK: 7}.get(words.UNITS[match["unit"]])
    if length is None:
        return ()
    return (TokenReading(RelativeDay(days=count * length + words.DAYS_AHEAD[match["day"]])),)


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
    if match["half"]:
        return _and_a_half(match)
    return _from_now(_amounts(match))


def _and_a_half(match: re.Match[str]) -> TokenReadings:
    """Return how long "2 and a half hours" are; of other units a half is not exact."""
    if words.UNITS[match["unit"]] != HOUR:
        return ()
    count = words.COUNTS.get(match["count"]) or int(match["count"])
    return (TokenReading(RelativeTime(timedelta(hours=count, minutes=30))),)


def _loose(match: re.Match[str]) -> TokenReadings:
    """Return what "2 hours" may mean without "in" before it."""
    return tuple(
        replace(found, part=replace(found.part, loose=True))
        if isinstance(found.part, RelativeTime)
        else found
        for found in _counted(match)
    )


def _fraction(match: re.Match[str]) -> TokenReadings:
    """Return how long 1.5 hours are, to the minute."""
    unit = words.UNITS[match["unit"]]
    if unit not in {HOUR, MINUTE}:
        return ()
    length = timedelta(hours=1) if unit == HOUR else timedelta(minutes=1)
    by = length * float(f"{match['whole']}.{match['part']}")
    return (TokenReading(RelativeTime(by)),) if by % timedelta(minutes=1) == timedelta() else ()


def _amount(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeTime(timedelta(hours=words.AMOUNTS[match["amount"]]))),)


def _short(match: re.Match[str]) -> TokenReadings:
    """Return how long 1h30m, 90m and 3d are."""
    said = {unit: int(match[unit] or 0) for unit in (WEEK, DAY, HOUR, MINUTE)}
    days, by = said[WEEK] * 7 + said[DAY], timedelta(hours=said[HOUR], minutes=said[MINUTE])
    if days and by:
        return (TokenReading(Impossible(MIXED)),)
    if days:
        return (TokenReading(RelativeDay(days=days, exact=True)),)
    return (TokenReading(RelativeTime(by)),) if by else ()


def _now(_match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeTime(timedelta())),)


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
    if len(said) > 1:
        return (TokenReading(Impossible(MIXED)),)
    if not any(said.values()):
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
    return (TokenReading(RelativeTime(by), note=FROM_NOW),) if by else ()


def _timestamp(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(DiscordTimestamp(int(match["seconds"]))),)


RELATIVE_PATTERNS = compiled(
    (
        (_day_ahead, rf"(?:{one_of(words.DAYS_AHEAD)}){END}"),
        (_part_of_today, rf"(?P<part>{one_of(words.TODAYS_PARTS)}){END}"),
        (
            _days_and_weeks,
            (
                rf"{COUNT} {UNIT} (?:{one_of(words.AFTER_DAY)}) ?"
                rf"(?P<day>{one_of(words.DAYS_AHEAD)}){END}"
            ),
        ),
        (_next_week, rf"(?:{one_of(words.NEXT_WEEK)}){END}"),
        (_counted, rf"{AHEAD}{COUNT} ?{UNIT}{HALF}{MORE}{END}"),
        (_counted, rf"{AHEAD}{COUNT}{HALF_BEFORE} ?{UNIT}{MORE}{END}"),
        (_counted, rf"{COUNT} ?{UNIT}{HALF}{MORE}(?: from[ ]now){END}"),
        (_loose, rf"(?P<count>[0-9]{{1,3}}) ?(?!h{END}){UNIT}{HALF}{MORE}{END}"),
        (_fraction, rf"{AHEAD}(?P<whole>[0-9]{{1,2}})[.,](?P<part>[0-9]{{1,2}}) ?{UNIT}{END}"),
        (_amount, rf"{AHEAD}(?P<amount>{one_of(words.AMOUNTS)}){END}"),
        (
            _short,
            (
                rf"{AHEAD}(?=[0-9])(?:(?P<week>[0-9]{{1,2}}) ?w ?)?(?:(?P<day>[0-9]{{1,3}}) ?d ?)?"
                rf"(?:(?P<hour>[0-9]{{1,3}}) ?h ?)?(?:(?P<minute>[0-9]{{1,3}}) ?m(?:in)?)?"
                rf"(?<! ){END}"
            ),
        ),
        (_now, rf"(?:{one_of(words.RIGHT_NOW)}){END}"),
        (_pair, rf"{AHEAD}(?P<pair>{one_of(words.PAIRS)}){END}"),
        (_single, rf"ב?עוד (?P<unit>דקה|שעה|יום|שבוע|חודש){END}"),
        (_half_an_hour, rf"{AHEAD}(?:{one_of(words.HALF_AN_HOUR)}){END}"),
        (_hours, rf"{AHEAD}(?P<hours>[0-9]{{1,2}}) ?h ?(?P<minutes>[0-5][0-9])?{END}"),
        (_hours, rf"(?P<hours>[1-6]) ?h ?(?P<minutes>[0-5][0-9])?{END}"),
        (_timestamp, r"<t:(?P<seconds>[0-9]{1,10})(?::[a-z])?>"),
    )
)
