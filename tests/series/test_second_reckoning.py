"""Instants of series, reckoned a second time by hand and by pytz, through every change to 2036."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache

import pytest
import pytz

from bot.series.model.occurrences import occurrences
from bot.times.recurrence import Frequency, Rule
from tests.times.recurring import reckoned

ZONES = (
    "America/Los_Angeles",
    "America/Chicago",
    "America/New_York",
    "Europe/Zurich",
    "Asia/Jerusalem",
)
FIRST, LAST = date(2026, 1, 1), date(2036, 12, 31)
BEFORE = datetime(2025, 12, 1, tzinfo=UTC)
# Clocks jump over some of these and show others twice, on one day or another.
WALLS = (time(0, 30), time(1, 30), time(2, 0), time(2, 30), time(3, 0), time(9), time(17))
EVERY_DAY = tuple(range(7))


def rules() -> Iterator[Rule]:
    """Yield rules of every kind: weekly on every day, every other week, by the month."""
    for wall in WALLS:
        yield Rule(frequency=Frequency.WEEKLY, weekdays=EVERY_DAY, wall=wall)
        yield Rule(frequency=Frequency.WEEKLY, weekdays=(1, 3), wall=wall, interval=2)
        for ordinal in (1, 2, 3, 4, -1):
            for day in EVERY_DAY:
                yield Rule(frequency=Frequency.MONTHLY, weekdays=(day,), wall=wall, ordinal=ordinal)


def instants(rule: Rule, zone: str) -> list[datetime]:
    """Return a rule's instants: dates found day by day, and pytz's own tables for their hours.

    In a gap the hour before it counts, which is winter's; of a repeated hour the first, summer's.
    """
    days = _dates(replace(rule, wall=time()))
    return [_instant(datetime.combine(day, rule.wall), pytz.timezone(zone)) for day in days]


@cache
def _dates(rule: Rule) -> list[date]:
    return list(reckoned(rule, FIRST, LAST))


def _instant(wall: datetime, zone: pytz.BaseTzInfo) -> datetime:
    try:
        return zone.localize(wall, is_dst=None).astimezone(UTC)
    except pytz.NonExistentTimeError:
        return zone.localize(wall, is_dst=False).astimezone(UTC)
    except pytz.AmbiguousTimeError:
        return zone.localize(wall, is_dst=True).astimezone(UTC)


@pytest.mark.parametrize(
    "name",
    # The other two change their clocks on the same days as New York.
    [z if z in ZONES[2:] else pytest.param(z, marks=pytest.mark.long) for z in ZONES],
)
def test_no_instant_differs_from_those_that_are_reckoned_by_hand_and_by_pytz(name: str) -> None:
    differing, compared = [], 0

    for rule in rules():
        ours = [
            o.start for o in occurrences(rule, first=FIRST, zone=name, after=BEFORE, until=LAST)
        ]
        theirs = instants(rule, name)
        compared += len(theirs)
        differing += [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]

    assert differing == []
    assert compared > 50_000
