"""Resolves a typed day to the days of the calendar that it may be, counted from today."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.date_formats import WEEKDAYS
from bot.times.typed_times.tokens import (
    CalendarDate,
    DayOfMonth,
    NthWeekday,
    RelativeDay,
    Weekday,
)
from bot.times.typed_times.weekday_resolution import (
    DAY,
    WEEK,
    CandidateDay,
    next_weekday,
    weekday_in_week,
    weekdays_of,
)

Day = CalendarDate | DayOfMonth | NthWeekday | RelativeDay
MONTHS = 12
YEARS_AHEAD = 3
LEAP_DAY = (2, 29)
NEAR = 3  # days: a date and a weekday that disagree are rarely farther apart


def days_of(said: Day | None, weekday: Weekday | None, today: date) -> Iterator[CandidateDay]:
    """Return the days that may be meant by a date, a weekday, or both."""
    if said is None:
        yield from weekdays_of(weekday, today) if weekday else ()
    elif weekday is None:
        yield from _plain(said, today)
    elif isinstance(said, RelativeDay) and said.weeks:
        yield from weekday_in_week(said, weekday.day, today)
    else:
        yield from _agreeing(_plain(said, today), said, weekday.day, today)


def _plain(said: Day, today: date) -> Iterator[CandidateDay]:
    if isinstance(said, RelativeDay):
        yield CandidateDay(_ahead(said, today))
    elif isinstance(said, DayOfMonth):
        yield from _upcoming(list(_in_months(said, today)), today)
    elif said.year is not None:
        yield CandidateDay(_in_year(said, said.year))
    else:
        yield from _yearless(said, today)


def _ahead(said: RelativeDay, today: date) -> date:
    if said.weeks and not said.exact:
        message = _("Which day next week? Please add it, like “next week Thursday 17:00”.")
        raise Refusal(message)
    year, month = divmod(today.year * MONTHS + today.month - 1 + said.months, MONTHS)
    month += 1
    if today.day > monthrange(year, month)[1]:
        message = _(
            "{month} has no day {day}. Please type the date.",
            month=f"{year}-{month:02}",
            day=today.day,
        )
        raise Refusal(message)
    return date(year, month, today.day) + timedelta(days=said.days, weeks=said.weeks)


def _in_year(said: CalendarDate | NthWeekday, year: int) -> date:
    """Return the day in a year; refuse a day that does not exist."""
    found = _found(said, year)
    if found is None:
        message = _("That date does not exist. Please type a date like 2027-03-12.")
        raise Refusal(message)
    return found


def _found(said: CalendarDate | NthWeekday, year: int) -> date | None:
    last = monthrange(year, said.month)[1]
    if isinstance(said, CalendarDate):
        return date(year, said.month, said.day) if said.day <= last else None
    days = [date(year, said.month, day) for day in range(1, last + 1)]
    named = [day for day in days if day.weekday() == said.weekday]
    if said.nth > len(named):
        return None
    return named[said.nth - 1 if said.nth > 0 else said.nth]


def _yearless(said: CalendarDate | NthWeekday, today: date) -> Iterator[CandidateDay]:
    """Return the next day of that name; ask if it is not one of the next in every year."""
    coming = (_found(said, today.year + ahead) for ahead in range(-1, YEARS_AHEAD))
    days = [day for day in coming if day is not None]
    rare = isinstance(said, CalendarDate) and (said.month, said.day) == LEAP_DAY
    for day in _upcoming(days, today):
        leaps = rare and day.on.year > today.year
        asks = _("The next 29 February is in {year}.", year=day.on.year) if leaps else ""
        yield replace(day, asks=day.asks or asks)


def _in_months(said: DayOfMonth, today: date) -> Iterator[date]:
    """Return the days of that number in the months around today."""
    for ahead in range(-1, MONTHS):
        year, month = divmod(today.year * MONTHS + today.month - 1 + ahead, MONTHS)
        if said.day <= monthrange(year, month + 1)[1]:
            yield date(year, month + 1, said.day)


def _upcoming(days: Sequence[date], today: date) -> Iterator[CandidateDay]:
    """Return the first of the days that is to come; ask if one has passed within a week."""
    after = [day for day in days if day >= today]
    if not after:
        message = _("That day is more than two years ahead. Please type an earlier one.")
        raise Refusal(message)
    passed = [day for day in days if today - WEEK <= day < today]
    asks = _("{date} is in the past.", date=_named(passed[-1])) if passed else ""
    if after[0] > today:
        yield CandidateDay(after[0], asks=asks)
        return
    yield CandidateDay(today, fleeting=True)
    asks = _("That time has already passed today.")
    yield from (CandidateDay(day, rank=2, asks=asks) for day in after[1:2])


def _agreeing(
    days: Iterator[CandidateDay],
    said: Day,
    weekday: int,
    today: date,
) -> Iterator[CandidateDay]:
    """Return the days that fall on the weekday; for one that does not, what else it may mean."""
    for day in days:
        if day.on.weekday() == weekday:
            yield day
            continue
        asks = _(
            "{date} is a {actual}, not a {typed}.",
            date=_named(day.on),
            actual=WEEKDAYS[day.on.weekday()],
            typed=WEEKDAYS[weekday],
        )
        nearest = next_weekday(weekday, day.on - DAY * NEAR)
        for meant in (day.on, nearest, *_other_years(said, weekday, day.on, today)):
            yield replace(day, on=meant, asks=asks)


def _other_years(said: Day, weekday: int, but: date, today: date) -> Iterator[date]:
    """Return the days of that date in years or months in which it falls on the weekday."""
    found: Iterable[date | None] = ()
    if isinstance(said, CalendarDate) and said.year is None:
        found = (_found(said, year) for year in range(today.year, today.year + YEARS_AHEAD))
    elif isinstance(said, DayOfMonth):
        found = _in_months(said, today)
    yield from (day for day in found if day and day != but and day.weekday() == weekday)


def _named(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
