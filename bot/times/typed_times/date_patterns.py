"""How days of the calendar are typed: dates and weekdays."""

import re
from datetime import date

from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.patterns import END, ON, compiled
from bot.times.typed_times.spelling import one_of
from bot.times.typed_times.tokens import (
    CalendarDate,
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
WHICH = {
    WeekdayReference.NEXT: words.NEXT,
    WeekdayReference.COMING: words.COMING,
    WeekdayReference.THIS: words.THIS,
}
WHICH_BEFORE = one_of(word for said in WHICH.values() for word in said)
HOUR_OF_12 = re.compile(r"[ap](?:m|\.m\.)")
LEAP_YEAR = 2028
CENTURY = 2000


def _named_month(match: re.Match[str]) -> TokenReadings:
    month = words.MONTHS[match["month"]]
    return _if_real(int(match["day"]), month, match["year"])


def _numbers(match: re.Match[str]) -> TokenReadings:
    return _if_real(int(match["day"]), int(match["month"]), match["year"])


def _slashes(match: re.Match[str]) -> TokenReadings:
    """Return what numbers between slashes can be: day first, month first, or year first."""
    typed = [n and n.strip("/-") for n in match.group("one", "two", "three", "second", "third")]
    first, second, *third = (number for number in typed if number)
    year = third[0] if third else None
    orders = [(first, second, year), (second, first, year)]
    if year is not None and len(year) == len("26"):
        orders.append((year, second, first))
    found = (o for day, month, year in orders for o in _if_real(int(day), int(month), year))
    return tuple(dict.fromkeys(found))


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
    is_mixed = name in words.SHORT_WEEKDAYS and HOUR_OF_12.search(match.string)
    asks = _("“{word}” may not be a weekday here.", word=name) if is_mixed else ""
    found = [TokenReading(Weekday(words.WEEKDAYS[name], meant), asks=asks)]
    if name in words.OTHER_WEEKDAYS:
        found.append(TokenReading(Weekday(words.OTHER_WEEKDAYS[name], meant)))
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
                rf"(?:\. ?(?P<year>20[0-9]{{2}}|(?<! )[0-9]{{2}})|\.)?{END}(?!\.[0-9])"
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
            _ambiguous_weekday,
            (
                rf"(?P<weekday>{AMBIGUOUS_WEEKDAY})\.?"
                rf"(?= (?:le )?[0-9]{{1,2}}(?:er)? (?:{one_of(words.MONTHS)}){END})"
            ),
        ),
    )
)
