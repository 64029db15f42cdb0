"""Ranks the times that suit people at many sites best."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.intervals import Interval
from bot.fairness.model.ledger import burden
from bot.finding.model.availability import AWAKE, EVERY_DAY, Grid
from bot.finding.model.bitsets import BitCounter, lasting, reaching, set_in, worst
from bot.finding.model.participants import Participant, Search
from bot.finding.model.ranked_times import RankedTime, Turnout
from bot.sites.model.points import QUARTER
from bot.times.zones import occurrence_instant, wall_time

DAY = timedelta(days=1)
APART = 8  # the fewest quarters between the starts of two times
# What a time costs: a point for each percent of people who can't come, three for each point of the
# hardest site's hour, and three for each point of everybody's hour, on average.
HARDEST = EVERYBODY = 3
PERCENT = 100


def ranked_times(search: Search, *, now: datetime, most: int = 5) -> list[RankedTime]:
    """Return the best times from now on, on different days first, at least two hours apart.

    They are ranked by points; among those within a point of the best, the one that costs least to
    the sites that have paid most wins. Empty if the required people are never free together.
    """
    search.require_feasible()
    grid = search.grid
    length = -(-timedelta(minutes=search.minutes) // QUARTER)
    if grid.cells < length or not search.people:
        return []
    return _Ranking(search, grid, length).best(most, first=max(grid.first_from(now), 0))


class _Ranking:
    """The ranking of one search: bits of numbers and positions in lists are possible starts.

    Points are multiplied by twice the weight of all people, so that they are whole numbers.
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

    def best(self, most: int, *, first: int) -> list[RankedTime]:
        """Return the best times that start at or after the first quarter."""
        left = other_days = self._allowed() >> first << first
        order = sorted(set_in(left), key=lambda start: (self._costs[start], start))
        found: list[RankedTime] = []
        while left and len(found) < most:
            start, spares = self._next(order, other_days & left or left)
            found.append(self._ranked_time(start, spares=spares))
            left &= ~_around(start)
            other_days &= ~self._day_of(start)
        return found

    def _free_bits(self) -> list[int]:
        """Return for each person the starts of meetings that they can attend whole."""
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
        """Return for each person the starts of meetings that they would rather not attend."""
        grid = self._grid
        of_site = {site_id: grid.touched(c.soft) for site_id, c in self._search.closed.items()}
        return [
            reaching(grid.touched(p.rather_not) | of_site.get(p.site_id or 0, 0), self._length)
            for p in self._search.people
        ]

    def _allowed(self) -> int:
        """Return the starts at which all required people can come, and at least one person."""
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
        """Return the weight of those who can come, in halves: one half for who would rather not."""
        counter = BitCounter()
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
        """Return the best eligible start, and whether the ledger decided it."""
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
        """Return all starts on the same day."""
        zone = self._search.zone
        day = wall_time(self._grid.instant(start), zone).replace(hour=0, minute=0)
        begins, ends = (occurrence_instant(midnight, zone) for midnight in (day, day + DAY))
        return self._grid.touched([Interval(begins, ends)])

    def _ranked_time(self, start: int, *, spares: bool) -> RankedTime:
        people, scale = self._search.people, self._scale
        can = self._set_at(start, self._free)
        return RankedTime(
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
        """Return the ids of the people whose bit is set."""
        return {p.id for p, own in zip(self._search.people, bits, strict=True) if own >> start & 1}

    def _turnouts(self, start: int, can: set[int], soft: set[int]) -> Iterator[Turnout]:
        points = self._paid(start)
        of_site: dict[int | None, list[Participant]] = {site_id: [] for site_id in (*points, None)}
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
    """Return the starts that are too close to a chosen one."""
    first = max(start - APART + 1, 0)
    return ((1 << (start + APART - first)) - 1) << first
