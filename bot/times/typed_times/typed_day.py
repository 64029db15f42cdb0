"""Reads a typed day: as one day of the calendar, or not at all."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.date_formats import parse_date
from bot.times.typed_times.date_patterns import DATE_PATTERNS
from bot.times.typed_times.date_resolution import Day, days_of
from bot.times.typed_times.relative_patterns import RELATIVE_PATTERNS
from bot.times.typed_times.tokenizer import UnknownWord, tokens_in
from bot.times.typed_times.tokens import (
    CalendarDate,
    DayOfMonth,
    Filler,
    NthWeekday,
    RelativeDay,
    TokenReading,
    Weekday,
)
from bot.times.typed_times.weekday_resolution import CandidateDay

FORMS = (*DATE_PATTERNS, *RELATIVE_PATTERNS)
LIKELY = 1  # the rank of readings that are as good as asked about
SHOWN = 4
ISO_LENGTH = len("2027-03-12")
DATES = (CalendarDate, DayOfMonth, NthWeekday, RelativeDay)


def read_day(text: str, *, today: date | None) -> date:
    """Return the day that is typed as 2027-03-12, or in words counted from `today`.

    Refuses a day that can mean several, with all of them, and any other text with its reason.
    """
    typed = text.strip()
    if today is None or (typed[:4].isdigit() and len(typed) == ISO_LENGTH):
        return parse_date(typed)
    found: dict[date, CandidateDay] = {}
    asks = False
    refused: list[Refusal] = []
    try:
        parts = tokens_in(typed, {}, forms=FORMS)
    except UnknownWord:
        raise _no_day(typed) from None
    for options in product(*parts):
        try:
            for day in _days(typed, options, today):
                found.setdefault(day.on, day)
                asks = asks or any(option.asks for option in options)
        except Refusal as refusal:
            refused.append(refusal)
    if not found:
        raise refused[0] if refused else _no_day(typed)
    likely = [day for day in found.values() if day.rank <= LIKELY]
    if len(likely) == 1 and not likely[0].asks and not asks:
        return likely[0].on
    choices = _(" or ").join(f"{day.on}" for day in sorted(likely, key=_date_of)[:SHOWN])
    message = _(
        "“{text}” can mean several days. Please type {choices}.", text=typed[:60], choices=choices
    )
    raise Refusal(message)


def _date_of(day: CandidateDay) -> date:
    return day.on


def _days(typed: str, options: Sequence[TokenReading], today: date) -> Iterator[CandidateDay]:
    """Return the days that these parts make together."""
    parts = [option.part for option in options if not isinstance(option.part, Filler)]
    dates: list[Day] = [part for part in parts if isinstance(part, DATES)]
    weekdays = [part for part in parts if isinstance(part, Weekday)]
    if len(dates) + len(weekdays) != len(parts) or len(dates) > 1 or len(weekdays) > 1 or not parts:
        raise _no_day(typed)
    yield from days_of(dates[0] if dates else None, weekdays[0] if weekdays else None, today)


def _no_day(typed: str) -> UnknownWord:
    return UnknownWord(
        _("I don't understand “{text}” as a date. Please type it like 2027-03-12.", text=typed[:60])
    )
