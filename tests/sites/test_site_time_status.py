"""Verdicts: what a time is at each site, in a few words."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sites.model.closures import Level, OwnClosure
from bot.sites.model.site_time_status import (
    TimeInClosure,
    closed_sites,
    closed_times,
    require_open,
    site_time_status,
    site_time_statuses,
    statuses_text,
)
from bot.times.zones import occurrence_instant
from tests.worlds import first_sites

SITES = {site.slug: site for site in first_sites()}


def told(slug: str, wall: str, *, minutes: int = 60) -> tuple[str, str | None]:
    """Return the verdict on a wall time in Lausanne."""
    start = occurrence_instant(datetime.fromisoformat(wall), "Europe/Zurich")
    found = site_time_status(SITES[slug], start, start + timedelta(minutes=minutes))
    return found.words, found.level


@pytest.mark.parametrize(
    ("slug", "wall", "words", "level"),
    [
        ("epfl", "2027-05-06 17:00", "Ascension Day", "hard"),
        ("berkeley", "2026-11-26 17:00", "Thanksgiving Day", "hard"),
        ("berkeley", "2026-11-08 17:00", "Diwali", "soft"),
        # 21 September 2026 closes two sites at once.
        ("epfl", "2026-09-21 17:00", "Prayer Monday", "hard"),
        ("huji", "2026-09-21 17:00", "Yom Kippur", "hard"),
        # It begins in the meeting, ends in it, or begins soon after it.
        ("huji", "2026-09-20 16:30", "Yom Kippur from 17:58", "hard"),
        ("huji", "2026-09-21 18:00", "Yom Kippur until 19:13", "hard"),
        ("huji", "2026-09-20 15:00", "Eve of Yom Kippur, Yom Kippur from 17:58", "soft"),
        ("huji", "2026-09-20 12:00", "Eve of Yom Kippur", "soft"),
        ("huji", "2027-01-15 14:00", "Shabbat from 16:17", "soft"),
        ("huji", "2027-01-15 14:30", "Shabbat from 16:17", "hard"),
        ("huji", "2027-01-15 10:00", "day off", None),
        # The evening between the two days of Rosh Hashanah is one closure.
        ("huji", "2026-09-12 18:00", "Rosh Hashanah", "hard"),
        ("huji", "2027-03-24 17:00", "Purim", "soft"),
        ("huji", "2027-04-26 17:00", "Pesach holiday", "soft"),
        ("huji", "2027-04-27 02:00", "Pesach holiday, night", "soft"),
        # A whole day that begins at midnight is no news the evening before.
        ("epfl", "2027-05-05 23:00", "night", None),
        ("epfl", "2027-05-05 21:00", "outside working hours", None),
        ("huji", "2026-12-03 17:00", "outside working hours", None),
        ("epfl", "2026-12-03 16:00", "", None),
        ("epfl", "2026-12-03 16:30", "outside working hours", None),
        ("epfl", "2026-12-05 10:00", "day off", None),
        ("huji", "2026-12-06 10:00", "", None),
        ("berkeley", "2026-12-03 10:00", "night", None),
    ],
)
def test_a_time_is_told_in_a_few_words(slug: str, wall: str, words: str, level: str | None) -> None:
    assert told(slug, wall) == (words, level)


def test_a_long_meeting_is_told_all_that_it_touches() -> None:
    # Shavuot is a Friday and runs into Shabbat.
    assert told("huji", "2027-06-11 17:00", minutes=180) == (
        "Shavuot until 20:26, Shabbat from 19:04",
        "hard",
    )


def test_sites_with_the_same_words_are_named_together_in_their_order() -> None:
    start = occurrence_instant(datetime.fromisoformat("2026-11-26 17:00"), "Europe/Zurich")

    every = statuses_text(site_time_statuses(SITES.values(), start, start + timedelta(hours=1)))
    hard = statuses_text(closed_sites(SITES.values(), start, start + timedelta(hours=1)))

    at_home = "Berkeley · Stanford · San Diego · Irvine · Chicago · Boston: Thanksgiving Day"
    assert hard == at_home
    assert every == f"{at_home} | Lausanne · Jerusalem: outside working hours"


HOUR = timedelta(hours=1)


def at(wall: str) -> datetime:
    return occurrence_instant(datetime.fromisoformat(wall), "Europe/Zurich")


def test_a_time_in_a_hard_closure_is_refused_by_name() -> None:
    start = at("2026-09-21 17:00")

    with pytest.raises(TimeInClosure) as refused:
        require_open(SITES.values(), [start], length=HOUR)

    assert str(refused.value) == (
        "That time is in a closure: Lausanne: Prayer Monday | Jerusalem: Yom Kippur."
    )


def test_of_many_dates_those_in_hard_closures_are_told() -> None:
    starts = [at("2026-09-03 17:00") + timedelta(weeks=week) for week in range(52)]

    with pytest.raises(TimeInClosure) as refused:
        require_open(SITES.values(), starts, length=HOUR)

    assert str(refused.value) == "3 of 52 dates are in closures."
    assert [
        (shut.start.date().isoformat(), statuses_text(shut.at)) for shut in refused.value.shut
    ] == [
        (
            "2026-11-26",
            "Berkeley · Stanford · San Diego · Irvine · Chicago · Boston: Thanksgiving Day",
        ),
        ("2027-04-22", "Jerusalem: Pesach"),
        ("2027-05-06", "Lausanne: Ascension Day"),
    ]


def test_a_long_closure_around_a_holiday_closes_the_days_behind_that_too() -> None:
    recess = OwnClosure(
        begins=datetime.fromisoformat("2026-12-21"),
        ends=datetime.fromisoformat("2027-01-04"),
        name="Recess",
        level=Level.HARD,
    )
    epfl = replace(SITES["epfl"], own_closures=(recess,))

    found = closed_times([epfl], [at("2026-12-25 17:00"), at("2026-12-29 17:00")], HOUR)

    assert [statuses_text(shut.at) for shut in found] == [
        "Lausanne: Recess, Christmas Day",
        "Lausanne: Recess",
    ]


@given(
    first=st.integers(0, 24 * 400),
    gaps=st.lists(st.integers(1, 24 * 9), max_size=12),
    hours=st.integers(1, 12),
)
def test_many_times_are_judged_as_each_alone(first: int, gaps: list[int], hours: int) -> None:
    starts = [at("2026-09-01 00:00") + n * HOUR for n in accumulate([first, *gaps])]
    length = hours * HOUR

    found = closed_times(SITES.values(), starts, length)

    assert [(shut.start, list(shut.at)) for shut in found] == [
        (start, told)
        for start in starts
        if (told := closed_sites(SITES.values(), start, start + length))
    ]


def test_eves_and_other_soft_closures_are_not_refused() -> None:
    start = at("2026-09-20 12:00")

    require_open([SITES["huji"]], [start], length=HOUR)

    assert site_time_status(SITES["huji"], start, start + HOUR).level is Level.SOFT
