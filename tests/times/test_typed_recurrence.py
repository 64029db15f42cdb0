"""Typed rules are understood, written as words, or refused with examples."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.times.recurrence import Rule
from bot.times.recurrence_text import rule_text
from bot.times.typed_times.typed_recurrence import read_rule, read_typed_rule
from tests.times.phrasebook import SITES
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
        ("second to last Friday of the month 15:00", monthly(-2, FRI, at="15:00")),
        ("2nd and 4th Thursday 17:00", monthly(2, THU, also=(4,))),
        ("fourth and second Thursday of the month 17:00", monthly(2, THU, also=(4,))),
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
        (monthly(2, THU, also=(4,)), "second and fourth Thursday of the month 17:00"),
        (monthly(-2, FRI), "second-to-last Friday of the month 17:00"),
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


TODAY = date(2026, 11, 23)
JUNE = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("biweekly Thursday 17:00", weekly(THU, every=2)),
        ("bi-weekly on Thursdays at 5pm", weekly(THU, every=2)),
        ("fortnightly on Thursday 17:00", weekly(THU, every=2)),
        ("alle zwei Wochen Donnerstag 17 Uhr", weekly(THU, every=2)),
        ("alle 14 Tage donnerstags um 17 Uhr", weekly(THU, every=2)),
        ("toutes les deux semaines le jeudi à 17h", weekly(THU, every=2)),
        ("un jeudi sur deux à 17h", weekly(THU, every=2)),
        ("כל שבועיים ביום חמישי 17:00", weekly(THU, every=2)),
        ("alle 3 Wochen Do 17:00", weekly(THU, every=3)),
        ("2nd and 4th Thursday 17:00", monthly(2, THU, also=(4,))),
        ("2nd & 4th Thursdays 17:00", monthly(2, THU, also=(4,))),
        ("every 2nd and 4th Thursday at 5pm", monthly(2, THU, also=(4,))),
        ("jeden 2. und 4. Donnerstag im Monat 17 Uhr", monthly(2, THU, also=(4,))),
        ("am zweiten und vierten Donnerstag 17 Uhr", monthly(2, THU, also=(4,))),
        ("les 2e et 4e jeudis du mois à 17h", monthly(2, THU, also=(4,))),
        ("Mon-Fri 9:00", weekly(*range(5), at="09:00")),
        ("Mon to Fri at 9am", weekly(*range(5), at="09:00")),
        ("Sun-Thu 9:00", weekly(0, 1, 2, 3, 6, at="09:00")),
        ("Montag bis Freitag 9 Uhr", weekly(*range(5), at="09:00")),
        ("Mo-Fr 9:00", weekly(*range(5), at="09:00")),
        ("du lundi au vendredi à 9h", weekly(*range(5), at="09:00")),
        ("יום ראשון עד יום חמישי 9:00", weekly(0, 1, 2, 3, 6, at="09:00")),
        ("lundi et jeudi 10h", weekly(MON, THU, at="10:00")),
        ("montags und donnerstags 10 Uhr", weekly(MON, THU, at="10:00")),
        ("chaque jeudi et vendredi 17h", weekly(THU, FRI)),
        ("Thursdays 17:00 until June 30", weekly(THU).with_end(until=JUNE)),
        ("Thursdays 17:00 until 30 June 2027", weekly(THU).with_end(until=JUNE)),
        ("Thursdays 5pm till 30.6.", weekly(THU).with_end(until=JUNE)),
        ("donnerstags 17 Uhr bis 30. Juni", weekly(THU).with_end(until=JUNE)),
        ("jeudis à 17h jusqu'au 30 juin", weekly(THU).with_end(until=JUNE)),
        ("כל יום חמישי 17:00 עד 30 ביוני", weekly(THU).with_end(until=JUNE)),
        ("donnerstags 17 Uhr, 10 mal", weekly(THU).with_end(count=10)),
        ("jeudis 17h, 10 fois", weekly(THU).with_end(count=10)),
        ("jeden ersten Donnerstag im Monat 17 Uhr", monthly(1, THU)),
        ("am ersten Donnerstag des Monats um 17 Uhr", monthly(1, THU)),
        ("le premier jeudi du mois à 17h", monthly(1, THU)),
        ("chaque premier jeudi du mois 17h", monthly(1, THU)),
        ("every first Thursday of the month at 5 in the afternoon", monthly(1, THU)),
        ("second to last Friday 17:00", monthly(-2, FRI)),
        ("second-to-last Friday of the month 17:00", monthly(-2, FRI)),
        ("penultimate Friday 17:00", monthly(-2, FRI)),
        ("vorletzter Freitag im Monat 17 Uhr", monthly(-2, FRI)),
        ("l'avant-dernier vendredi du mois à 17h", monthly(-2, FRI)),
        ("letzter Freitag im Monat 17 Uhr", monthly(-1, FRI)),
        ("le dernier vendredi du mois 17h", monthly(-1, FRI)),
        ("quarterly on the first Thursday 17:00", monthly(1, THU, every=3)),
        ("every quarter on the first Thursday 17:00", monthly(1, THU, every=3)),
        ("vierteljährlich am ersten Donnerstag 17 Uhr", monthly(1, THU, every=3)),
        ("chaque trimestre le premier jeudi 17h", monthly(1, THU, every=3)),
        ("THURSDAYS  17:00.", weekly(THU)),
    ],
    ids=lambda given: f"case-26-{given}" if isinstance(given, str) else "",
)
def test_a_rule_is_read_in_the_words_that_people_use(words: str, rule: Rule) -> None:
    assert read_rule(words, today=TODAY) == rule


@pytest.mark.parametrize(
    ("words", "zone", "minutes"),
    [
        ("Thursdays 17:00 Zurich", "Europe/Zurich", None),
        ("jeden Donnerstag 17 Uhr Boston", "America/New_York", None),
        ("Thursdays 17:00-18:30", None, 90),
        ("jeudis de 17h à 18h heure de Genève", "Europe/Zurich", 60),
        ("כל יום חמישי 17:00 ירושלים", "Asia/Jerusalem", None),
    ],
    ids=lambda given: f"case-26-{given}",
)
def test_a_rule_takes_a_place_and_an_end(words: str, zone: str | None, minutes: int | None) -> None:
    read = read_typed_rule(words, today=TODAY, sites=SITES)

    assert (read.zone, read.minutes) == (zone, minutes)
    assert read.rule == weekly(THU)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("biweekly Mon and Thu 17:00", "“biweekly” can mean twice a week or every two weeks"),
        ("bimonthly on the first Thursday 17:00", "“bimonthly on” can mean twice in that time"),
        ("Thursdays 5:00", "“5:00” can mean more than one time. Please type “05:00” or “17:00”."),
        ("jeden Donnerstag um 5", "Please type “05:00” or “17:00”."),
        ("jeudis 5h", "Please type “05:00” or “17:00”."),
        ("jeden Di 17 Uhr", "“di” can mean Tuesday or Sunday"),
        ("every weekday 9:00", "are other days in other countries"),
        ("quarterly Thursday 17:00", "On which one of the month?"),
        ("donnerstags 25 Uhr", "25:00 is not a time of day"),
        (
            "Thursdays 17:00 until 3/12",
            "several days. Please type 2026-12-03 or 2027-03-12",
        ),
        ("Thursdays 17:00 until 31 November", "There is no 31 November"),
        ("Thursdays 17:00 CST", "A series needs the clock of one place"),
    ],
    ids=lambda given: f"case-26-{given}",
)
def test_a_rule_that_may_mean_two_is_asked_back(words: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_typed_rule(words, today=TODAY, sites=SITES)

    assert reason in refused.value.reason
