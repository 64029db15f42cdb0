"""When sites are closed: a list written down before, its counts, and a second opinion."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sites.model.closures import Closure, Level, OwnClosure
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.times.zones import wall_time
from tests.sites.closed_places import (
    CITY,
    DAY,
    JERUSALEM,
    LAUSANNE,
    SITES,
    YEAR_2027,
    at,
    between,
    days,
)
from tests.sites.closure_rows import CIVIL, ISRAEL

BERKELEY, CHICAGO, BOSTON = SITES["berkeley"], SITES["ttic"], SITES["mit"]
PLACES = {"CA": BERKELEY, "Chicago": CHICAGO, "MA": BOSTON, "VD": LAUSANNE}
LISTED = date(2026, 9, 1), date(2028, 1, 1)
YEAR = date(2026, 9, 1), date(2027, 9, 1)


Row = tuple[str, str, str, str]


def row(closure: Closure, site: Site) -> Row:
    start, end = (wall_time(edge, site.zone) for edge in (closure.start, closure.end))
    shown = "%Y-%m-%d %a %H:%M"
    return closure.name, closure.level, f"{start:{shown}}", f"{end:{shown}}"


def listed(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize("place", PLACES)
def test_every_listed_public_holiday_is_a_whole_day_there_and_nothing_else_is(place: str) -> None:
    site = PLACES[place]

    found = [row(closure, site) for closure in between(site, *LISTED)]

    assert found == [
        (name, level, f"{day} 00:00", f"{date.fromisoformat(day[:10]) + DAY:%Y-%m-%d %a} 00:00")
        for day, name, where, level in listed(CIVIL)
        if place in where.split(", ")
    ]


def test_every_listed_closure_of_israel_lasts_from_its_hour_to_its_hour() -> None:
    found = [row(closure, CITY) for closure in between(CITY, *LISTED) if closure.name != "Shabbat"]

    assert sorted(found) == sorted(listed(ISRAEL))


def test_at_the_university_in_the_west_of_the_city_it_is_the_same_to_the_minute() -> None:
    pairs = zip(between(CITY, *LISTED), between(JERUSALEM, *LISTED), strict=True)
    apart = [
        abs(edge_there - edge_here)
        for here, there in pairs
        for edge_here, edge_there in ((here.start, there.start), (here.end, there.end))
    ]

    assert max(apart) == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("slug", "span", "hard_at_work", "hard", "soft"),
    [
        ("berkeley", YEAR, 11, 7, 1),
        ("ttic", YEAR, 10, 7, 3),
        ("mit", YEAR, 10, 8, 1),
        ("epfl", YEAR, 7, 4, 0),
        ("huji", YEAR, 5, 4, 13),
        ("berkeley", YEAR_2027, 12, 7, 1),
        ("ttic", YEAR_2027, 11, 7, 2),
        ("mit", YEAR_2027, 9, 8, 1),
        ("epfl", YEAR_2027, 6, 4, 0),
        ("huji", YEAR_2027, 5, 4, 13),
    ],
)
def test_closed_days_are_as_many_as_were_counted(
    slug: str, span: tuple[date, date], hard_at_work: int, hard: int, soft: int
) -> None:
    site = SITES[slug]
    levels = {day: level_in_the_afternoon(site, day) for day in days(*span)}
    hard_days = [day for day, level in levels.items() if level is Level.HARD]
    shared = [day for day in levels if day.weekday() < 4]

    assert (
        sum(day.weekday() in site.working_days for day in hard_days),
        sum(day in hard_days for day in shared),
        sum(levels[day] is Level.SOFT for day in shared),
    ) == (hard_at_work, hard, soft)


@pytest.mark.parametrize(
    ("span", "hard", "touched", "shared"), [(YEAR, 15, 32, 209), (YEAR_2027, 16, 31, 208)]
)
def test_the_days_on_which_some_site_is_closed_are_as_many_as_were_counted(
    span: tuple[date, date], hard: int, touched: int, shared: int
) -> None:
    places = (*PLACES.values(), JERUSALEM)
    told = [
        {level_in_the_afternoon(site, day) for site in places}
        for day in days(*span)
        if day.weekday() < 4
    ]

    assert (
        sum(Level.HARD in levels for levels in told),
        sum(levels != {None} for levels in told),
        len(told),
    ) == (hard, touched, shared)


# Purim on a Wednesday makes Tuesdays one better and Wednesdays one worse than first counted.
@pytest.mark.parametrize(
    ("span", "weekday", "counted"),
    [
        (YEAR, 0, (9, 5, 38)),
        (YEAR, 1, (1, 4, 48)),
        (YEAR, 2, (4, 3, 45)),
        (YEAR, 3, (3, 3, 46)),
        (YEAR_2027, 0, (10, 4, 38)),
        (YEAR_2027, 1, (1, 3, 48)),
        (YEAR_2027, 2, (3, 3, 46)),
        (YEAR_2027, 3, (4, 3, 45)),
    ],
)
def test_a_weekly_meeting_at_17_in_lausanne_hits_as_many_as_were_counted(
    span: tuple[date, date], weekday: int, counted: tuple[int, int, int]
) -> None:
    weeks = [
        {closure.level for site in (*PLACES.values(), JERUSALEM) for closure in at_five(site, day)}
        for day in days(*span)
        if day.weekday() == weekday
    ]

    hard = sum(Level.HARD in levels for levels in weeks)
    soft = sum(levels == {Level.SOFT} for levels in weeks)
    assert (hard, soft, len(weeks) - hard - soft) == counted


def level_in_the_afternoon(site: Site, day: date) -> Level | None:
    """Return what the day is at 13:00, when the afternoon before a holiday has begun."""
    start = at(day, site, 13)
    found = {c.level for c in closures_of(site, since=start, until=start + timedelta(minutes=1))}
    return Level.HARD if Level.HARD in found else Level.SOFT if found else None


def at_five(site: Site, day: date) -> list[Closure]:
    start = at(day, LAUSANNE, 17)
    return closures_of(site, since=start, until=start + timedelta(hours=1))


def test_what_a_site_states_is_closed_by_its_own_clock_across_a_clock_change() -> None:
    def wall(text: str) -> datetime:
        return datetime.fromisoformat(text)

    week = OwnClosure(
        begins=wall("2027-03-22"), ends=wall("2027-03-29"), name="Break", level=Level.SOFT
    )
    site = replace(LAUSANNE, own_closures=(week,), holiday_region=None)

    assert between(site, *LISTED) == [
        Closure(
            start=datetime(2027, 3, 21, 23, tzinfo=UTC),
            end=datetime(2027, 3, 28, 22, tzinfo=UTC),
            name="Break",
            level=Level.SOFT,
        )
    ]


def test_a_site_without_a_region_or_with_one_that_is_not_known_any_more_has_no_holidays() -> None:
    for region in (None, "XX-YY"):
        assert between(replace(LAUSANNE, holiday_region=region), *LISTED) == []


def test_where_the_sun_does_not_set_the_clock_of_jerusalem_is_kept() -> None:
    pole = replace(JERUSALEM, latitude=89.0, longitude=35.2)
    noon = at(date(2027, 6, 18), pole, 12)

    (shabbat,) = closures_of(pole, since=noon, until=noon + timedelta(hours=10))

    assert timedelta(hours=24) < shabbat.end - shabbat.start < timedelta(hours=27)


@given(
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2036, 12, 30)),
    minute=st.integers(0, 24 * 60 - 1),
    hours=st.integers(1, 24 * 40),
    slug=st.sampled_from(sorted(SITES)),
)
def test_any_stretch_of_time_tells_what_the_years_around_it_tell(
    day: date, minute: int, hours: int, slug: str
) -> None:
    site = SITES[slug]
    start = datetime.combine(day, time(), UTC) + timedelta(minutes=minute)
    end = start + timedelta(hours=hours)

    found = closures_of(site, since=start, until=end)

    around = closures_of(site, since=start - 400 * DAY, until=end + 400 * DAY)
    assert found == [c for c in around if c.start < end and c.end > start]


def test_a_time_without_a_zone_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match="naive"):
        closures_of(LAUSANNE, since=datetime(2027, 1, 1), until=datetime(2027, 1, 2))  # noqa: DTZ001 - that is the point
