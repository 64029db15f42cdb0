"""Moments, hours and weekdays as organizers type them."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments import parse_hours, parse_moment, parse_weekdays
from bot.domain.refusal import Refusal
from bot.domain.spoken import parse_date
from bot.domain.zones import MissingHour, RepeatedHour

ZURICH = "Europe/Zurich"
PLACES = {
    "mit": "America/New_York",
    "boston": "America/New_York",
    "hebrew university of jerusalem": "Asia/Jerusalem",
}


def read(text: str) -> tuple[str, str, str]:
    moment = parse_moment(text, zone=ZURICH, places=PLACES)
    return moment.wall.isoformat(" ", "minutes"), moment.zone, f"{moment.instant:%d %H:%M}"


@pytest.mark.parametrize(
    ("typed", "zone", "instant"),
    [
        ("2027-03-12 17:00", ZURICH, "12 16:00"),
        (" 2027-03-12  17:00 ", ZURICH, "12 16:00"),
        ("2027-03-12T17:00", ZURICH, "12 16:00"),
        ("2027-03-12 at 5pm", ZURICH, "12 16:00"),
        ("2027-03-12, 17:00", ZURICH, "12 16:00"),
        ("2027-03-12 17:00 MIT", "America/New_York", "12 22:00"),
        ("2027-03-12 17:00 Boston", "America/New_York", "12 22:00"),
        ("2027-03-12 17:00 Hebrew University of Jerusalem", "Asia/Jerusalem", "12 15:00"),
        ("2027-03-12 17:00 America/Los_Angeles", "America/Los_Angeles", "13 01:00"),
        ("2027-03-12 17:00 los angeles", "America/Los_Angeles", "13 01:00"),
        ("2027-03-12 17:00 UTC", "UTC", "12 17:00"),
    ],
)
def test_a_moment_is_read_in_its_zone(typed: str, zone: str, instant: str) -> None:
    assert read(typed) == ("2027-03-12 17:00", zone, instant)


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("2027-10-31 02:30 first", "31 00:30"),
        ("2027-10-31 02:30 SECOND", "31 01:30"),
        ("2027-11-07 01:30 Boston first", "07 05:30"),
        ("2027-11-07 01:30 Boston second", "07 06:30"),
    ],
)
def test_of_a_repeated_hour_the_first_or_the_second_is_taken(typed: str, instant: str) -> None:
    assert read(typed)[2] == instant


def test_a_repeated_hour_is_asked_about() -> None:
    with pytest.raises(RepeatedHour, match="please type `first` or `second` behind it"):
        read("2027-10-31 02:30")


def test_first_is_refused_for_an_hour_that_happens_once() -> None:
    with pytest.raises(
        Refusal, match="happens only once in Europe/Zurich: please leave out `first`"
    ):
        read("2027-03-12 17:00 first")


def test_a_missing_hour_is_refused_with_its_neighbours() -> None:
    with pytest.raises(MissingHour, match="Please type 2027-03-28 01:30 or 2027-03-28 03:30"):
        read("2027-03-28 02:30")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "I do not understand “”"),
        ("tomorrow", "I do not understand “tomorrow”"),
        ("2027-03-12", "please type it like 2027-03-12 17:00"),
        ("12.03.2027 17:00", "please type it like 2027-03-12 17:00"),
        ("3/12 17:00", "please type it like 2027-03-12 17:00"),
        ("2027-03-12 17", "please type it like 2027-03-12 17:00"),
        ("2027-03-12 17:00+01:00", "please type it like 2027-03-12 17:00"),
        ("2027-02-30 17:00", "2027-02-30 is not in the calendar"),
        ("2027-03-12 25:00", "25:00 is no time of day"),
        ("2027-03-12 17:00 EST", "I do not know the place “est”"),
        ("2027-03-12 17:00 Atlantis", "please type a site, its city or a time zone"),
        ("0001-01-01 00:00", "The year 1 is out of reach"),
        ("9999-12-31 23:59", "The year 9999 is out of reach"),
        ("2027-03-12 17:00 " + "x" * 6000, "I do not know the place"),
        ("x" * 6000, "I do not understand"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed)

    assert reason in refused.value.reason
    assert len(refused.value.reason) < 300


@given(st.text(max_size=100) | st.from_regex(r"20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}.*"))
def test_any_text_is_a_moment_or_a_refusal(typed: str) -> None:
    try:
        moment = parse_moment(typed, zone=ZURICH, places=PLACES)
    except Refusal:
        return

    assert moment.instant.tzinfo is UTC


@given(st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31)))  # noqa: DTZ001 - walls are naive
def test_a_moment_typed_is_the_moment_read(drawn: datetime) -> None:
    wall = drawn.replace(second=0, microsecond=0)

    moment = parse_moment(f"{wall:%Y-%m-%d %H:%M} UTC", zone=ZURICH, places={})

    assert (moment.wall, moment.instant) == (wall, wall.replace(tzinfo=UTC))


def test_a_date_is_read() -> None:
    assert parse_date(" 2027-03-12 ") == date(2027, 3, 12)


@pytest.mark.parametrize(
    "typed", ["", "12.3.2027", "20270312", "2027-W10-5", "2027-02-29", "2027-3-1"]
)
def test_another_date_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match=r"please type (it|a date) like 2027-03-12"):
        parse_date(typed)


@pytest.mark.parametrize(
    "typed", ["09:00-17:30", "9:00 - 17:30", "9am to 5:30pm", "9:00–17:30", "9 a.m. - 5:30 p.m."]
)
def test_hours_are_read(typed: str) -> None:
    assert parse_hours(typed) == (time(9), time(17, 30))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("9-17", "I do not understand “9-17” as hours"),
        ("09:00", "please type 09:00-17:30"),
        ("09:00-17:30 or so", "please type 09:00-17:30"),
        ("..-..", "please type 09:00-17:30"),
        ("17:00-09:00", "17:00-09:00 ends before it begins"),
        ("09:00-09:00", "ends before it begins"),
        ("09:00-24:00", "24:00 is no time of day"),
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
    with pytest.raises(Refusal, match="please type them like “Sunday to Thursday”"):
        parse_weekdays(typed)
