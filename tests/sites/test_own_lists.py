"""A university's own list of holidays is the truth; its state's is not added."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Kind
from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.own_lists import own_list
from bot.sites.model.sites import Site
from bot.sites.service.holiday_reviews import HolidayReviewService
from bot.sites.service.known_closures import shipped
from bot.storage.database import Store
from bot.times.zones import wall_time
from tests.sites.closed_places import DAY, SITES, at, between
from tests.worlds import NOW, World

SPAN = date(2026, 11, 20), date(2028, 1, 1)
OWN = {
    slug: replace(site, own_closures=tuple(shipped(slug, site.holiday_region)))
    for slug, site in SITES.items()
}


def hard_days(site: Site) -> dict[str, str]:
    """Return the days on which nobody works at a site, each with its name."""
    found = {}
    for closure in between(site, *SPAN):
        day, last = (wall_time(edge, site.zone) for edge in (closure.start, closure.end))
        while closure.level is Level.HARD and day < last:
            found[f"{day:%Y-%m-%d}"] = closure.name
            day += DAY
    return found


@pytest.mark.parametrize(
    ("slug", "worked"),
    [
        *((slug, ["2027-03-31"]) for slug in ("berkeley", "ucsd", "uci")),
        ("stanford", ["2027-03-26", "2027-03-31", "2026-11-11", "2027-11-11"]),
        ("ttic", ["2027-02-12", "2027-03-01", "2027-10-11", "2026-11-03", "2027-11-02"]),
        ("mit", ["2027-06-19", "2027-12-25"]),
    ],
    ids=lambda value: f"case_29 {value}",
)
def test_a_states_holiday_is_no_universitys(slug: str, worked: list[str]) -> None:
    assert hard_days(OWN[slug]).keys() & set(worked) == set()


@pytest.mark.parametrize(
    ("slug", "closed"),
    [
        *((slug, ["2026-12-24", "2026-12-31", "2027-03-26", "2027-06-18"]) for slug in ("ucsd",)),
        ("berkeley", ["2026-11-26", "2026-11-27", "2027-03-26", "2027-07-05", "2027-11-11"]),
        ("uci", ["2026-12-29", "2027-01-01", "2027-03-26"]),
        ("stanford", ["2026-11-27", "2026-12-25", "2027-02-15", "2027-09-06", "2027-11-26"]),
        ("mit", ["2026-11-27", "2027-04-19", "2027-06-18", "2027-12-24", "2027-12-31"]),
        ("ttic", ["2026-11-26", "2026-12-25", "2027-01-01", "2027-05-31"]),
        ("epfl", ["2027-05-06", "2027-09-20"]),
        ("huji", ["2027-06-11"]),
    ],
    ids=lambda value: f"case_29 {value}",
)
def test_a_universitys_own_holidays_are_kept(slug: str, closed: list[str]) -> None:
    assert set(closed) <= hard_days(OWN[slug]).keys()


def test_case_29_mits_winter_break_is_named_as_not_confirmed() -> None:
    noon = at(date(2026, 12, 29), OWN["mit"], 12)

    (found,) = closures_of(OWN["mit"], since=noon, until=noon + timedelta(hours=1))

    assert (found.name, found.level) == ("Winter break, days not confirmed", Level.SOFT)


@pytest.mark.parametrize("slug", SITES, ids=lambda slug: f"case_30 {slug}")
def test_no_holiday_is_listed_twice(slug: str) -> None:
    site = OWN[slug]
    held = [
        (closure.name.removesuffix(" (observed)"), wall_time(closure.start, site.zone).date())
        for closure in between(site, *SPAN)
        if closure.name != "Shabbat" and closure.level is Level.HARD
    ]

    near = [
        (name, day)
        for name, day in held
        for other, another in held
        if name == other and timedelta() < another - day < timedelta(days=5)
    ]

    assert [name for name, _ in near if name != "Rosh Hashanah"] == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "minutes"),
    [(32.794, 34.9896, 30), (32.7614, 35.0195, 30), (31.7767, 35.1978, 40), (32.0853, 34.7818, 18)],
    ids=["case_30 Haifa", "case_30 Technion", "case_30 Jerusalem", "case_30 Tel Aviv"],
)
def test_shabbat_begins_by_the_custom_of_the_city(
    latitude: float, longitude: float, minutes: int
) -> None:
    site = replace(SITES["huji"], latitude=latitude, longitude=longitude)
    elsewhere = replace(site, latitude=32.0853, longitude=34.7818)
    friday = date(2026, 11, 27)

    begins = {
        one: next(c.start for c in between(one, friday, friday + 2 * DAY) if c.name == "Shabbat")
        for one in (site, elsewhere)
    }

    expected = begins[elsewhere] - timedelta(minutes=minutes - 18)
    assert abs(begins[site] - expected) <= timedelta(minutes=4)


def test_case_29_the_list_of_a_university_says_until_when_it_is_known() -> None:
    known = own_list("berkeley", "US-CA")

    assert known is not None
    assert known.until == date(2027, 11, 30)
    assert own_list("berkeley", "IL") is None
    assert SITES["berkeley"].own_list is None  # until its closures are there, the state's count


async def test_case_29_organizers_are_told_before_a_list_ends_and_asked_once_a_year(
    store: Store,
) -> None:
    world = await World.found(store)
    reviews = HolidayReviewService(store)
    days = (date(2027, 9, 1), date(2027, 9, 2), date(2027, 10, 1), date(2027, 10, 2))
    later = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days]
    made = [await reviews.review(now=instant) for instant in (NOW, *later)]

    async with store.read() as connection:
        told = await deliveries.of_kind(
            connection, world.organizer.collaboration.id, [Kind.TROUBLE]
        )
    assert made == [0, 1, 0, 1, 0]
    review, ending = (one.payload["sentence"] for one in told)
    assert review.startswith("Once a year I ask")
    assert "UC Berkeley: known until 30 November 2027" in review
    assert "EPFL: public holidays only" in review
    assert ending.startswith("I know the holidays of Stanford University, UC Berkeley, UC Irvine")
