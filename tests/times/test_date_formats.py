"""Dates, hours and weekdays in the fixed formats that people type."""

from datetime import date, datetime, time

import pytest

from bot.core.refusals import Refusal
from bot.times.date_formats import parse_date, parse_hours, parse_weekdays
from bot.times.zoned_time import ZonedTime
from bot.times.zones import instants_of


@pytest.mark.parametrize(
    ("wall", "zone", "instant", "typed"),
    [
        ("2027-03-12 17:00", "Europe/Zurich", "12 16:00", "2027-03-12 17:00 Europe/Zurich"),
        ("2027-10-31 02:30", "Europe/Zurich", "31 00:30", "2027-10-31 02:30 Europe/Zurich first"),
        ("2027-10-31 02:30", "Europe/Zurich", "31 01:30", "2027-10-31 02:30 Europe/Zurich second"),
    ],
)
def test_a_moment_is_told_in_a_text_that_means_nothing_else(
    wall: str, zone: str, instant: str, typed: str
) -> None:
    instants = instants_of(datetime.fromisoformat(wall), zone)
    (meant,) = (one for one in instants if f"{one:%d %H:%M}" == instant)

    moment = ZonedTime(wall=datetime.fromisoformat(wall), zone=zone, instant=meant)

    assert moment.typed == typed


def test_a_date_is_read() -> None:
    assert parse_date(" 2027-03-12 ") == date(2027, 3, 12)


@pytest.mark.parametrize(
    "typed", ["", "12.3.2027", "20270312", "2027-W10-5", "2027-02-29", "2027-3-1"]
)
def test_another_date_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match=r"[Pp]lease type (it|a date) like 2027-03-12"):
        parse_date(typed)


@pytest.mark.parametrize(
    "typed", ["09:00-17:30", "9:00 - 17:30", "9am to 5:30pm", "9:00–17:30", "9 a.m. - 5:30 p.m."]
)
def test_hours_are_read(typed: str) -> None:
    assert parse_hours(typed) == (time(9), time(17, 30))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("09:00", "Please type them like 09:00-17:30"),
        ("09:00-17:30 or so", "Please type them like 09:00-17:30"),
        ("..-..", "Please type them like 09:00-17:30"),
        ("17:00-09:00", "17:00-09:00 ends before it starts"),
        ("09:00-09:00", "ends before it starts"),
        ("09:00-24:00", "24:00 is not a time of day"),
    ],
)
def test_other_hours_are_refused(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_hours(typed)

    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("Sunday to Thursday", {6, 0, 1, 2, 3}),
        ("Fri – Mon", {4, 5, 6, 0}),
        ("Mon, Tue, Fri", {0, 1, 4}),
        ("mondays and wednesdays", {0, 2}),
        ("Mon, Wed & Fri", {0, 2, 4}),
        ("Sunday", {6}),
    ],
)
def test_weekdays_are_read(typed: str, days: set[int]) -> None:
    assert parse_weekdays(typed) == days


@pytest.mark.parametrize(
    "typed", ["", "weekdays", "Mon to", "Mon, Tuesdy", "Monday morning", "0-4"]
)
def test_other_weekdays_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="Please type them like “Sunday to Thursday”"):
        parse_weekdays(typed)
