"""Which new date each old date of a series becomes when the rule changes."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import combinations

from bot.times.recurrence import Frequency, Rule

Pair = tuple[date, date]

# A meeting without a new date counts as much as moving one by this many days.
UNMATCHED = 7


def matched_dates(
    have: AbstractSet[date], want: AbstractSet[date], *, was: Rule, rule: Rule
) -> dict[date, date]:
    """Return the new date of every old date that has one, in order of the old.

    A date that the new rule also has stays. The others find a partner in the same week (or month,
    where both rules are monthly), in order, so that meetings move by as few days as possible. The
    week begins on the weekday for which that is least.
    """
    same = have & want
    if rule.days_as(was):
        return {place: place for place in sorted(same)}
    old, new = sorted(have - same), sorted(want - same)
    if rule.frequency is was.frequency is Frequency.MONTHLY:
        pairs = _pairs(old, new, lambda day: day.year * 12 + day.month)
    else:
        by_week = (_pairs(old, new, _week_from(weekday)) for weekday in range(7))
        pairs = min(by_week, key=lambda made: _movement(made) + UNMATCHED * (len(old) - len(made)))
    return dict(sorted([*pairs, *((place, place) for place in same)]))


def _week_from(weekday: int) -> Callable[[date], int]:
    # The first day of the year 1 was a Monday.
    return lambda day: (day.toordinal() - 1 - weekday) // 7


def _pairs(old: list[date], new: list[date], period: Callable[[date], int]) -> list[Pair]:
    """Return the pairs of dates within each period."""
    return [
        pair
        for number in sorted({period(day) for day in old})
        for pair in _in_order(
            [day for day in old if period(day) == number],
            [day for day in new if period(day) == number],
        )
    ]


def _in_order(old: list[date], new: list[date]) -> list[Pair]:
    """Return pairs in order; of the longer list, the farthest dates get no partner."""
    some_old = combinations(old, min(len(old), len(new)))
    some_new = list(combinations(new, min(len(old), len(new))))
    choices = (list(zip(a, b, strict=True)) for a in some_old for b in some_new)
    return min(choices, key=_movement)


def _movement(pairs: list[Pair]) -> int:
    return sum(abs((to - place).days) for place, to in pairs)
