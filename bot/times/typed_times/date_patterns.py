"""How days of the calendar are typed: dates and weekdays."""

import re
from dataclasses import replace
from datetime import date

from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.clock_readings import LAST_HOUR, of_two
from bot.times.typed_times.patterns import END, ON, compiled
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import (
    CalendarDate,
    DayOfMonth,
    Filler,
    HourOfDay,
    Impossible,
    NthWeekday,
    TokenReading,
    TokenReadings,
    Weekday,
    WeekdayReference,
)

MONTH = rf"(?P<month>{one_of(words.MONTHS)})\.?"
YEAR = r"(?:,? (?P<year>20[0-9]{2}))?"
# The French "mar" is also a month in English: it is a weekday only before a date.
AMBIGUOUS_WEEKDAY = "mar"
WEEKDAY = rf"(?P<weekday>{one_of(w for w in words.WEEKDAYS if w != AMBIGUOUS_WEEKDAY)})\.?"
ALSO_ABOUT = "so"  # the German "so um 15 Uhr" is "around 15:00" too
WHICH = {
    WeekdayReference.NEXT: words.NEXT,
    WeekdayReference.COMING: words.COMING,
    WeekdayReference.THIS: words.THIS,
}
WHICH_BEFORE = one_of(word for said in WHICH.values() for word in said)
HOUR_OF_12 = re.compile(r"[0-9] ?[ap](?:m|\.m\.)")
LEAP_YEAR = 2028
CENTURY = 2000
MONTH_NAMES = tuple(date(LEAP_YEAR, number, 1).strftime("%B") for number in range(1, 13))
LAST_DAY = 31


def _named_month(match: re.Match[str]) -> TokenReadings:
    month = words.MONTHS[match["month"]]
    day, year = int(match["day"]), match["year"]
    return _if_real(day, month, year) or no_such_day(day, month, year)


def _numbers(match: re.Match[str]) -> TokenReadings:
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    return _if_real(day, month, year) or no_such_day(day, month, year)


def _slashes(match: re.Match[str]) -> TokenReadings:
    """Return what numbers between slashes can be: day first, month first, or year first."""
    typed = [n and n.strip("/-") for n in match.group("one", "two", "three", "second", "third")]
    first, second, *third = (number for number in typed if number)
    year = third[0] if third else None
    orders = [(first, second, year), (second, first, year)]
    if year is not None and len(year) == len("26"):
        orders.append((year, second, first))
    found = (o for day, month, year in orders for o in _if_real(int(day), int(month), year))
    return tuple(dict.fromkeys(found)) or _unreal_slashes(int(first), int(second), year)


def _unreal_slashes(first: int, second: int, year: str | None) -> TokenReadings:
    day, month = (first, second) if second <= len(MONTH_NAMES) else (second, first)
    return no_such_day(day, month, year)


def _if_real(day: int, month: int, year: str | None) -> TokenReadings:
    number = None if year is None else int(year) + (CENTURY if len(year) == len("26") else 0)
    if _is_real(day, month, number):
        return (TokenReading(CalendarDate(month, day, number)),)
    return ()


def no_such_day(day: int, month: int, year: str | None) -> TokenReadings:
    """Return what stands for a date that does not exist."""
    if not 1 <= month <= len(MONTH_NAMES):
        message = _("There is no month {number}. Please type a date like 2027-03-12.", number=month)
    else:
        named = f"{day} {MONTH_NAMES[month - 1]}{f' {year}' if year else ''}"
        message = _("There is no {date}. Please type a date like 2027-03-12.", date=named)
    return (TokenReading(Impossible(message)),)


def _is_real(day: int, month: int, year: int | None) -> bool:
    try:
        date(LEAP_YEAR if year is None else year, month, day)
    except ValueError:
        return False
    return True


def _nth_weekday(match: re.Match[str]) -> TokenReadings:
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
    meant = next((one for one, said in WHICH.items() if which in said), WeekdayReference.ANY)
    is_clear = match[0].endswith(".") or match[0] != name
    is_mixed = name in words.SHORT_WEEKDAYS and not is_clear and HOUR_OF_12.search(match.string)
    asks = _("“{word}” may not be a weekday here.", word=name) if is_mixed else ""
    found = [TokenReading(Weekday(words.WEEKDAYS[name], meant), asks=asks)]
    if name in words.OTHER_WEEKDAYS:
        found.append(TokenReading(Weekday(words.OTHER_WEEKDAYS[name], meant)))
    if match[0] == name == ALSO_ABOUT:
        found.append(TokenReading(Filler(), note=_("“{word}” as “about”", word=name)))
    return tuple(found)


