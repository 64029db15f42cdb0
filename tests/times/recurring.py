"""Recurrence rules for tests, written out or drawn, and their dates reckoned a second time."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.times.recurrence import Frequency, Rule

MON, TUE, WED, THU, FRI = range(5)


def weekly(*weekdays: int, at: str = "17:00", every: int = 1) -> Rule:
    wall = time.fromisoformat(at)
    return Rule(frequency=Frequency.WEEKLY, weekdays=weekdays, wall=wall, interval=every)


def monthly(
    ordinal: int, weekday: int, *, at: str = "17:00", every: int = 1, also: tuple[int, ...] = ()
) -> Rule:
    return Rule(
        frequency=Frequency.MONTHLY,
        weekdays=(weekday,),
        ordinal=ordinal,
        also=also,
        wall=time.fromisoformat(at),
        interval=every,
    )


def dates(rule: Rule, first: str, *, until: str) -> list[str]:
    until_date = date.fromisoformat(until)
    return [d.isoformat() for d in rule.dates(date.fromisoformat(first), until=until_date)]


def reckoned(rule: Rule, first: date, until: date) -> Iterator[date]:
    """Yield a rule's dates by walking from day to day, without any library and without its count.

    Weeks and months are counted from that of the first date there is.
    """
    begins = None
    for number in range(first.toordinal(), min(until, rule.until or until).toordinal() + 1):
        day = date.fromordinal(number)
        if is_day_of(rule, day):
            begins = begins or day
            if (period(rule, day) - period(rule, begins)) % rule.interval == 0:
                yield day


def is_day_of(rule: Rule, day: date) -> bool:
    """Return whether a rule that meets every week or month meets on a day."""
    week = timedelta(weeks=1)
    if day.weekday() not in rule.weekdays:
        return False
    left = [day + week * n for n in (1, 2)]
    from_end = -1 - [one.month == day.month for one in left].count(True)
    return not rule.ordinals or bool({(day.day + 6) // 7, from_end} & set(rule.ordinals))


def period(rule: Rule, day: date) -> int:
    """Return the number of a day's week or month."""
    if rule.frequency is Frequency.WEEKLY:
        return (day - timedelta(days=day.weekday())).toordinal() // 7
    return day.year * 12 + day.month


walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))
intervals = st.integers(1, 52)
ends: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"until": st.dates(date(2026, 1, 1), date(2030, 12, 31))}),
    st.fixed_dictionaries({"count": st.integers(1, 500)}),
)
days = st.sets(st.integers(0, 6), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
weekly_rules = st.builds(
    lambda weekdays, wall, interval, end: Rule(
        frequency=Frequency.WEEKLY, weekdays=weekdays, wall=wall, interval=interval
    ).with_end(**end),
    days,
    walls,
    intervals,
    ends,
)
monthly_rules = st.builds(
    lambda weekday, ordinals, wall, interval, end: Rule(
        frequency=Frequency.MONTHLY,
        weekdays=(weekday,),
        ordinal=ordinals[0],
        also=ordinals[1:],
        wall=wall,
        interval=interval,
    ).with_end(**end),
    st.integers(0, 6),
    st.sampled_from([(1,), (2,), (3,), (4,), (5,), (-2,), (-1,), (2, 4), (1, 3), (1, 3, -1)]),
    walls,
    intervals,
    ends,
)
rules = weekly_rules | monthly_rules
firsts = st.dates(date(2026, 1, 1), date(2030, 12, 31))
