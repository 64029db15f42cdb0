"""Rules meet on the right dates, checked against dateutil."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from dateutil import rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.times.recurrence import Frequency, Rule
from tests.times.recurring import (
    FRI,
    MON,
    THU,
    dates,
    firsts,
    monthly,
    monthly_rules,
    rules,
    weekly,
    weekly_rules,
)


def test_a_rule_ends_on_a_date_or_after_a_count() -> None:
    rule = weekly(THU).with_end(count=10)

    with pytest.raises(Refusal, match="Please give only one"):
        rule.with_end(until=date(2027, 6, 30), count=10)

    assert rule.with_end(until=date(2027, 6, 30)).count is None
    assert rule.with_end() == weekly(THU)


@pytest.mark.parametrize(
    ("weekdays", "ordinal", "wall"),
    [
        ((), None, time(17)),
        ((THU, MON), None, time(17)),
        ((7,), None, time(17)),
        ((MON, THU), 1, time(17)),
        ((THU,), 6, time(17)),
        ((THU,), None, time(17, 0, 30)),
    ],
)
def test_a_rule_that_cannot_be_said_is_a_programming_error(
    weekdays: tuple[int, ...], ordinal: int | None, wall: time
) -> None:
    frequency = Frequency.WEEKLY if ordinal is None else Frequency.MONTHLY

    with pytest.raises(ValueError, match="no such rule"):
        Rule(frequency=frequency, weekdays=weekdays, ordinal=ordinal, wall=wall)


def by_dateutil(rule: Rule, first: date, until: date) -> list[date]:
    """Reckon a rule's dates with dateutil, counted from the first date there is."""
    days = (first + timedelta(days=n) for n in range(366 * 13))
    start = next((day for day in days if is_day_of(rule, day)), None)
    if start is None:
        return []
    last = min(until, rule.until or until)
    found = rrule.rrule(
        rrule.WEEKLY if rule.frequency is Frequency.WEEKLY else rrule.MONTHLY,
        dtstart=datetime.combine(start, rule.wall),
        until=datetime.combine(last, time.max),
        interval=rule.interval,
        byweekday=[rrule.weekday(day, rule.ordinal) for day in rule.weekdays],
        wkst=rrule.MO,
    )
    return [moment.date() for moment in found][: rule.count]


def is_day_of(rule: Rule, day: date) -> bool:
    week = timedelta(weeks=1)
    return day.weekday() in rule.weekdays and rule.ordinal in {
        None,
        (day.day + 6) // 7,
        -1 if (day + week).month != day.month else None,
    }


@given(rules, firsts, st.integers(-30, 2000))
def test_dates_are_those_that_dateutil_reckons(rule: Rule, first: date, length: int) -> None:
    until = first + timedelta(days=length)

    assert list(rule.dates(first, until=until)) == by_dateutil(rule, first, until)


def test_weeks_are_counted_from_the_week_of_the_first_meeting() -> None:
    every_other = weekly(MON, THU, every=2)

    found = dates(every_other, "2026-11-25", until="2026-12-31")

    assert found == ["2026-11-26", "2026-12-07", "2026-12-10", "2026-12-21", "2026-12-24"]


def test_a_month_without_a_fifth_weekday_is_left_out() -> None:
    found = dates(monthly(5, FRI), "2026-11-01", until="2027-07-31")

    assert found == ["2027-01-29", "2027-04-30", "2027-07-30"]


def test_a_count_is_counted_from_the_first_meeting() -> None:
    found = dates(weekly(THU).with_end(count=3), "2026-11-26", until="2027-12-31")

    assert found == ["2026-11-26", "2026-12-03", "2026-12-10"]


def test_both_ends_belong_to_the_rule() -> None:
    rule = weekly(THU).with_end(until=date(2026, 12, 10))

    assert dates(rule, "2026-11-26", until="2027-12-31")[-1] == "2026-12-10"
    assert dates(rule, "2026-11-26", until="2026-12-03")[-1] == "2026-12-03"


def test_a_fortnightly_series_stays_in_step_when_its_day_changes() -> None:
    was, rule, first = weekly(THU, every=2), weekly(MON, every=2), date(2026, 11, 26)

    start = rule.in_step(was, first)

    assert dates(was, "2026-11-26", until="2026-12-31") == [
        "2026-11-26",
        "2026-12-10",
        "2026-12-24",
    ]
    assert dates(rule, start.isoformat(), until="2026-12-31") == ["2026-12-07", "2026-12-21"]


def test_a_series_every_other_month_stays_in_step_when_its_day_changes() -> None:
    was, rule, first = monthly(1, THU, every=2), monthly(-1, FRI, every=2), date(2026, 11, 26)

    start = rule.in_step(was, first)

    assert dates(was, "2026-11-26", until="2027-03-01") == ["2026-12-03", "2027-02-04"]
    assert dates(rule, start.isoformat(), until="2027-03-01") == ["2026-12-25", "2027-02-26"]


@given(st.tuples(weekly_rules, weekly_rules) | st.tuples(monthly_rules, monthly_rules), firsts)
def test_a_rule_in_step_meets_in_the_weeks_or_months_of_the_old_one(
    pair: tuple[Rule, Rule], first: date
) -> None:
    was, rule = pair[0].with_end(), replace(pair[1].with_end(), interval=pair[0].interval)
    assume(5 not in {was.ordinal, rule.ordinal})  # it can be missing for years on end
    until = first + timedelta(days=366 * 5)

    start = rule.in_step(was, first)

    old, new = was.dates(first, until=until), rule.dates(start, until=until)
    assert start >= first
    assert step(rule, next(old)) == step(rule, next(new))


def step(rule: Rule, day: date) -> int:
    """Return a date's week or month, counted in turns of the rule."""
    if rule.frequency is Frequency.WEEKLY:
        return (day - timedelta(days=day.weekday())).toordinal() // 7 % rule.interval
    return (day.year * 12 + day.month) % rule.interval
