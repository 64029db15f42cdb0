"""Rules: what is understood, said again, and counted, checked against dateutil."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.times.recurrence import Frequency, Rule
from bot.times.recurrence_text import rule_text
from bot.times.typed_times.typed_recurrence import read_rule

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


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Thursdays 17:00", weekly(THU)),
        ("Thursday at 5pm", weekly(THU)),
        ("every Thursday 17:00", weekly(THU)),
        ("EVERY  thursday, 17:00 ", weekly(THU)),
        ("weekly on Thursday at 5:00 p.m.", weekly(THU)),
        ("every 2 weeks on Tuesday 16:00", weekly(TUE, at="16:00", every=2)),
        ("every other Monday 9am", weekly(MON, at="09:00", every=2)),
        ("every second week on Thursday 17:00", weekly(THU, every=2)),
        ("every three weeks Thursday at noon", weekly(THU, at="12:00", every=3)),
        ("Mondays and Wednesdays 10:00", weekly(MON, WED, at="10:00")),
        ("Wednesday & Monday 10:00", weekly(MON, WED, at="10:00")),
        ("Mon, Wed, Fri 10:00", weekly(MON, WED, FRI, at="10:00")),
        ("Mon, Wed, and Fri 10:00", weekly(MON, WED, FRI, at="10:00")),
        ("every 3 weeks Mon & Thu 9:30", weekly(MON, THU, at="09:30", every=3)),
        ("Thursdays 12am", weekly(THU, at="00:00")),
        ("Thursdays 12:30 pm", weekly(THU, at="12:30")),
        ("first Thursday 17:00", monthly(1, THU)),
        ("every first Thursday 17:00", monthly(1, THU)),
        ("1st Thursday of the month 17:00", monthly(1, THU)),
        ("the fifth Friday of each month 15:00", monthly(5, FRI, at="15:00")),
        ("last Friday of every month 15:00", monthly(-1, FRI, at="15:00")),
        ("every second Tuesday of the month 17:00", monthly(2, TUE)),
        ("monthly on the 3rd Wed 17:00", monthly(3, WED)),
        ("every 2 months on the last Friday 15:00", monthly(-1, FRI, at="15:00", every=2)),
        ("last Friday of every other month 15:00", monthly(-1, FRI, at="15:00", every=2)),
        ("Thursdays 17:00 until 2027-06-30", weekly(THU).with_end(until=date(2027, 6, 30))),
        ("Thursdays 17:00, 10 times", weekly(THU).with_end(count=10)),
        ("first Thursday 17:00 for 10 meetings", monthly(1, THU).with_end(count=10)),
    ],
)
def test_a_rule_is_understood(words: str, rule: Rule) -> None:
    assert read_rule(words) == rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (weekly(THU), "Thursdays 17:00"),
        (weekly(MON, WED, FRI, at="09:30"), "Mondays, Wednesdays and Fridays 09:30"),
        (weekly(MON, THU, every=2), "every 2 weeks on Monday and Thursday 17:00"),
        (monthly(1, THU), "first Thursday of the month 17:00"),
        (monthly(-1, FRI, every=2), "every 2 months on the last Friday 17:00"),
        (weekly(THU).with_end(until=date(2027, 6, 30)), "Thursdays 17:00 until 2027-06-30"),
        (weekly(THU).with_end(count=1), "Thursdays 17:00 1 time"),
        (weekly(THU).with_end(count=10), "Thursdays 17:00 10 times"),
    ],
)
def test_a_rule_is_said_in_the_words_that_the_store_keeps(rule: Rule, words: str) -> None:
    assert rule_text(rule) == words


@given(rules)
def test_a_rule_said_and_read_again_is_the_same(rule: Rule) -> None:
    assert read_rule(rule_text(rule)) == rule


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Thursdays",
        "17:00",
        "Thursdays 17",
        "Thursdays 5pmm",
        "Thursdays 17:00 please",
        "Thursdays and 17:00",
        "Thursdays 17:00 Zurich",
        "Thursdays 17:00 until 2027-06-30 10 times",
        "every 2 weeks on the last Friday 15:00",
        "every 2 months on the last Friday of the month 15:00",
        "sixth Thursday 17:00",
        "first Thursday and Friday 17:00",
        "Thursdays \u0661\u0667:\u0660\u0660",
        "Thursdays 17:00\0",
        "Thursdays " * 1000,
    ],
)
def test_what_is_not_wholly_understood_is_refused_with_examples(words: str) -> None:
    with pytest.raises(Refusal, match=r"I don't understand .* “Thursdays 17:00”") as refused:
        read_rule(words)

    assert len(refused.value.reason) < 500


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("every 0 weeks on Monday 9:00", "The weeks between meetings can be 1 to 52, not 0"),
        ("every 53 weeks on Monday 9:00", "The weeks between meetings can be 1 to 52, not 53"),
        ("every 60 months on the last Friday 9:00", "The months between meetings can be 1 to 52"),
        ("Mondays 9:00 0 times", "The number of meetings can be 1 to 500, not 0"),
        ("Mondays 9:00 501 times", "The number of meetings can be 1 to 500, not 501"),
        ("Mondays 24:00", "24:00 is not a time of day"),
        ("Mondays 13pm", "13:00pm is not a time of day"),
        ("Mondays 0am", "0:00am is not a time of day"),
        ("Mondays 9:60", "9:60 is not a time of day"),
        ("Mondays 9:00 until 2027-02-29", "2027-02-29 does not exist"),
        ("Mondays 9:00 until Easter", "I don't understand “easter” as a date"),
        ("every second Thursday 17:00", "“Every second Thursday” can mean two things"),
        ("every 3rd Thursday 17:00", "type “every 3 weeks on Thursday” or “third Thursday of"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(words: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_rule(words)

    assert reason in refused.value.reason


@given(
    st.text(max_size=300) | st.from_regex(r"(every|first|mon|[0-9]|pm|:|until| )*", fullmatch=True)
)
def test_any_text_is_a_rule_or_a_refusal(words: str) -> None:
    try:
        rule = read_rule(words)
    except Refusal:
        return

    assert read_rule(rule_text(rule)) == rule


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


@pytest.mark.parametrize(
    "words",
    [
        "jeden Donnerstag 17 Uhr",
        "donnerstags um 17:00",
        "jeden Do 17:00",
        "chaque jeudi à 17h",
        "tous les jeudis à 17h00",
        "les jeudis 17h",
        "כל יום חמישי 17:00",
        "כל חמישי בשעה 17:00",
    ],
)
def test_a_weekday_that_recurs_is_read_in_other_languages(words: str) -> None:
    assert read_rule(words) == read_rule("Thursdays 17:00")


@pytest.mark.parametrize(
    "words",
    [
        "jeden Di 17 Uhr",
        "jeden Donnerstag um 5",
        "jeden zweiten Donnerstag 17 Uhr",
        "jeden Tag 17 Uhr",
        "chaque jeudi",
        "chaque jeudi et vendredi 17h",
        "chaque jeudi prochain 17h",
        "tous les jours à 17h",
        "כל יום 18:00",
        "jeden Donnerstag 24:00",
        "jeden Donnerstag 17 Uhr Zürich",
    ],
)
def test_what_may_mean_something_else_in_them_is_refused(words: str) -> None:
    with pytest.raises(Refusal, match="I understand “Thursdays 17:00”"):
        read_rule(words)
