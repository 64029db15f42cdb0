"""Rotations: at which of at most two hours a series meets each week, so that nobody pays too much.

An hour is an index into a list; its points for each site and week are given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, combinations_with_replacement, groupby, pairwise
from typing import NamedTuple

Costs = Sequence[Sequence[Sequence[int]]]  # of each hour, in each week, for each site
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """The hour of each week, and the points that each site pays in all of them."""

    hours: Row
    paid: Row

    @property
    def most(self) -> int:
        """The points of the site that pays most."""
        return max(self.paid)

    @property
    def total(self) -> int:
        """The points of all sites together."""
        return sum(self.paid)

    @property
    def changes(self) -> int:
        """How often the hour changes."""
        return sum(one != other for one, other in pairwise(self.hours))

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """The hours with how many weeks in a row each lasts, in order."""
        return [(hour, len(list(weeks))) for hour, weeks in groupby(self.hours)]

    @property
    def burden(self) -> Row:
        """The points of sites, the most first: of two rotations, the smaller one is fairer."""
        return tuple(sorted(self.paid, reverse=True))


def fixed(costs: Costs) -> Rotation:
    """Return the fairest single hour; the first of equal ones."""
    weeks = len(costs[0])
    every = (_rotation(costs, [hour] * weeks) for hour in range(len(costs)))
    return min(every, key=lambda rotation: rotation.burden)


def rotation(costs: Costs, *, shortest: int) -> Rotation:
    """Return the fairest plan found with at most two hours; the maximum counts first.

    Hours that are never better than another are left out. Each pair of the others is laid out in
    blocks of at least `shortest` weeks, then polished.
    """
    best = fixed(costs)
    shortest = min(shortest, max(len(best.hours) // 2, 1))
    pairs = combinations(undominated(costs), 2)
    for least, pair in sorted((_least(costs, pair), pair) for pair in pairs):
        if least < best.most:
            for hour in pair:
                found = _polished(costs, pair, [hour] * len(best.hours), shortest=shortest)
                best = min(best, found, key=lambda one: (one.burden, one.changes))
    return best


def undominated(costs: Costs) -> list[int]:
    """Return the hours without those that another one beats or equals everywhere."""
    flat = [tuple(points for week in hour for points in week) for hour in costs]
    kept: list[int] = []
    for hour in sorted(range(len(flat)), key=lambda one: (sum(flat[one]), one)):
        if not any(_is_below(flat[other], flat[hour]) for other in kept):
            kept.append(hour)
    return sorted(kept)


def _is_below(one: Row, other: Row) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


def _rotation(costs: Costs, hours: Sequence[int]) -> Rotation:
    weeks = (costs[hour][week] for week, hour in enumerate(hours))
    return Rotation(hours=tuple(hours), paid=tuple(map(sum, zip(*weeks, strict=True))))


def _least(costs: Costs, pair: tuple[int, int]) -> float:
    """Return a lower bound of what some site pays, however two hours are laid out.

    Of any two sites, one pays at least half of what they pay together.
    """
    one, other = (costs[hour] for hour in pair)
    sites = range(len(one[0]))
    return max(
        sum(min(a[s] + a[t], b[s] + b[t]) for a, b in zip(one, other, strict=True)) / 2
        for s, t in combinations_with_replacement(sites, 2)
    )


class _Turn(NamedTuple):
    """Weeks in a row that have the same hour."""

    first: int
    last: int
    hour: int


def _polished(costs: Costs, pair: tuple[int, int], hours: list[int], *, shortest: int) -> Rotation:
    """Return the plan after giving weeks in a row the other hour as long as that is fairer.

    The hour changes more often only where the site that pays most pays less for it.
    """
    best = _rotation(costs, hours)
    while True:
        improved = best
        for turn, paid in _turns(costs, pair, best):
            if max(paid) > improved.most:
                continue
            turned = [*best.hours]
            turned[turn.first : turn.last] = [turn.hour] * (turn.last - turn.first)
            found = Rotation(hours=tuple(turned), paid=paid)
            fairer = found.burden < improved.burden
            worth_it = found.most < best.most or found.changes <= best.changes
            if fairer and worth_it and min(length for _, length in found.blocks) >= shortest:
                improved = found
        if improved is best:
            return best
        best = improved


def _turns(costs: Costs, pair: tuple[int, int], present: Rotation) -> Iterator[tuple[_Turn, Row]]:
    """Yield the weeks in a row that can take one of two hours, with the resulting points."""
    weeks = range(len(present.hours) + 1)
    for hour in pair:
        steps = (
            tuple(new - old for new, old in zip(costs[hour][week], costs[at][week], strict=True))
            for week, at in enumerate(present.hours)
        )
        nothing = (0,) * len(present.paid)
        sums = list(accumulate(steps, _plus, initial=nothing))
        for first, last in combinations(weeks, 2):
            changed = (b - a for a, b in zip(sums[first], sums[last], strict=True))
            yield _Turn(first, last, hour), _plus(present.paid, tuple(changed))


def _plus(one: Row, other: Row) -> Row:
    return tuple(a + b for a, b in zip(one, other, strict=True))
