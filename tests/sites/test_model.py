"""A moment on the clocks of all sites, and the weeks in which they differ from what is usual."""

from calendar import isleap
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sites.model.sites import Site, clocks, day_shift, is_night, site_line
from bot.sites.model.usual_hours import usual_offset_differs
from bot.times.zones import occurrence_instant

ZURICH, JERUSALEM = "Europe/Zurich", "Asia/Jerusalem"
US = ("America/Los_Angeles", "America/Chicago", "America/New_York")
SITES = (
    ("Berkeley", US[0]),
    ("Stanford", US[0]),
    ("San Diego", US[0]),
    ("Irvine", US[0]),
    ("Chicago", US[1]),
    ("Boston", US[2]),
    ("Lausanne", ZURICH),
    ("Jerusalem", JERUSALEM),
)


def site(position: int, city: str, zone: str) -> Site:
    return Site(
        id=position,
        collaboration_id=1,
        slug=city.casefold(),
        name=f"University of {city}",
        city=city,
        country="Somewhere",
        latitude=0.0,
        longitude=0.0,
        zone=zone,
        working_days=frozenset({6, 0, 1, 2, 3} if zone == JERUSALEM else range(5)),
        opens=time(9),
        closes=time(17),
        position=position,
    )


def sites(*places: tuple[str, str]) -> list[Site]:
    return [site(position, city, zone) for position, (city, zone) in enumerate(places)]


def at(text: str, zone: str = ZURICH) -> datetime:
    return occurrence_instant(datetime.fromisoformat(text), zone)


def line(text: str, *, zone: str = ZURICH, of: Sequence[tuple[str, str]] = SITES) -> str:
    wall = datetime.fromisoformat(text)
    return site_line(occurrence_instant(wall, zone), sites(*of), day=wall.date())


def test_the_site_line_goes_from_west_to_east_with_sites_of_one_zone_together() -> None:
    assert line("2026-11-26 17:00") == (
        "08:00 Berkeley · Stanford · San Diego · Irvine | 10:00 Chicago | 11:00 Boston | "
        "17:00 Lausanne | 18:00 Jerusalem"
    )


def test_the_site_line_does_not_depend_on_the_order_of_zones() -> None:
    backwards = [*SITES[4:], *SITES[:4]][::-1]

    found = line("2026-11-26 17:00", of=backwards)

    assert found == (
        "08:00 Irvine · San Diego · Stanford · Berkeley | 10:00 Chicago | 11:00 Boston | "
        "17:00 Lausanne | 18:00 Jerusalem"
    )


def test_the_site_line_marks_another_day() -> None:
    assert line("2027-03-11 14:00", zone=US[0]) == (
        "14:00 Berkeley · Stanford · San Diego · Irvine | 16:00 Chicago | 17:00 Boston | "
        "23:00 Lausanne | 00:00 Jerusalem (+1)"
    )
    assert line("2027-03-11 08:00", of=[*SITES[5:7], ("Auckland", "Pacific/Auckland")]) == (
        "02:00 Boston | 08:00 Lausanne | 20:00 Auckland"
    )
    assert line("2027-03-11 03:00", of=SITES[3:7]).startswith("18:00 Irvine (-1) | 20:00 Chicago")


def test_the_site_line_names_a_city_once_and_zones_of_one_hour_apart() -> None:
    paris = "Europe/Paris"
    places = (("Paris", paris), ("Zurich", ZURICH), ("Zurich", ZURICH), ("Lyon", paris))

    assert line("2026-11-26 17:00", of=places) == "17:00 Paris · Lyon | 17:00 Zurich"


def test_clocks_tell_which_sites_share_them() -> None:
    found = clocks(at("2026-11-26 17:00"), sites(*SITES[3:5]))

    assert [(f"{wall:%H:%M}", [s.city for s in group]) for wall, group in found] == [
        ("08:00", ["Irvine"]),
        ("10:00", ["Chicago"]),
    ]


@pytest.mark.parametrize(
    ("day", "shift"), [("2026-11-26", ""), ("2026-11-25", " (+1)"), ("2026-11-27", " (-1)")]
)
def test_a_day_shift_is_said_where_there_is_one(day: str, shift: str) -> None:
    wall = datetime.fromisoformat("2026-11-26 17:00")

    assert day_shift(wall, date.fromisoformat(day)) == shift


