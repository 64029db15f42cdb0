"""Candidates: the times that suit people at many sites best, what each costs, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.intervals import Interval
from bot.fairness.model.ledger import burden
from bot.finding.model.availability import (
    AWAKE,
    EVERY_DAY,
    Counter,
    Grid,
    lasting,
    reaching,
    set_in,
    worst,
)
from bot.finding.model.participants import Person, Search
from bot.sites.model.points import QUARTER
from bot.times.zones import occurrence_instant, wall_time

DAY = timedelta(days=1)
APART = 8  # quarters between the beginnings of two candidates, at least
# What a time costs: a point for each percent of people who cannot come, three for each point of
# the hardest site's hour, and three for each point of everybody's hour, on average.
HARDEST = EVERYBODY = 3
PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """How many of a site were asked, can come, and would, of these, rather not.

    `points` are what the time costs the site; `site_id` is None for people of no site.
    """

    site_id: int | None
    asked: int
    free: int
    rather_not: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A time, what it costs, and who can come.

    `absence`, `hardest` and `everybody` add up to its points. `spares` is set where another time
    had up to a point less: this one asks less of the sites that have paid most.
    """

    start: datetime
    minutes: int
    absence: float
    hardest: float
    everybody: float
    turnouts: tuple[Turnout, ...]
    cannot: frozenset[int]
    spares: bool

    @property
    def points(self) -> float:
        """What it costs in all: the lower, the better."""
        return self.absence + self.hardest + self.everybody

    @property
    def asked(self) -> int:
        """How many were asked."""
        return sum(turnout.asked for turnout in self.turnouts)

    @property
    def free(self) -> int:
        """How many can come."""
        return sum(turnout.free for turnout in self.turnouts)


