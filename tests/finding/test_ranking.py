from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.finding.model.participants import ClosedTimes, DayHours, Participant, Search
from bot.finding.model.ranking import ranked_times
from bot.sites.model.sites import Site
from tests.finding.plainly import plainly
from tests.worlds import NOW, first_sites

SITES = first_sites()
MIT, EPFL, HUJI = (
    next(site for site in SITES if site.slug == slug) for slug in ("mit", "epfl", "huji")
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Clocks that change by half an hour, stand on odd quarters, or change on other days than ours.
ZONES = (
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "America/New_York",
    "Asia/Jerusalem",
    "Europe/Zurich",
    "Pacific/Kiritimati",
)
# Days on which some of these clocks change, and ordinary ones.
DAYS = (
    datetime(2026, 10, 24, 20, tzinfo=UTC),
    datetime(2026, 11, 1, 3, tzinfo=UTC),
    datetime(2027, 3, 14, 3, tzinfo=UTC),
    datetime(2027, 3, 25, 17, tzinfo=UTC),
    datetime(2027, 4, 3, 11, tzinfo=UTC),
    datetime(2026, 12, 31, 12, tzinfo=UTC),
    NOW,
)


def person(number: int, site: Site, **more: object) -> Participant:
    known = {"site_id": site.id, "zone": site.zone, "days": site.working_days, **more}
    return Participant(id=number, **known)  # type: ignore[arg-type] # a builder


def search(people: Sequence[Participant], **more: object) -> Search:
    week = {"since": NOW, "until": NOW + 7 * DAY, "minutes": 60, "zone": "Europe/Zurich", **more}
    return Search(people=people, sites=SITES, **week)  # type: ignore[arg-type] # a builder


def some_intervals(random: Random, since: datetime, most: int) -> list[Interval]:
    return [
        Interval(begins, begins + timedelta(minutes=random.choice([1, 5, 30, 61, 400])))
        for _ in range(random.randint(0, most))
        for begins in [since + timedelta(minutes=random.randint(-300, 2400))]
    ]


def some_person(random: Random, number: int, since: datetime) -> Participant:
    site = random.choice([*SITES[3:], None])
    own = [(time(8, 20), time(18, 40)), (time(0), time(23, 59)), (time(22), time(23)), None, None]
    return Participant(
        id=number,
        site_id=site.id if site else None,
        zone=random.choice(ZONES) if site is None or random.random() < 0.2 else site.zone,
        days=site.working_days if site else frozenset(random.sample(range(7), 5)),
        hours=random.choice(own),
        busy=some_intervals(random, since, 4),
        rather_not=some_intervals(random, since, 1),
        required=random.random() < 0.3,
        weight=random.choice([1, 1, 1, 2, 5]),
    )


def some_search(seed: int) -> tuple[Search, datetime]:
    """Return a random search and the time at which it is made."""
    random = Random(seed)  # noqa: S311 - chance, not secrecy
    since = random.choice(DAYS) + timedelta(minutes=random.randint(0, 90))
    found = Search(
        people=[some_person(random, n, since) for n in range(random.randint(1, 4))],
        sites=SITES,
        minutes=random.choice([15, 30, 50, 60, 90]),
        since=since,
        until=since + timedelta(hours=random.choice([1, 3, 8, 12, 30])),
        zone=random.choice(ZONES),
        ledger={site.id: random.randint(0, 9) for site in random.sample(SITES, 4)},
        closed={
            site.id: ClosedTimes(
                hard=some_intervals(random, since, 1), soft=some_intervals(random, since, 2)
            )
            for site in random.sample(SITES, 3)
        },
        only=random.choice(
            [None, None, DayHours(zone=random.choice(ZONES), hours=(time(8), time(12)))]
        ),
    )
    return found, since + timedelta(minutes=random.randint(-60, 120))


@pytest.mark.parametrize(
    "seeds",
    [
        range(250),
        *(pytest.param(range(n, n + 250), marks=pytest.mark.long) for n in range(250, 2000, 250)),
    ],
    ids=str,
)
def test_a_plain_loop_over_slots_and_members_finds_the_same(seeds: range) -> None:
    wrong = []
    for seed in seeds:
        wanted, now = some_search(seed)
        ours, plain = ranked_times(wanted, now=now), plainly(wanted, now=now)
        everybody = {person.id for person in wanted.people}
        told = [(c.start, round(c.points, 9), everybody - c.cannot) for c in ours]
        if told != [(s.start, round(float(s.points), 9), set(s.comes)) for s in plain]:
            wrong.append(seed)

    assert wrong == []


def test_the_one_hour_that_suits_all_five_zones_is_found() -> None:
    found = ranked_times(search([person(n, site) for n, site in enumerate(SITES)]), now=NOW)

    times = [f"{c.start:%a %H:%M}" for c in found]
    assert times[:4] == ["Mon 16:00", "Tue 16:00", "Wed 16:00", "Thu 16:00"]
    assert found[0].free == found[0].asked == 8
    assert {t.site_id: t.points for t in found[0].turnouts if t.points == 2} == {HUJI.id: 2}
    assert found[0].hardest == 6
    assert found[0].points == pytest.approx(6 + 3 * (4 * 1 + 1 + 2) / 8)


def test_who_is_required_is_never_left_out() -> None:
    busy = [Interval(NOW, NOW + 3 * DAY)]
    people = [person(1, EPFL), person(2, EPFL, busy=busy, required=True), person(3, EPFL)]

    found = ranked_times(search(people), now=NOW)

    assert min(c.start for c in found) >= NOW + 3 * DAY
    assert all(2 not in c.cannot for c in found)


def test_where_the_required_are_never_free_together_nothing_is_found() -> None:
    people = [
        person(1, EPFL, busy=[Interval(NOW, NOW + 4 * DAY)], required=True),
        person(2, EPFL, busy=[Interval(NOW + 4 * DAY, NOW + 9 * DAY)], required=True),
    ]

    assert ranked_times(search(people), now=NOW) == []


def test_a_soft_closure_counts_half_and_a_hard_one_whole() -> None:
    people = [person(1, EPFL), person(2, HUJI)]
    closed = {
        EPFL.id: ClosedTimes(soft=[Interval(NOW, NOW + DAY)]),
        HUJI.id: ClosedTimes(hard=[Interval(NOW + 14 * HOUR, NOW + 2 * DAY)]),
    }
    within = {"since": NOW, "until": NOW + 32 * HOUR, "closed": closed}

    soft, hard = ranked_times(search(people, **within), now=NOW)[:2]

    assert (soft.absence, soft.free, soft.turnouts[0].rather_not) == (25, 2, 1)
    assert (hard.absence, hard.free, set(hard.cannot)) == (50, 1, {2})


def test_within_a_point_the_site_that_has_paid_most_is_spared() -> None:
    busy = [
        Interval(NOW + 5 * HOUR, NOW + 7 * HOUR)
    ]  # so that one of the two must meet off its hours
    people = [person(n, site, busy=busy) for n, site in enumerate([MIT] * 10 + [EPFL] * 11)]
    today = {"since": NOW + 4 * HOUR, "until": NOW + 8 * HOUR}

    usual = ranked_times(search(people, **today), now=NOW, most=1)[0]
    fair = ranked_times(search(people, **today, ledger={MIT.id: 3}), now=NOW, most=1)[0]

    assert (usual.start - NOW, usual.spares) == (4 * HOUR, False)
    assert (fair.start - NOW, fair.spares) == (7 * HOUR, True)
    assert usual.points < fair.points <= usual.points + 1


def test_quarters_away_are_as_good_as_appointments() -> None:
    busy = [Interval(NOW + n * 5 * HOUR, NOW + n * 5 * HOUR + HOUR) for n in range(1, 30)]
    week = search([])
    told = search([person(1, EPFL, busy=busy), person(2, HUJI)])
    away = search([person(1, EPFL, away=week.grid.touched(busy)), person(2, HUJI)])

    assert ranked_times(told, now=NOW) == ranked_times(away, now=NOW)
    assert ranked_times(told, now=NOW + DAY) == ranked_times(away, now=NOW + DAY)


def test_only_mornings_at_a_site_are_looked_through() -> None:
    part = DayHours(zone="Europe/Zurich", hours=(time(8), time(12)))

    found = ranked_times(search([person(1, EPFL)], only=part), now=NOW)

    assert {f"{c.start:%H:%M}" for c in found} <= {"08:00", "08:30", "09:00", "09:30", "10:00"}
    assert len({c.start.date() for c in found}) == 5


def test_the_best_ten_begin_with_the_best_five() -> None:
    wanted = search([person(n, site) for n, site in enumerate(SITES)])

    assert ranked_times(wanted, now=NOW, most=10)[:5] == ranked_times(wanted, now=NOW)


@pytest.mark.parametrize(
    "more",
    [{"until": NOW + 58 * DAY}, {"people": [person(n, EPFL) for n in range(2001)]}],
    ids=["months", "thousands"],
)
def test_what_would_take_too_long_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        ranked_times(search(**{"people": [person(1, EPFL)], **more}), now=NOW)  # type: ignore[arg-type] # a builder


def test_nobody_and_no_time_give_nothing() -> None:
    assert ranked_times(search([]), now=NOW) == []
    assert ranked_times(search([person(1, EPFL)], until=NOW + HOUR / 2), now=NOW) == []
