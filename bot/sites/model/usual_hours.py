"""The usual hour at each site of a meeting that keeps its hour in an anchor zone."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from bot.core.instants import require_aware
from bot.sites.model.sites import Site
from bot.times.zones import clock_changes, offset, wall_time

UNUSUALLY_SHORT = timedelta(weeks=6)
INSTANT_BEFORE = timedelta(seconds=1)


def usual_offset_differs(instant: datetime, *, anchor: str, zones: Iterable[str]) -> bool:
    """Return whether some zone is off its usual distance from the anchor at `instant`.

    A distance is unusual when it holds for less than six weeks: in the weeks when the US, Europe
    and Israel disagree about summer time. Zones that keep no summer time are nearer for half of
    the year and farther for the other half: both halves are usual.
    """
    return any(_is_unusual(instant, anchor, zone) for zone in set(zones))


def off_usual(instant: datetime, sites: Iterable[Site], *, anchor: str) -> list[Site]:
    """Return the sites where a meeting in the anchor zone is not at its usual hour."""
    return [site for site in sites if _is_unusual(instant, anchor, site.zone)]


def usual_wall_time(instant: datetime, *, zone: str, anchor: str) -> datetime:
    """Return the wall time in `zone` at which a meeting in the anchor zone usually begins.

    Where the distance at `instant` is unusual, the last usual one before it counts.
    """
    changes = _distance_changes(anchor, zone, require_aware(instant).year)
    following = bisect_right(changes, instant)
    while _is_short(changes, following):
        following -= 1
    end = changes[following] - INSTANT_BEFORE if following < len(changes) else instant
    return wall_time(instant, anchor) + _distance(min(instant, end), anchor, zone)


def _is_unusual(instant: datetime, anchor: str, zone: str) -> bool:
    changes = _distance_changes(anchor, zone, require_aware(instant).year)
    return _is_short(changes, bisect_right(changes, instant))


def _is_short(changes: Sequence[datetime], following: int) -> bool:
    """Return whether the stretch that ends with a change is too short to be usual."""
    if not 0 < following < len(changes):
        return False
    return changes[following] - changes[following - 1] < UNUSUALLY_SHORT


@lru_cache(maxsize=1024)
def _distance_changes(anchor: str, zone: str, year: int) -> tuple[datetime, ...]:
    """Return the instants at which two zones' distance changes, from a year before to one after."""
    both = {
        change
        for name in (anchor, zone)
        for near in (year - 1, year, year + 1)
        for change in clock_changes(name, near)
    }
    return tuple(
        change
        for change in sorted(both)
        if _distance(change, anchor, zone) != _distance(change - INSTANT_BEFORE, anchor, zone)
    )


def _distance(instant: datetime, anchor: str, zone: str) -> timedelta:
    return offset(instant, zone) - offset(instant, anchor)
