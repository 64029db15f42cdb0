from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.attendance.model import HeldMeeting
from bot.fairness.model.ledger import Term, account, burden, paid_for
from bot.times.zones import occurrence_instant
from tests.worlds import first_sites

SITES = first_sites()
ID = {site.slug: site.id for site in SITES}
ZURICH = "Europe/Zurich"
WEEK = timedelta(weeks=1)


def weekly(first: date, weeks: int, hour: int = 17) -> list[HeldMeeting]:
    return [
        HeldMeeting(
            series_id=1,
            start=occurrence_instant(datetime.combine(first + n * WEEK, time(hour)), ZURICH),
            minutes=60,
        )
        for n in range(weeks)
    ]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 8, 31), "spring 2026"),
        (date(2026, 9, 1), "autumn 2026"),
        (date(2026, 12, 31), "autumn 2026"),
        (date(2027, 1, 31), "autumn 2026"),
        (date(2027, 2, 1), "spring 2027"),
    ],
)
def test_every_day_lies_in_one_term(day: date, name: str) -> None:
    term = Term.around(day)

    assert term.name == name
    assert term.first <= day <= term.last
    assert term.before.last + timedelta(days=1) == term.first
    assert term.after.before == term


def test_a_term_begins_at_midnight_in_the_anchor_zone() -> None:
    begins, ends = Term.around(date(2026, 11, 23)).bounds(ZURICH)

    assert begins == datetime(2026, 8, 31, 22, tzinfo=UTC)
    assert ends == datetime(2027, 1, 31, 23, tzinfo=UTC)


def test_half_a_year_of_seminars_costs_each_site_what_its_clock_says() -> None:
    told = account(weekly(date(2027, 1, 7), 26), SITES)

    assert told.meetings == 26
    assert {slug: told.paid[ID[slug]] for slug in ("berkeley", "ttic", "mit", "epfl", "huji")} == {
        "berkeley": 24, "ttic": 0, "mit": 0, "epfl": 26, "huji": 52,
    }  # fmt: skip


def test_at_night_only_a_site_pays_from_which_somebody_came() -> None:
    morning = HeldMeeting(series_id=1, start=datetime(2026, 12, 3, 9, tzinfo=UTC), minutes=60)
    with_berkeley = HeldMeeting(
        series_id=1, start=morning.start, minutes=60, came=frozenset({ID["berkeley"]})
    )

    assert set(paid_for(morning, SITES).values()) == {0}
    assert {s for s, p in paid_for(with_berkeley, SITES).items() if p} == {ID["berkeley"]}
    assert paid_for(with_berkeley, SITES)[ID["berkeley"]] == 30


def test_only_the_sites_of_those_invited_pay() -> None:
    evening = datetime(2026, 12, 3, 19, tzinfo=UTC)  # 20:00 in Lausanne, 21:00 in Jerusalem
    invited = frozenset({ID["epfl"], ID["mit"]})
    small = HeldMeeting(series_id=1, start=evening, minutes=60, invited=invited)

    assert paid_for(small, SITES) == {ID["epfl"]: 5, ID["mit"]: 0}


def test_nothing_held_is_nothing_paid() -> None:
    told = account([], SITES)

    assert (told.meetings, set(told.paid.values())) == (0, {0})


def test_what_is_paid_is_compared_from_the_most_on() -> None:
    assert burden({1: 5, 2: 3}, {2: 4, 3: 1}) == (7, 5, 1)
    assert burden({1: 5}, {1: 1}) < burden({1: 5}, {2: 7})
