"""Resolves a typed weekday to the days that it may be, counted from today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.translation import _
from bot.times.date_formats import WEEKDAYS
from bot.times.typed_times.tokens import RelativeDay, Weekday, WeekdayReference

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
A_WEEK = 7


@dataclass(frozen=True, slots=True)
class CandidateDay:
    """A day that may be meant.

    A `fleeting` day (today) counts only until its hour has passed. `rank` and `asks` are those of
    a TokenReading.
    """

    on: date
    rank: int = 0
    asks: str = ""
    note: str = ""
    fleeting: bool = False


def weekdays_of(said: Weekday, today: date) -> Iterator[CandidateDay]:
    """Return the weekdays of one name that may be meant, the likeliest first."""
    first = today + DAY * ((said.day - today.weekday()) % A_WEEK)
    after = first + WEEK if first == today else first
    if said.weeks:
        yield from (CandidateDay(day + WEEK * said.weeks) for day in dict.fromkeys((first, after)))
    elif said.which is WeekdayReference.NEXT:
        yield CandidateDay(after)
        if _same_week(after, today):
            yield CandidateDay(after + WEEK, rank=1)
    elif said.which is WeekdayReference.COMING:
        yield CandidateDay(after)
    elif first == today:
        yield CandidateDay(today, fleeting=True)
        this = said.which is WeekdayReference.THIS
        asks = _("That time has already passed today.") if this else ""
        yield CandidateDay(after, rank=1, asks=asks)
    elif said.which is WeekdayReference.THIS and said.day < today.weekday():
        asks = _("This week's {weekday} is in the past.", weekday=WEEKDAYS[said.day])
        yield CandidateDay(first, asks=asks)
    else:
        yield CandidateDay(first)


def _same_week(day: date, today: date) -> bool:
    """Return whether two days are in one week, whether weeks begin on Monday or on Sunday."""
    return any(begins(day) == begins(today) for begins in WEEK_BEGINS)


def weekday_in_week(said: RelativeDay, weekday: int, today: date) -> Iterator[CandidateDay]:
    """Return the weekday of a coming week, which may begin on Monday or on Sunday."""
    ahead = WEEK * said.weeks
    found = [
        next(day for day in _week_from(begins(today) + ahead) if day.weekday() == weekday)
        for begins in WEEK_BEGINS
    ]
    if said.exact:
        found.append(next_weekday(weekday, today) + ahead)
        found.append(next_weekday(weekday, today + ahead))
    yield from (CandidateDay(day) for day in dict.fromkeys(found))


def _monday(day: date) -> date:
    return day - DAY * day.weekday()


def _sunday(day: date) -> date:
    return day - DAY * ((day.weekday() + 1) % A_WEEK)


WEEK_BEGINS: tuple[Callable[[date], date], ...] = (_monday, _sunday)


def _week_from(first: date) -> Iterator[date]:
    return (first + DAY * n for n in range(A_WEEK))


def next_weekday(weekday: int, since: date) -> date:
    """Return the first day from `since` on that is this weekday."""
    return since + DAY * ((weekday - since.weekday()) % A_WEEK)
