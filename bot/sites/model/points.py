"""Points: how inconvenient an hour of the day is, by the local clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from bot.core.instants import require_aware
from bot.sites.model.sites import Site
from bot.times.zones import wall_time

QUARTER = timedelta(minutes=15)
NIGHT = 30
# By the hour of the clock: nothing from 9 to 17, more the further from that, most at night.
OF_HOUR = (*[NIGHT] * 6, 9, 4, 1, *[0] * 8, 1, 2, 3, 5, 7, 12, NIGHT)


def points_at(wall: time) -> int:
    """Return the points of a wall time."""
    return OF_HOUR[wall.hour]


def quarters(start: datetime, minutes: int) -> Iterator[datetime]:
    """Yield the start of each quarter of an hour that a meeting touches."""
    beginning = require_aware(start)
    end = beginning + timedelta(minutes=minutes)
    quarter = beginning.replace(minute=beginning.minute // 15 * 15, second=0, microsecond=0)
    while quarter < end:
        yield quarter
        quarter += QUARTER


def points_of(start: datetime, minutes: int, zone: str) -> int:
    """Return the points of a meeting in a zone: those of its worst quarter of an hour."""
    return max(points_at(wall_time(quarter, zone).time()) for quarter in quarters(start, minutes))


def points_by_site(start: datetime, minutes: int, sites: Iterable[Site]) -> dict[int, int]:
    """Return the points of a meeting at each site, by the site's id."""
    found: dict[str, int] = {}
    by_site: dict[int, int] = {}
    for site in sites:
        if site.zone not in found:
            found[site.zone] = points_of(start, minutes, site.zone)
        by_site[site.id] = found[site.zone]
    return by_site