def _weeks_after(match: re.Match[str]) -> TokenReadings:
    """Return "a week from Thursday" and its like."""
    typed = match["count"]
    count = words.COUNTS.get(typed) or int(typed)
    return (TokenReading(Weekday(words.WEEKDAYS[match["weekday"]], weeks=count)),)


def _week_after(match: re.Match[str]) -> TokenReadings:
    """Return the British "Thursday week" and the French "jeudi en huit"."""
    weeks = words.WEEKS_AFTER[match["later"]]
    return (TokenReading(Weekday(words.WEEKDAYS[match["weekday"]], weeks=weeks)),)


def _day_of_month(match: re.Match[str]) -> TokenReadings:
    day = int(match["day"])
    if not 1 <= day <= LAST_DAY:
        message = _("No month has a day {day}. Please type a date like 2027-03-12.", day=day)
        return (TokenReading(Impossible(message)),)
    return (TokenReading(DayOfMonth(day)),)


def _number(match: re.Match[str]) -> TokenReadings:
    """Return what a number by itself may be: an hour, or a day of the month."""
    number = int(match["number"])
    found = []
    if number <= LAST_HOUR:
        found = [
            replace(one, part=replace(one.part, bare=True))
            for one in of_two(number, 0)
            if isinstance(one.part, HourOfDay)
        ]
    if 1 <= number <= LAST_DAY:
        asks = "" if match["dot"] else _("“{number}” may be a day of the month.", number=number)
        found.append(TokenReading(DayOfMonth(number), asks=asks))
    return tuple(found)


def _ambiguous_weekday(match: re.Match[str]) -> TokenReadings:
    return (TokenReading(Weekday(words.WEEKDAYS[match["weekday"]])),)


DATE_PATTERNS = compiled(
    (
        (
            _numbers,
            (
                rf"{ON}(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>[0-9]{{1,2}})(?P=mark)"
                rf"(?P<day>[0-9]{{1,2}})(?:{END}|(?=t[0-9]))"
            ),
        ),
        (
            _numbers,
            (
                rf"{ON}(?P<day>[0-9]{{1,2}})\. ?(?P<month>[0-9]{{1,2}})"
                rf"(?:\. ?(?P<year>20[0-9]{{2}}|(?<! )[0-9]{{2}})|\.)?{END}(?!\.[0-9]| ?- ?[0-9])"
            ),
        ),
        (
            _slashes,
            (
                rf"{ON}(?P<one>[0-9]{{1,2}})"
                r"(?:(?P<two>/[0-9]{1,2})(?P<three>/[0-9]{4}|/[0-9]{2})?"
                rf"|(?P<second>-[0-9]{{1,2}})(?P<third>-[0-9]{{4}})){END}(?![-/])"
            ),
        ),
        (
            _named_month,
            rf"{ON}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|\.)? ?(?:of )?{MONTH}{YEAR}{END}",
        ),
        (
            _named_month,
            (
                rf"(?:on )?{MONTH} ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?{YEAR}{END}"
                rf"(?! (?:{one_of(words.MONTHS)}){END})"
            ),
        ),
        (
            _nth_weekday,
            (
                rf"{ON}(?P<nth>{one_of(words.ORDINALS)}) {WEEKDAY} (?:of|in|im|des|de|d'|ב) ?"
                rf"{MONTH}{YEAR}{END}"
            ),
        ),
        (
            _weekday,
            (
                rf"(?:on |am |le )?(?:(?P<which>{WHICH_BEFORE}) )?{WEEKDAY}"
                rf"(?: (?P<after>{one_of(words.AFTER_WEEKDAY)}))?{END}"
            ),
        ),
        (
            _weeks_after,
            (
                rf"(?P<count>[0-9]{{1,2}}|{one_of(words.COUNTS)}) (?:{one_of(words.WEEKS)}) "
                rf"(?:{one_of(words.AFTER_DAY)}) {WEEKDAY}{END}"
            ),
        ),
        (
            _week_after,
            rf"(?:on |am |le )?{WEEKDAY} (?P<later>{one_of(words.WEEKS_AFTER)}){END}",
        ),
        (
            _day_of_month,
            (
                r"(?:(?:on )?the |le |am |den |ב-|ב)(?P<day>[0-9]{1,2})(?:st|nd|rd|th|er|\.)?"
                rf"(?: (?:{one_of(words.OF_MONTH)}))?{END}(?![.:/-][0-9])"
            ),
        ),
        (_day_of_month, rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th){END}"),
        (_number, rf"(?P<number>[0-9]{{1,2}})(?P<dot>\.)?{END}(?![.:/-][0-9])"),
        (
            _ambiguous_weekday,
            (
                rf"(?P<weekday>{AMBIGUOUS_WEEKDAY})\.?"
                rf"(?= (?:le )?[0-9]{{1,2}}(?:er)? (?:{one_of(words.MONTHS)}){END})"
            ),
        ),
    )
)
