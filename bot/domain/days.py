"""Days: which days of the calendar a typed day can be, counted from today."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.phrase_parts import Ahead, Dated, Nth, Weekday, Which
from bot.domain.refusal import Refusal
from bot.domain.spoken import WEEKDAYS

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
A_WEEK, MONTHS = 7, 12
YEARS_AHEAD = 3
NEAR = 3  # days: a date and a weekday that disagree are rarely farther apart


@dataclass(frozen=True, slots=True)
class Day:
    """A day that may be meant.

    One that is `fleeting` (today) counts only while its hour is to come. `rank` and `asks` are as
    of an Option.
    """

    on: date
    rank: int = 0
    asks: str = ""
    note: str = ""
    fleeting: bool = False


def days_of(
    said: Dated | Nth | Ahead | None, weekday: Weekday | None, today: date
) -> Iterator[Day]:
    """Return the days that may be meant by a date, a weekday, or both."""
    if said is None:
        yield from _weekdays(weekday, today) if weekday else ()
    elif weekday is None:
        yield from _plain(said, today)
    elif isinstance(said, Ahead) and said.weeks:
        yield from _in_week(said, weekday.day, today)
    else:
        yield from _agreeing(_plain(said, today), said, weekday.day, today)


def _plain(said: Dated | Nth | Ahead, today: date) -> Iterator[Day]:
    if isinstance(said, Ahead):
        yield Day(_ahead(said, today))
    elif said.year is not None:
        yield Day(_in_year(said, said.year))
    else:
        yield from _yearless(said, today)


def _ahead(said: Ahead, today: date) -> date:
    if said.weeks and not said.exact:
        message = "Which day of next week? Please type it too, like “next week Thursday 17:00”."
        raise Refusal(message)
    year, month = divmod(today.year * MONTHS + today.month - 1 + said.months, MONTHS)
    month += 1
    if today.day > monthrange(year, month)[1]:
        message = f"{year}-{month:02} has no day {today.day}: please type the date."
        raise Refusal(message)
    return date(year, month, today.day) + timedelta(days=said.days, weeks=said.weeks)


def _in_year(said: Dated | Nth, year: int) -> date:
    """Return the day in a year; refuse one that never comes."""
    found = _found(said, year)
    if found is None:
        message = "There is no such day in the calendar: please type a date like 2027-03-12."
        raise Refusal(message)
    return found


def _found(said: Dated | Nth, year: int) -> date | None:
    last = monthrange(year, said.month)[1]
    if isinstance(said, Dated):
        return date(year, said.month, said.day) if said.day <= last else None
    days = [date(year, said.month, day) for day in range(1, last + 1)]
    named = [day for day in days if day.weekday() == said.weekday]
    if said.nth > len(named):
        return None
    return named[said.nth - 1 if said.nth > 0 else said.nth]


def _yearless(said: Dated | Nth, today: date) -> Iterator[Day]:
    """Return the next day so called; that it has only just passed is reason to ask."""
    coming = (_found(said, today.year + ahead) for ahead in range(-1, YEARS_AHEAD))
    days = [day for day in coming if day is not None]
    after = [day for day in days if day >= today]
    if not after:
        message = "That day is more than two years ahead: please type an earlier one."
        raise Refusal(message)
    passed = [day for day in days if today - WEEK <= day < today]
    asks = f"{_named(passed[-1])} is past" if passed else ""
    if after[0] > today:
        yield Day(after[0], asks=asks)
        return
    yield Day(today, fleeting=True)
    yield from (Day(day, rank=2, asks="Today that hour is past") for day in after[1:2])


def _weekdays(said: Weekday, today: date) -> Iterator[Day]:
    """Return the weekdays of one name that may be meant, the likeliest first."""
    first = today + DAY * ((said.day - today.weekday()) % A_WEEK)
    after = first + WEEK if first == today else first
    if said.which is Which.NEXT:
        yield Day(after)
        if _same_week(after, today):
            yield Day(after + WEEK, rank=1)
    elif said.which is Which.COMING:
        yield Day(after)
    elif first == today:
        yield Day(today, fleeting=True)
        yield Day(after, rank=1)
    elif said.which is Which.THIS and said.day < today.weekday():
        yield Day(first, asks=f"This week's {WEEKDAYS[said.day]} is past")
    else:
        yield Day(first)


def _same_week(day: date, today: date) -> bool:
    """Say whether two days are of one week, begin it on Monday or on Sunday."""
    return any(begins(day) == begins(today) for begins in WEEK_BEGINS)


def _in_week(said: Ahead, weekday: int, today: date) -> Iterator[Day]:
    """Return the day of a week to come; weeks begin on Monday for some and on Sunday for others."""
    ahead = WEEK * said.weeks
    found = [
        next(day for day in _week_from(begins(today) + ahead) if day.weekday() == weekday)
        for begins in WEEK_BEGINS
    ]
    if said.exact:
        found.append(_next_weekday(weekday, today) + ahead)
        found.append(_next_weekday(weekday, today + ahead))
    yield from (Day(day) for day in dict.fromkeys(found))


def _monday(day: date) -> date:
    return day - DAY * day.weekday()


def _sunday(day: date) -> date:
    return day - DAY * ((day.weekday() + 1) % A_WEEK)


WEEK_BEGINS: tuple[Callable[[date], date], ...] = (_monday, _sunday)


def _week_from(first: date) -> Iterator[date]:
    return (first + DAY * n for n in range(A_WEEK))


def _next_weekday(weekday: int, since: date) -> date:
    return since + DAY * ((weekday - since.weekday()) % A_WEEK)


def _agreeing(
    days: Iterator[Day], said: Dated | Nth | Ahead, weekday: int, today: date
) -> Iterator[Day]:
    """Return the days that fall on the weekday; where one does not, what else may be meant."""
    for day in days:
        if day.on.weekday() == weekday:
            yield day
            continue
        asks = f"{_named(day.on)} is a {WEEKDAYS[day.on.weekday()]}, not a {WEEKDAYS[weekday]}"
        nearest = _next_weekday(weekday, day.on - DAY * NEAR)
        for meant in (day.on, nearest, *_other_years(said, weekday, day.on, today)):
            yield replace(day, on=meant, asks=asks)


def _other_years(said: Dated | Nth | Ahead, weekday: int, but: date, today: date) -> Iterator[date]:
    """Return the days of that date in years that it falls on the weekday."""
    if isinstance(said, Dated) and said.year is None:
        for year in range(today.year, today.year + YEARS_AHEAD):
            found = _found(said, year)
            if found and found != but and found.weekday() == weekday:
                yield found


def _named(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
