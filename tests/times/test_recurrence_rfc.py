"""Rules are written and read as RFC 5545 has them."""

from datetime import date, datetime, time

import pytest
from dateutil import rrule
from hypothesis import given

from bot.times.recurrence import Rule
from bot.times.recurrence_rfc import rrule_text, rule_of
from tests.times.recurring import FRI, MON, THU, monthly, rules, weekly


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (weekly(THU), "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0"),
        (
            weekly(MON, THU, at="09:30", every=2),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYHOUR=9;BYMINUTE=30",
        ),
        (monthly(1, THU, at="00:05"), "FREQ=MONTHLY;BYDAY=1TH;BYHOUR=0;BYMINUTE=5"),
        (
            monthly(-1, FRI, every=2).with_end(count=3),
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR;BYHOUR=17;BYMINUTE=0;COUNT=3",
        ),
        (
            weekly(THU).with_end(until=date(2027, 6, 30)),
            "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0;UNTIL=20270630T170000",
        ),
    ],
)
def test_a_rule_is_written_as_rfc_5545_has_it(rule: Rule, text: str) -> None:
    assert rrule_text(rule) == text
    assert rule_of(text) == rule


@given(rules)
def test_a_rule_written_and_read_again_is_the_same(rule: Rule) -> None:
    assert rule_of(rrule_text(rule)) == rule


@given(rules)
def test_other_programs_find_the_same_dates_in_it(rule: Rule) -> None:
    first, last = date(2026, 11, 26), date(2029, 12, 31)
    ours = list(rule.dates(first, until=last))
    begins = datetime.combine(ours[0] if ours else first, rule.wall)

    found = rrule.rrulestr(rrule_text(rule), dtstart=begins)

    theirs = found.between(begins, datetime.combine(last, time.max), inc=True)
    assert theirs == [datetime.combine(day, rule.wall) for day in ours]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Thursdays 17:00",
        "FREQ=DAILY;BYHOUR=17;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=TH",
        "FREQ=WEEKLY;BYDAY=XX;BYHOUR=17;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=TH,XX;BYHOUR=17;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=1TH;BYHOUR=17;BYMINUTE=0",
        "FREQ=MONTHLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0",
        "FREQ=MONTHLY;BYDAY=1TH,2FR;BYHOUR=17;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=TH;BYHOUR=24;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0;INTERVAL=99",
        "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0;BYSETPOS=1",
        "FREQ=WEEKLY;FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0",
        "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0;UNTIL=20270630",
    ],
)
def test_what_no_series_has_is_a_programming_error(text: str) -> None:
    with pytest.raises(ValueError, match="not the RRULE of a series"):
        rule_of(text)
