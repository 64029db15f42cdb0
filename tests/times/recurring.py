"""Recurrence rules for tests, written out or drawn."""

from datetime import date, time
from typing import Any

from hypothesis import strategies as st

from bot.times.recurrence import Frequency, Rule

MON, TUE, WED, THU, FRI = range(5)


def weekly(*weekdays: int, at: str = "17:00", every: int = 1) -> Rule:
    wall = time.fromisoformat(at)
    return Rule(frequency=Frequency.WEEKLY, weekdays=weekdays, wall=wall, interval=every)


def monthly(ordinal: int, weekday: int, *, at: str = "17:00", every: int = 1) -> Rule:
    return Rule(
        frequency=Frequency.MONTHLY,
        weekdays=(weekday,),
        ordinal=ordinal,
        wall=time.fromisoformat(at),
        interval=every,
    )


def dates(rule: Rule, first: str, *, until: str) -> list[str]:
    until_date = date.fromisoformat(until)
    return [d.isoformat() for d in rule.dates(date.fromisoformat(first), until=until_date)]


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
    lambda weekday, ordinal, wall, interval, end: Rule(
        frequency=Frequency.MONTHLY,
        weekdays=(weekday,),
        ordinal=ordinal,
        wall=wall,
        interval=interval,
    ).with_end(**end),
    st.integers(0, 6),
    st.sampled_from([1, 2, 3, 4, 5, -1]),
    walls,
    intervals,
    ends,
)
rules = weekly_rules | monthly_rules
firsts = st.dates(date(2026, 1, 1), date(2030, 12, 31))
