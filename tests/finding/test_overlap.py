"""How the hours of days look at several sites, and which of them suit all."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.finding.model.overlap import Feeling, Overlap, overlap, stretches, week_of
from bot.sites.model.closures import Level
from tests.times.places import BANGALORE, SITES

ZURICH = "Europe/Zurich"


def hours_of(day: date, *slugs: str, marked: tuple[datetime, ...] = ()) -> Overlap:
    chosen = [site for site in SITES if not slugs or site.slug in slugs]
    return overlap(chosen, [day], zone=ZURICH, place="Lausanne", marked=marked)


def window(day: date, *slugs: str) -> tuple[list[tuple[int, int]], Feeling]:
    (panel,) = hours_of(day, *slugs).panels
    return stretches(panel.window), panel.bound


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2026, 12, 1), [(17, 19)]),  # winter: two hours within 8 and 20 everywhere
        (date(2027, 3, 16), [(16, 19)]),  # the US alone has summer time: three
        (date(2027, 7, 13), [(17, 19)]),  # summer: two again
    ],
)
def test_on_a_tuesday_the_hours_that_suit_all_are_those_between_8_and_20(
    day: date, hours: list[tuple[int, int]]
) -> None:
    assert window(day) == (hours, Feeling.FAIR)


def test_where_no_hour_is_between_8_and_20_one_between_7_and_22_will_do() -> None:
    three = [site for site in SITES if site.slug in {"berkeley", "epfl"}] + [BANGALORE]

    (panel,) = overlap(three, [date(2026, 12, 1)], zone=ZURICH, place="Lausanne").panels

    assert (stretches(panel.window), panel.bound) == ([(16, 17)], Feeling.EDGE)


def test_on_a_friday_in_winter_nothing_suits_jerusalem() -> None:
    assert window(date(2026, 12, 4))[0] == []


def test_on_thanksgiving_nothing_suits_america_and_the_rest_is_not_asked() -> None:
    assert window(date(2026, 11, 26))[0] == []
    assert window(date(2026, 11, 26), "epfl", "huji")[0] != []


def test_an_hour_shows_how_it_feels_and_what_closes_it() -> None:
    (panel,) = hours_of(date(2026, 12, 4), "huji").panels

    noon, afternoon, evening = (panel.rows[hour][0] for hour in (9, 12, 16))

    assert (f"{noon.wall:%H:%M}", noon.feeling, noon.level) == ("10:00", Feeling.POOR, None)
    assert afternoon.level is None
    assert evening.level is Level.HARD


def test_sites_that_are_alike_share_a_column_until_one_of_them_is_closed() -> None:
    tuesday = hours_of(date(2026, 12, 1), "berkeley", "stanford", "ucsd")
    apart = hours_of(date(2026, 12, 1), "berkeley", "ttic")

    assert [column.label for column in tuesday.columns] == ["Berkeley +2"]
    assert [column.label for column in apart.columns] == ["Berkeley", "Chicago"]


def test_days_that_look_the_same_are_one_panel() -> None:
    shown = overlap(SITES, week_of(date(2027, 6, 23)), zone=ZURICH, place="Lausanne")

    assert [panel.name for panel in shown.panels] == [
        "Mon 21 Jun",
        "Tue 22 – Thu 24",
        "Fri 25 Jun",
        "Sat 26 Jun",
        "Sun 27 Jun",
    ]


def test_a_day_with_a_mark_stands_alone() -> None:
    at = datetime(2027, 6, 23, 15, tzinfo=UTC)

    shown = overlap(SITES, week_of(date(2027, 6, 23)), zone=ZURICH, place="Lausanne", marked=[at])

    marked = [panel for panel in shown.panels if panel.marked]
    assert [(panel.name, panel.marked) for panel in marked] == [("Wed 23 Jun", frozenset({17}))]


@given(st.sets(st.integers(0, 23)))
def test_stretches_hold_the_same_hours(hours: set[int]) -> None:
    found = stretches(hours)

    assert [hour for begins, ends in found for hour in range(begins, ends)] == sorted(hours)
    assert all(one[1] < next_[0] for one, next_ in pairwise(found))
