"""Rules meet on the right dates, checked against a walk from day to day."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
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
    period,
    reckoned,
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


@given(rules, firsts, st.integers(-30, 2000))
def test_dates_are_those_that_a_walk_from_day_to_day_finds(
    rule: Rule, first: date, length: int
) -> None:
    until = first + timedelta(days=length)

    walked = list(reckoned(rule, first, until))[: rule.count]
    assert list(rule.dates(first, until=until)) == walked


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
    assert (period(rule, next(old)) - period(rule, next(new))) % rule.interval == 0