@pytest.mark.parametrize(
    ("hour", "night"),
    [("06:59", True), ("07:00", False), ("21:59", False), ("22:00", True), ("00:00", True)],
)
def test_night_is_from_ten_to_seven(hour: str, night: bool) -> None:  # noqa: FBT001 - a case
    assert is_night(datetime.fromisoformat(f"2026-11-26 {hour}")) is night


@pytest.mark.parametrize(
    ("wall", "works"),
    [
        ("2026-11-26 09:00", True),
        ("2026-11-26 16:59", True),
        ("2026-11-26 17:00", False),
        ("2026-11-26 08:59", False),
        ("2026-11-27 10:00", False),
        ("2026-11-29 10:00", True),
    ],
)
def test_a_site_works_in_its_own_week_and_hours(wall: str, works: bool) -> None:  # noqa: FBT001 - a case
    jerusalem = site(1, "Jerusalem", JERUSALEM)

    assert jerusalem.works_at(at(wall, JERUSALEM)) is works


def unusual(anchor: str, zones: Sequence[str], *, weekday: int, hour: int, year: int) -> list[str]:
    """List the days of a year on which a weekly meeting is off its usual hour somewhere."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365 + isleap(year)))
    meetings = [datetime.combine(day, time(hour)) for day in days if day.weekday() == weekday]
    return [
        f"{wall:%m-%d}"
        for wall in meetings
        if usual_offset_differs(occurrence_instant(wall, anchor), anchor=anchor, zones=zones)
    ]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["03-12", "03-19", "03-26", "10-29"]),
        (2027, ["03-18", "03-25", "11-04"]),
        (2028, ["03-16", "03-23", "11-02"]),
        (2029, ["03-15", "03-22", "11-01"]),
        (2030, ["03-14", "03-21", "03-28", "10-31"]),
        (2031, ["03-13", "03-20", "03-27", "10-30"]),
        (2032, ["03-18", "03-25", "11-04"]),
    ],
)
def test_thursdays_on_which_american_clocks_are_off_are_known(year: int, days: list[str]) -> None:
    zones = [*US, ZURICH, JERUSALEM]

    assert unusual(ZURICH, zones, weekday=3, hour=17, year=year) == days


def test_the_friday_on_which_jerusalem_is_two_hours_ahead_is_known() -> None:
    assert unusual(ZURICH, [JERUSALEM], weekday=4, hour=10, year=2027) == ["03-26"]
    assert unusual(ZURICH, [JERUSALEM], weekday=5, hour=10, year=2027) == ["03-27"]
    assert unusual(ZURICH, [JERUSALEM], weekday=3, hour=17, year=2027) == []


@pytest.mark.parametrize("zone", ["America/Phoenix", "Asia/Tokyo", "UTC", "Europe/Paris", ZURICH])
def test_zones_without_or_with_the_same_summer_time_are_never_off(zone: str) -> None:
    assert unusual(ZURICH, [zone], weekday=3, hour=17, year=2027) == []


def test_between_the_hemispheres_only_the_weeks_between_two_changes_are_off() -> None:
    found = unusual(ZURICH, ["Australia/Sydney"], weekday=3, hour=12, year=2027)

    # Europe's clocks change on 28 March and 31 October, Sydney's on 4 April and 3 October.
    assert found == ["04-01", "10-07", "10-14", "10-21", "10-28"]


def test_a_short_summer_over_new_year_is_off_in_both_years() -> None:
    fiji = ["Pacific/Fiji"]

    assert unusual(ZURICH, fiji, weekday=3, hour=9, year=2020)[-2:] == ["12-24", "12-31"]
    assert unusual(ZURICH, fiji, weekday=3, hour=9, year=2021) == ["01-07", "01-14"]


@pytest.mark.parametrize("anchor", [ZURICH, US[0], JERUSALEM])
def test_the_same_instants_are_off_whoever_the_anchor_is_and_by_hand(anchor: str) -> None:
    zones = [*US, ZURICH, JERUSALEM]
    hours = [datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 365 * 24, 5)]

    found = [h for h in hours if usual_offset_differs(h, anchor=anchor, zones=zones)]

    usual = {(0.0, 2.0, 3.0, 9.0, 10.0)}
    assert found == [h for h in hours if distances(h, zones) not in usual]


def distances(instant: datetime, zones: Sequence[str]) -> tuple[float, ...]:
    """Return how many hours each zone is ahead of the first."""
    offsets = [instant.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for zone in zones]
    return tuple((offset - offsets[0]) / timedelta(hours=1) for offset in offsets)