def candidates(search: Search, *, now: datetime, most: int = 5) -> list[Candidate]:
    """Return the best times from now on, on different days first, at least two hours apart.

    Ranked by points; of those within a point of the best, the one after which the sites that have
    paid most have paid least. Nothing where the people who are required are never free together.
    """
    search.require_feasible()
    grid = search.grid
    length = -(-timedelta(minutes=search.minutes) // QUARTER)
    if grid.cells < length or not search.people:
        return []
    return _Sifting(search, grid, length).best(most, first=max(grid.first_from(now), 0))


class _Sifting:
    """One search, in the making: numbers whose bits, and lists whose places, are beginnings.

    Points are kept times twice the weight of all people, so that they are whole numbers.
    """

    def __init__(self, search: Search, grid: Grid, length: int) -> None:
        self._search, self._grid, self._length = search, grid, length
        self._starts = grid.cells - length + 1
        self._scale = 2 * sum(person.weight for person in search.people)
        self._free = self._free_bits()
        self._soft = self._soft_bits()
        zones = search.places | search.weights.keys()
        self._points = {zone: worst(grid.points(zone), length) for zone in zones}
        self._absence = [PERCENT * (self._scale - halves) for halves in self._presence()]
        self._hardest = self._hardest_points()
        self._everybody = self._everybodys_points()
        self._costs = list(
            map(sum, zip(self._absence, self._hardest, self._everybody, strict=True))
        )
        self._asked = [(site.id, self._points[site.zone]) for site in search.asked]

    def best(self, most: int, *, first: int) -> list[Candidate]:
        """Return the best times that begin from the first quarter on."""
        left = other_days = self._allowed() >> first << first
        order = sorted(set_in(left), key=lambda start: (self._costs[start], start))
        found: list[Candidate] = []
        while left and len(found) < most:
            start, spares = self._next(order, other_days & left or left)
            found.append(self._candidate(start, spares=spares))
            left &= ~_around(start)
            other_days &= ~self._day_of(start)
        return found

    def _free_bits(self) -> list[int]:
        """Return for each person when a meeting that they can stay in may begin."""
        grid, search = self._grid, self._search
        hard = {site_id: grid.touched(closed.hard) for site_id, closed in search.closed.items()}
        working: dict[object, int] = {}
        found = []
        for person in search.people:
            profile = (person.zone, person.days, person.hours or AWAKE)
            if profile not in working:
                working[profile] = grid.open(*profile)
            away = person.away | grid.touched(person.busy) | hard.get(person.site_id or 0, 0)
            found.append(lasting(working[profile] & ~away, self._length))
        return found

    def _soft_bits(self) -> list[int]:
        """Return for each person when a meeting may begin that they would rather not stay in."""
        grid = self._grid
        of_site = {site_id: grid.touched(c.soft) for site_id, c in self._search.closed.items()}
        return [
            reaching(grid.touched(p.rather_not) | of_site.get(p.site_id or 0, 0), self._length)
            for p in self._search.people
        ]

    def _allowed(self) -> int:
        """Return the beginnings at which all who are required can come, and somebody does."""
        allowed = (1 << self._starts) - 1
        if (only := self._search.only) is not None:
            allowed &= lasting(self._grid.open(only.zone, EVERY_DAY, only.hours), self._length)
        anybody = 0
        for person, free in zip(self._search.people, self._free, strict=True):
            anybody |= free
            if person.required:
                allowed &= free
        return allowed & anybody

    def _presence(self) -> Sequence[int]:
        """Return how much weight comes, in halves: one half of who would rather not."""
        counter = Counter()
        for person, free, soft in zip(self._search.people, self._free, self._soft, strict=True):
            counter.add(free & ~soft, 2 * person.weight)
            counter.add(free & soft, person.weight)
        return counter.counts(self._starts)

    def _hardest_points(self) -> Sequence[int]:
        columns = [self._points[zone] for zone in self._search.places]
        worth = HARDEST * self._scale
        return [worth * max(row) for row in zip(*columns, strict=True)]

    def _everybodys_points(self) -> Sequence[int]:
        columns = [
            [2 * EVERYBODY * weight * points for points in self._points[zone]]
            for zone, weight in self._search.weights.items()
        ]
        return list(map(sum, zip(*columns, strict=True)))

    def _next(self, order: Sequence[int], eligible: int) -> tuple[int, bool]:
        """Return the best of the eligible beginnings, and whether the ledger chose it."""
        close = list(self._within_a_point(order, eligible))
        chosen = min(close, key=self._fairness)
        return chosen, self._costs[chosen] > self._costs[close[0]]

    def _within_a_point(self, order: Sequence[int], eligible: int) -> Iterator[int]:
        limit: int | None = None
        for start in order:
            if eligible >> start & 1:
                limit = self._costs[start] + self._scale if limit is None else limit
                if self._costs[start] > limit:
                    return
                yield start

    def _fairness(self, start: int) -> tuple[tuple[int, ...], int, int]:
        paid = burden(self._search.ledger, self._paid(start))
        return paid, self._costs[start], start

    def _paid(self, start: int) -> Mapping[int, int]:
        return {site_id: points[start] for site_id, points in self._asked}

    def _day_of(self, start: int) -> int:
        """Return all beginnings on the same day."""
        zone = self._search.zone
        day = wall_time(self._grid.instant(start), zone).replace(hour=0, minute=0)
        begins, ends = (occurrence_instant(midnight, zone) for midnight in (day, day + DAY))
        return self._grid.touched([Interval(begins, ends)])

    def _candidate(self, start: int, *, spares: bool) -> Candidate:
        people, scale = self._search.people, self._scale
        can = self._set_at(start, self._free)
        return Candidate(
            start=self._grid.instant(start),
            minutes=self._search.minutes,
            absence=self._absence[start] / scale,
            hardest=self._hardest[start] / scale,
            everybody=self._everybody[start] / scale,
            turnouts=tuple(self._turnouts(start, can, self._set_at(start, self._soft))),
            cannot=frozenset(person.id for person in people if person.id not in can),
            spares=spares,
        )

    def _set_at(self, start: int, bits: Sequence[int]) -> set[int]:
        """Return the ids of those whose bit is set."""
        return {p.id for p, own in zip(self._search.people, bits, strict=True) if own >> start & 1}

    def _turnouts(self, start: int, can: set[int], soft: set[int]) -> Iterator[Turnout]:
        points = self._paid(start)
        of_site: dict[int | None, list[Person]] = {site_id: [] for site_id in (*points, None)}
        for person in self._search.people:
            of_site[person.site_id if person.site_id in points else None].append(person)
        for site_id, people in of_site.items():
            free = {person.id for person in people} & can
            if people:
                yield Turnout(
                    site_id=site_id,
                    asked=len(people),
                    free=len(free),
                    rather_not=len(free & soft),
                    points=points.get(site_id or 0, 0),
                )


def _around(start: int) -> int:
    """Return the beginnings that are too near to one that was chosen."""
    first = max(start - APART + 1, 0)
    return ((1 << (start + APART - first)) - 1) << first
