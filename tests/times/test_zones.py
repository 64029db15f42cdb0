"""Wall times and instants, checked against a list of what clocks show minute by minute."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import pytz
from hypothesis import given
from hypothesis import strategies as st

from bot.core.instants import require_aware
from bot.core.refusals import Refusal
from bot.times.zones import (
    MissingHour,
    RepeatedHour,
    around_gap,
    clock_changes,
    instants_of,
    is_ordinary,
    occurrence_instant,
    offset_text,
    strict_instant,
    wall_time,
)

ZONES = (
    "America/Los_Angeles",
    "America/Chicago",
    "America/New_York",
    "Europe/Zurich",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Africa/Casablanca",
)
YEARS = range(2026, 2037)
MINUTE = timedelta(minutes=1)
AROUND = timedelta(hours=3)

# Local dates of the changes: US on and off, Europe on and off, Israel on and off.
CHANGES = {
    2026: ("03-08", "11-01", "03-29", "10-25", "03-27", "10-25"),
    2027: ("03-14", "11-07", "03-28", "10-31", "03-26", "10-31"),
    2028: ("03-12", "11-05", "03-26", "10-29", "03-24", "10-29"),
    2029: ("03-11", "11-04", "03-25", "10-28", "03-23", "10-28"),
    2030: ("03-10", "11-03", "03-31", "10-27", "03-29", "10-27"),
    2031: ("03-09", "11-02", "03-30", "10-26", "03-28", "10-26"),
    2032: ("03-14", "11-07", "03-28", "10-31", "03-26", "10-31"),
}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def changes_by_pytz(zone: str) -> list[datetime]:
    """Read off pytz's own tables when the distance from UTC changes: a second database."""
    here = pytz.timezone(zone)
    moments = [m.replace(tzinfo=UTC) for m in getattr(here, "_utc_transition_times", [])]
    return [
        moment
        for moment in moments
        if moment.year in YEARS
        and moment.astimezone(here).utcoffset() != (moment - MINUTE).astimezone(here).utcoffset()
    ]


@cache
def shown_around(zone: str, change: datetime) -> dict[datetime, list[datetime]]:
    """Look at the clock each minute around a change: which walls it shows, and when."""
    shown: dict[datetime, list[datetime]] = defaultdict(list)
    for n in range(-AROUND // MINUTE, AROUND // MINUTE):
        instant = change + n * MINUTE
        shown[instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)].append(instant)
    return dict(shown)


def walls_around(zone: str, change: datetime) -> list[tuple[datetime, tuple[datetime, ...]]]:
    """List every minute a person could type around a change, with the instants it was shown at."""
    shown = shown_around(zone, change)
    first, last = min(shown), max(shown)
    minutes = (first + n * MINUTE for n in range(90, (last - first) // MINUTE - 90))
    return [(minute, tuple(shown.get(minute, ()))) for minute in minutes]


EVERY_CHANGE = [
    pytest.param(zone, change, id=f"{zone}-{change:%Y-%m-%d}")
    for zone in ZONES
    for change in changes_by_pytz(zone)
]


@pytest.mark.parametrize("zone", ZONES)
def test_clocks_change_when_the_other_database_says(zone: str) -> None:
    found = [change for year in YEARS for change in clock_changes(zone, year)]

    assert found == changes_by_pytz(zone)


@pytest.mark.parametrize(
    ("zones", "spring", "autumn"),
    [
        (("America/Los_Angeles", "America/Chicago", "America/New_York"), 0, 1),
        (("Europe/Zurich",), 2, 3),
        (("Asia/Jerusalem",), 4, 5),
    ],
    ids=["US", "Europe", "Israel"],
)
@pytest.mark.parametrize("year", CHANGES)
def test_the_sites_clocks_change_on_the_published_days(
    zones: tuple[str, ...], spring: int, autumn: int, year: int
) -> None:
    expected = [f"{year}-{CHANGES[year][column]}" for column in (spring, autumn)]

    days = {
        zone: [wall_time(change, zone).date().isoformat() for change in clock_changes(zone, year)]
        for zone in zones
    }

    assert days == dict.fromkeys(zones, expected)


@pytest.mark.parametrize(("zone", "change"), EVERY_CHANGE)
def test_a_wall_time_is_the_instants_at_which_clocks_show_it(zone: str, change: datetime) -> None:
    expected = walls_around(zone, change)

    found = [(minute, instants_of(minute, zone)) for minute, _ in expected]

    assert found == expected


@pytest.mark.parametrize(("zone", "change"), EVERY_CHANGE)
def test_a_typed_wall_time_is_taken_only_where_it_happens_once(zone: str, change: datetime) -> None:
    def judged(minute: datetime) -> tuple[datetime, ...]:
        try:
            return (strict_instant(minute, zone),)
        except MissingHour:
            return ()
        except RepeatedHour as repeated:
            return repeated.instants

    expected = walls_around(zone, change)

    assert [(minute, judged(minute)) for minute, _ in expected] == expected


@pytest.mark.parametrize(("zone", "change"), EVERY_CHANGE)
def test_an_occurrence_keeps_the_offset_before_a_gap_and_takes_the_first_of_a_repeated_hour(
    zone: str, change: datetime
) -> None:
    before = change - MINUTE
    shown_before = wall_time(before, zone)

    for minute, instants in walls_around(zone, change):
        by_old_offset = before + (minute - shown_before)
        expected = instants[0] if instants else by_old_offset
        assert occurrence_instant(minute, zone) == expected


@pytest.mark.parametrize(("zone", "change"), EVERY_CHANGE)
def test_the_walls_named_instead_of_a_missing_one_exist_on_either_side(
    zone: str, change: datetime
) -> None:
    last, next_ = wall_time(change - MINUTE, zone), wall_time(change, zone)
    gap = next_ - last - MINUTE

    for minute, instants in walls_around(zone, change):
        if not instants:
            before, after = around_gap(minute, zone)
            assert (before, after) == (minute - gap, minute + gap)
            assert before <= last < minute < next_ <= after
            assert is_ordinary(before, zone)
            assert is_ordinary(after, zone)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2036, 12, 31)), st.sampled_from(ZONES))  # noqa: DTZ001 - drawn as UTC below
