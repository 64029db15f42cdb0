from datetime import UTC, datetime, time, timedelta

import pytest

from bot.sites.model.points import NIGHT, points_at, points_by_site, points_of, quarters
from tests.worlds import first_sites

# What the hours from each of these on cost, until the next.
TABLE = {0: NIGHT, 6: 9, 7: 4, 8: 1, 9: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 12, 23: NIGHT}
ZURICH = "Europe/Zurich"


@pytest.mark.parametrize("hour", range(24))
def test_each_hour_of_the_day_has_its_points(hour: int) -> None:
    since = max(begins for begins in TABLE if begins <= hour)

    assert points_at(time(hour)) == points_at(time(hour, 59)) == TABLE[since]


def test_a_meeting_costs_what_its_worst_quarter_costs() -> None:
    start = datetime(2027, 1, 14, 15, 30, tzinfo=UTC)  # 16:30 in Zurich

    assert points_of(start, 30, ZURICH) == 0
    assert points_of(start, 45, ZURICH) == 1
    assert points_of(start, 91, ZURICH) == 2
    assert points_of(start, 600, ZURICH) == NIGHT


def test_a_meeting_off_the_quarter_touches_the_one_it_begins_in() -> None:
    start = datetime(2027, 1, 14, 15, 50, tzinfo=UTC)

    assert [f"{quarter:%H:%M}" for quarter in quarters(start, 20)] == ["15:45", "16:00"]
    assert points_of(start, 20, ZURICH) == 1


def test_every_site_pays_by_its_own_clock() -> None:
    sites = first_sites()
    winter = datetime(2027, 1, 14, 16, tzinfo=UTC)
    spring = datetime(2027, 3, 18, 16, tzinfo=UTC)  # the US alone is on summer time

    usual = points_by_site(winter, 60, sites)
    between = points_by_site(spring, 60, sites)

    assert {site.slug: usual[site.id] for site in sites if usual[site.id]} == {
        "berkeley": 1, "stanford": 1, "ucsd": 1, "uci": 1, "epfl": 1, "huji": 2,
    }  # fmt: skip
    assert {site.slug for site in sites if between[site.id]} == {"epfl", "huji"}


def test_a_naive_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        points_of(datetime(2027, 1, 14, 17), 60, ZURICH)  # noqa: DTZ001 - that is the point


def test_the_hour_that_clocks_repeat_costs_what_clocks_show() -> None:
    before = datetime(2026, 11, 1, 13, tzinfo=UTC)  # 8:00 in New York, on winter time since 6Z

    assert points_of(before, 60, "America/New_York") == 1
    assert points_of(before - timedelta(days=1), 60, "America/New_York") == 0
