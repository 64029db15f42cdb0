"""Typed rules are understood, written as words, or refused with examples."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.times.recurrence import Rule
from bot.times.recurrence_text import rule_text
from bot.times.typed_times.typed_recurrence import read_rule
from tests.times.recurring import FRI, MON, THU, TUE, WED, monthly, rules, weekly


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
def test_a_rule_is_said_in_words(rule: Rule, words: str) -> None:
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
