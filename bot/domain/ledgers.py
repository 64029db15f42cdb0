"""Ledgers: the points that each site has paid, by meetings that took place."""

from collections.abc import Mapping

Ledger = Mapping[int, int]


def burden(ledger: Ledger, points: Mapping[int, int]) -> tuple[int, ...]:
    """Return what sites have paid after these points, the most first: the smaller, the fairer."""
    sites = ledger.keys() | points.keys()
    return tuple(sorted((ledger.get(s, 0) + points.get(s, 0) for s in sites), reverse=True))
