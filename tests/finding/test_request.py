from datetime import UTC, datetime

import pytest

from bot.core.refusals import Refusal
from bot.finding.model.request import TimeRequest, span_of
from tests.worlds import NOW

ZURICH = "Europe/Zurich"


def days(typed: str, now: datetime = NOW) -> tuple[str, str]:
    span = span_of(typed, now=now, zone=ZURICH)
    return f"{span.start:%m-%d %H:%M}", f"{span.end:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "begins", "ends"),
    [
        ("", "11-23 09:00", "12-07 23:00"),
        ("3 weeks", "11-23 09:00", "12-14 23:00"),
        ("within the next 10 days", "11-23 09:00", "12-03 23:00"),
        ("this week", "11-23 09:00", "11-29 23:00"),
        ("Next  week", "11-28 23:00", "12-06 23:00"),
        ("2026-12-01", "11-30 23:00", "12-01 23:00"),
        ("2026-11-20 to 2026-11-24", "11-23 09:00", "11-24 23:00"),
        ("0001-01-01 to 2026-11-24", "11-23 09:00", "11-24 23:00"),
        ("2026-12-01..2026-12-18", "11-30 23:00", "12-18 23:00"),
        ("1 Dec - 18 Dec", "11-30 23:00", "12-18 23:00"),
        ("1. Dezember bis 4. Dezember", "11-30 23:00", "12-04 23:00"),
        ("tomorrow", "11-23 23:00", "11-24 23:00"),
        ("today", "11-23 09:00", "11-23 23:00"),
    ],
)
def test_days_are_read_from_now_on(typed: str, begins: str, ends: str) -> None:
    assert days(typed) == (begins, ends)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("soonish", "I don't understand “soonish” as a day"),
        ("2026-02-30", "does not exist"),
        ("2026-11-01", "Those days are in the past"),
        ("2026-12-18 to 2026-12-01", "is before"),
        ("2026-12-01 to 2027-03-01", "eight weeks at a time"),
        ("9999-12-31", "more than two years ahead"),
        ("1 to 2 to 3", "I don't understand"),
        ("3/12", "can mean several days. Please type 2026-12-03 or 2027-03-12"),
    ],
)
def test_what_is_no_day_to_come_is_refused_in_words(typed: str, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        days(typed)


def test_eight_weeks_can_be_looked_through_from_any_hour() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)

    assert days("8 weeks")[1] == "01-18 23:00"
    assert days("56 days", late) == ("11-23 22:30", "01-18 23:00")


def test_an_enquiry_that_names_nobody_is_for_all() -> None:
    assert TimeRequest().is_for_all
    assert not TimeRequest(people="Ben").is_for_all
    assert TimeRequest(required=" Everybody ").requires_all
