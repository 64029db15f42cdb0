"""Rotations of the lowest maximum, solved exactly by HiGHS, to compare ours with."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import highspy

from bot.fairness.model.rotation import Costs
from bot.sites.model.points import points_of
from bot.times.zones import occurrence_instant

HOURS = 2


def costs_of(instance: Mapping[str, Any]) -> Costs:
    """Return what each hour of the day costs each zone in each week of an instance."""
    first = date.fromisoformat(instance["first"])
    days = [first + timedelta(weeks=week) for week in range(instance["weeks"])]
    anchor, minutes = instance["anchor"], instance["minutes"]
    return [
        [
            [
                points_of(occurrence_instant(datetime.combine(d, time(h)), anchor), minutes, zone)
                for zone in instance["zones"]
            ]
            for d in days
        ]
        for h in range(24)
    ]


def exact_most(costs: Costs) -> int:
    """Return the lowest maximum of all plans of two hours, whatever the order of their weeks.

    Weeks that cost the same are counted together: how many of a kind take which hour is what is
    solved for.
    """
    kinds = Counter(tuple(map(tuple, week)) for week in zip(*costs, strict=True))
    hours, sites = range(len(costs)), range(len(costs[0][0]))
    solver = highspy.Highs()  # type: ignore[no-untyped-call] # it publishes types for the rest
    solver.silent()
    most = solver.addVariable(lb=0, obj=1)
    used = [solver.addBinary() for _ in hours]
    solver.addConstr(sum(used) <= HOURS)
    paid: list[Any] = [0] * len(sites)
    for kind, count in kinds.items():
        weeks = [solver.addIntegral(lb=0, ub=count) for _ in hours]
        solver.addConstr(sum(weeks) == count)
        for hour in hours:
            solver.addConstr(weeks[hour] <= count * used[hour])
        for site in sites:
            paid[site] = paid[site] + sum(kind[hour][site] * weeks[hour] for hour in hours)
    for total in paid:
        solver.addConstr(total <= most)
    solver.minimize()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return round(solver.getObjectiveValue())
