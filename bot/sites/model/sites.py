"""Sites: the institutions that meet, and how a moment looks on all their clocks."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from bot.core.instants import require_aware
from bot.sites.model.closures import OwnClosure
from bot.times.zones import clock_changes, offset, wall_time

NIGHT_ENDS = time(7)
NIGHT_BEGINS = time(22)
UNUSUALLY_SHORT = timedelta(weeks=6)
INSTANT_BEFORE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An institution with its place, its clock and its working week.

    `working_days` counts Monday as 0; `opens` and `closes` are wall times at the site.
    `position` is its place in lists that show every site. `holiday_region` says whose public
    holidays it keeps (US-CA, CH-VD, IL); `own_closures` are what no law and no sun makes.
    """

    id: int
    collaboration_id: int
    slug: str
    name: str
    city: str
    country: str
    latitude: float
    longitude: float
    zone: str
    working_days: frozenset[int]
    opens: time
    closes: time
    position: int
    holiday_region: str | None = None
    own_closures: tuple[OwnClosure, ...] = ()

    def works_at(self, instant: datetime) -> bool:
        """Say whether `instant` lies in this site's working days and hours."""
        wall = wall_time(instant, self.zone)
        return wall.weekday() in self.working_days and self.opens <= wall.time() < self.closes


def is_night(wall: datetime) -> bool:
    """Say whether a wall time lies between 22:00 and 07:00."""
    return not NIGHT_ENDS <= wall.time() < NIGHT_BEGINS


def day_shift(wall: datetime, day: date) -> str:
    """Return " (+1)" or " (-1)" where `wall` is on another day than `day`, else nothing."""
    days = (wall.date() - day).days
    return f" ({days:+d})" if days else ""


def clocks(instant: datetime, sites: Iterable[Site]) -> list[tuple[datetime, list[Site]]]:
    """Return the wall time in each zone with its sites, west to east."""
    placed = sorted(
        ((wall_time(instant, site.zone), site) for site in sites),
        key=lambda pair: (pair[0], pair[1].zone, pair[1].position),
    )
    return [
        (wall, [site for _, site in group])
        for (wall, _), group in groupby(placed, key=lambda pair: (pair[0], pair[1].zone))
    ]


def site_line(instant: datetime, sites: Sequence[Site], *, day: date) -> str:
    """Return the wall times of `instant` at all sites, days that differ from `day` marked.

    `08:00 Berkeley · Stanford | 10:00 Chicago | 17:00 Lausanne`
    """
    return " | ".join(
        f"{wall:%H:%M} {_cities(group)}{day_shift(wall, day)}"
        for wall, group in clocks(instant, sites)
    )


def _cities(sites: Iterable[Site]) -> str:
    """Return the sites' cities, each once: several institutions may share one."""
    return " · ".join(dict.fromkeys(site.city for site in sites))


def usual_offset_differs(instant: datetime, *, anchor: str, zones: Iterable[str]) -> bool:
    """Say whether some zone is off its usual distance from the anchor at `instant`.

    A distance is unusual when it holds for less than six weeks: in the weeks when the US, Europe
    and Israel disagree about summer time. Zones that keep no summer time are nearer for half of
    the year and farther for the other half: both halves are usual.
    """
    return any(_is_unusual(instant, anchor, zone) for zone in set(zones))


def off_usual(instant: datetime, sites: Iterable[Site], *, anchor: str) -> list[Site]:
    """Return the sites at which something held in the anchor zone is not at its usual hour."""
    return [site for site in sites if _is_unusual(instant, anchor, site.zone)]


def usual_wall_time(instant: datetime, *, zone: str, anchor: str) -> datetime:
    """Return the wall time in `zone` at which something held in the anchor zone usually begins.

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
    """Say whether the stretch that ends with a change is too short to be usual."""
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