def test_an_instant_is_among_those_of_the_wall_time_it_shows(drawn: datetime, zone: str) -> None:
    instant = drawn.replace(tzinfo=UTC)

    assert instant in instants_of(wall_time(instant, zone), zone)


def test_lord_howe_jumps_over_half_an_hour() -> None:
    with pytest.raises(MissingHour) as refused:
        strict_instant(wall("2027-10-03T02:10"), "Australia/Lord_Howe")

    assert refused.value.nearest == (wall("2027-10-03T01:40"), wall("2027-10-03T02:40"))


def test_lord_howe_repeats_half_an_hour() -> None:
    with pytest.raises(RepeatedHour) as refused:
        strict_instant(wall("2027-04-04T01:45"), "Australia/Lord_Howe")

    first, second = refused.value.instants
    assert second - first == timedelta(minutes=30)


def test_a_gap_at_midnight_is_refused_with_both_dates() -> None:
    with pytest.raises(MissingHour) as refused:
        strict_instant(wall("2027-04-30T00:30"), "Africa/Cairo")

    assert str(refused.value) == (
        "2027-04-30 00:30 does not exist in Africa/Cairo because the clocks go forward. "
        "Please type 2027-04-29 23:30 or 2027-04-30 01:30 instead."
    )


def test_a_repeated_hour_asks_for_first_or_second() -> None:
    with pytest.raises(RepeatedHour) as refused:
        strict_instant(wall("2027-11-07T01:30"), "America/Los_Angeles")

    assert str(refused.value) == (
        "2027-11-07 01:30 happens twice in America/Los_Angeles because the clocks go back. "
        "Please add `first` or `second` after it."
    )
    assert refused.value.instants == (utc("2027-11-07T08:30"), utc("2027-11-07T09:30"))


@pytest.mark.parametrize("year", [1, 1969, 2038, 9999])
def test_years_that_pytz_does_not_know_are_refused(year: int) -> None:
    with pytest.raises(Refusal, match="Please type a year from 1970 to 2037"):
        strict_instant(wall("2027-01-01T12:00").replace(year=year), "Europe/Zurich")


def test_a_naive_instant_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        require_aware(wall("2027-01-01T12:00"))


@pytest.mark.parametrize(
    ("instant", "zone", "text"),
    [
        ("2027-01-01", "Europe/Zurich", "UTC+01:00"),
        ("2027-07-01", "America/Los_Angeles", "UTC-07:00"),
        ("2027-01-01", "America/St_Johns", "UTC-03:30"),
        ("2027-01-01", "UTC", "UTC+00:00"),
    ],
)
def test_the_distance_from_utc_is_said_with_its_sign(instant: str, zone: str, text: str) -> None:
    assert offset_text(utc(instant), zone) == text
