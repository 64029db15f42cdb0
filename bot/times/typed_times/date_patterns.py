"""How days are typed: dates, weekdays, and days counted from today."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.tokens import (
    CalendarDate,
    DayPart,
    DiscordTimestamp,
    NthWeekday,
    RelativeDay,
    RelativeTime,
    TokenReading,
    TokenReadings,
    Weekday,
    WeekdayReference,
)
from bot.times.typed_times.vocabulary import one_of

# Where a form may end: before anything but a letter or a digit.
END = r"(?![^\W_])"
BEFORE = r"(?:on the |on |am |den |der |le |the |ב-?|ה-)?"
MONTH = rf"(?P<month>{one_of(words.MONTHS)})\.?"
YEAR = r"(?:,? (?P<year>20[0-9]{2}))?"
WEEKDAY = rf"(?P<weekday>{one_of(w for w in words.WEEKDAYS if w != 'mar')})\.?"
COUNT = rf"(?P<count>[0-9]{{1,3}}|{one_of(words.COUNTS)})"
UNIT = rf"(?P<unit>{one_of(words.UNITS)})"
MORE = (
    rf"(?:,? (?:and |und |et )?(?P<more>[0-9]{{1,3}}|{one_of(words.COUNTS)}) ?"
    rf"(?P<smaller>{one_of(words.UNITS)}))?"
)
IN = r"(?:in|dans|ב?עוד) "
OF_12 = re.compile(r"[ap](?:m|\.m\.)")
LEAP_YEAR = 2028
CENTURY = 2000


def _dated(match: re.Match[str]) -> TokenReadings:
    month = words.MONTHS[match["month"]]
    return _if_real(int(match["day"]), month, match["year"])


def _of_digits(match: re.Match[str]) -> TokenReadings:
    return _if_real(int(match["day"]), int(match["month"]), match["year"])


def _if_real(day: int, month: int, year: str | None) -> TokenReadings:
    number = None if year is None else int(year) + (CENTURY if len(year) == len("26") else 0)
    if not _is_real(day, month, number):
        return ()
    return (TokenReading(CalendarDate(month, day, number)),)


def _is_real(day: int, month: int, year: int | None) -> bool:
    try:
        date(LEAP_YEAR if year is None else year, month, day)
    except ValueError:
        return False
    return True


def _of_slashes(match: re.Match[str]) -> TokenReadings:
    """Return what numbers between slashes can be: day first, month first, and year first."""
    typed = [n and n.strip("/-") for n in match.group("one", "two", "three", "second", "third")]
    first, second, *third = (number for number in typed if number)
    year = third[0] if third else None
    orders = [(first, second, year), (second, first, year)]
    if year is not None and len(year) == len("26"):
        orders.append((year, second, first))
    found = (o for day, month, year in orders for o in _if_real(int(day), int(month), year))
    return tuple(dict.fromkeys(found))


def _nth(match: re.Match[str]) -> TokenReadings:
    year = match["year"]
    said = NthWeekday(
        nth=words.ORDINALS[match["nth"]],
        weekday=words.WEEKDAYS[match["weekday"]],
        month=words.MONTHS[match["month"]],
        year=None if year is None else int(year),
    )
    return (TokenReading(said),)


def _weekday(match: re.Match[str]) -> TokenReadings:
    name = match["weekday"]
    which = match["which"] or match["after"]
    meant = next((w for w, said in WHICH.items() if which in said.split("|")), WeekdayReference.ANY)
    is_mixed = name in words.TERSE and OF_12.search(match.string)
    asks = f"“{name}” may not be meant as a weekday" if is_mixed else ""
    found = [TokenReading(Weekday(words.WEEKDAYS[name], meant), asks=asks)]
    if name in words.OTHERWISE:
        found.append(TokenReading(Weekday(words.OTHERWISE[name], meant)))
    return tuple(found)


WHICH = {
    WeekdayReference.NEXT: words.NEXT,
    WeekdayReference.COMING: words.COMING,
    WeekdayReference.THIS: words.THIS,
}
WHICH_BEFORE = one_of("|".join(WHICH.values()).split("|"))
WHICH_AFTER = one_of(["prochain", "הבא", "הבאה", "הקרוב", "הקרובה", "הזה"])


def _tuesday(_: re.Match[str]) -> TokenReadings:
    return (TokenReading(Weekday(1)),)


def _ahead(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(days=words.DAYS_AHEAD[match[0]])),)


def _evening(_: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(within=DayPart(17, 24))),)


def _next_week(_: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeDay(weeks=1)),)


def _counted(match: re.Match[str]) -> TokenReadings:
    """Return how long from now "in 2 hours" and "1 day from now" are."""
    if days := words.IDIOMS.get(f"{match['count']} {match['unit']}"):
        counted = words.COUNTS.get(match["count"]) or int(match["count"])
        return tuple(
            TokenReading(RelativeDay(days=n, exact=True), note=f"{n} days from now")
            for n in (days, counted)
        )
    return _lead(_amounts(match))


def _amounts(match: re.Match[str]) -> Iterator[tuple[int, str]]:
    for count, unit in (("count", "unit"), ("more", "smaller")):
        if typed := match[count]:
            yield words.COUNTS.get(typed) or int(typed), words.UNITS[match[unit]]


def _lead(amounts: Iterator[tuple[int, str]]) -> TokenReadings:
    said: dict[str, int] = {}
    for count, unit in amounts:
        if unit in said:
            return ()
        said[unit] = count
    if said.keys() <= {words.HOUR, words.MINUTE}:
        by = timedelta(hours=said.get(words.HOUR, 0), minutes=said.get(words.MINUTE, 0))
        return (TokenReading(RelativeTime(by)),) if by else ()
    if len(said) > 1 or not any(said.values()):
        return ()
    ((unit, count),) = said.items()
    ahead = {words.DAY: RelativeDay(days=count), words.WEEK: RelativeDay(weeks=count)}
    return (TokenReading(replace(ahead.get(unit, RelativeDay(months=count)), exact=True)),)


def _pair(match: re.Match[str]) -> TokenReadings:
    return _lead(iter([(2, words.PAIRS[match["pair"]])]))


def _single(match: re.Match[str]) -> TokenReadings:
    return _lead(iter([(1, words.UNITS[match["unit"]])]))


def _half_an_hour(_: re.Match[str]) -> TokenReadings:
    return (TokenReading(RelativeTime(timedelta(minutes=30))),)


def _hours(match: re.Match[str]) -> TokenReadings:
    by = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
    return (TokenReading(RelativeTime(by), note="from now"),) if by else ()


def _stamp(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(DiscordTimestamp(int(match["seconds"]))),)


Pattern = tuple[re.Pattern[str], Callable[[re.Match[str]], TokenReadings]]

DATE_PATTERNS: tuple[Pattern, ...] = tuple(
    (re.compile(pattern), read)
    for read, pattern in (
        (
            _of_digits,
            (
                rf"{BEFORE}(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)"
                rf"(?P<day>[0-9]{{1,2}})(?:{END}|(?=t[0-9]))"
            ),
        ),
        (
            _of_digits,
            (
                rf"{BEFORE}(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})"
                rf"(?:\. ?(?P<year>20[0-9]{{2}}|(?<! )[0-9]{{2}})|\.)?{END}(?!\.[0-9])"
            ),
        ),
        (
            _of_slashes,
            (
                rf"{BEFORE}(?P<one>[0-9]{{1,2}})"
                r"(?:(?P<two>/[0-9]{1,2})(?P<three>/[0-9]{4}|/[0-9]{2})?"
                rf"|(?P<second>-[0-9]{{1,2}})(?P<third>-[0-9]{{4}})){END}(?![-/])"
            ),
        ),
        (
            _dated,
            rf"{BEFORE}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|\.)? ?(?:of )?{MONTH}{YEAR}{END}",
        ),
        (
            _dated,
            (
                rf"(?:on )?{MONTH} ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?{YEAR}{END}"
                rf"(?! (?:{one_of(words.MONTHS)}){END})"
            ),
        ),
        (
            _nth,
            (
                rf"{BEFORE}(?P<nth>{one_of(words.ORDINALS)}) {WEEKDAY} (?:of|in|im|des|de|d'|ב) ?"
                rf"{MONTH}{YEAR}{END}"
            ),
        ),
        (
            _weekday,
            (
                rf"(?:on |am |le )?(?:(?P<which>{WHICH_BEFORE}) )?{WEEKDAY}"
                rf"(?: (?P<after>{WHICH_AFTER}))?{END}"
            ),
        ),
        (_tuesday, rf"mar\.?(?= (?:le )?[0-9]{{1,2}}(?:er)? (?:{one_of(words.MONTHS)}){END})"),
        (_ahead, rf"(?:{one_of(words.DAYS_AHEAD)}){END}"),
        (_evening, rf"(?:{one_of(words.TODAYS_EVENING)}){END}"),
        (_next_week, rf"(?:{one_of(words.NEXT_WEEK.split('|'))}){END}"),
        (_counted, rf"{IN}{COUNT} ?{UNIT}{MORE}{END}"),
        (_counted, rf"{COUNT} ?{UNIT}{MORE}(?: from now){END}"),
        (_counted, rf"(?P<count>[0-9]{{1,3}}) ?(?!h{END}){UNIT}{MORE}{END}"),
        (_pair, rf"{IN}(?P<pair>{one_of(words.PAIRS)}){END}"),
        (_single, rf"ב?עוד (?P<unit>דקה|שעה|יום|שבוע|חודש){END}"),
        (_half_an_hour, rf"{IN}(?:{words.HALF_AN_HOUR}){END}"),
        (_hours, rf"{IN}(?P<hours>[0-9]{{1,2}}) ?h ?(?P<minutes>[0-5][0-9])?{END}"),
        (_hours, rf"(?P<hours>[1-6]) ?h ?(?P<minutes>[0-5][0-9])?{END}"),
        (_stamp, r"<t:(?P<seconds>[0-9]{1,10})(?::[a-z])?>"),
    )
)
