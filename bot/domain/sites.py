"""Sites: the institutions that meet, and how a moment looks on all their clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.domain.zones import wall_time

NIGHT_ENDS = time(7)
NIGHT_BEGINS = time(22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An institution with its place, its clock and its working week.

    `working_days` counts Monday as 0; `opens` and `closes` are wall times at the site.
    `position` is its place in lists that show every site.
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

    def works_at(self, instant: datetime) -> bool:
        """Say whether `instant` lies in this site's working days and hours."""
        wall = wall_time(instant, self.zone)
        return (
            wall.weekday() in self.working_days
            and self.opens <= wall.time() < self.closes
        )


def is_night(wall: datetime) -> bool:
    """Say whether a wall time lies between 22:00 and 07:00."""
    return not NIGHT_ENDS <= wall.time() < NIGHT_BEGINS


def day_shift(wall: datetime, day: date) -> str:
    """Return " (+1)" or " (-1)" where `wall` is on another day than `day`, else nothing."""
    days = (wall.date() - day).days
    return f" ({days:+d})" if days else ""


def clocks(
    instant: datetime, sites: Iterable[Site]
) -> list[tuple[datetime, list[Site]]]:
    """Return the wall time in each zone with its sites, west to east."""
    placed = sorted(
        ((wall_time(instant, site.zone), site) for site in sites),
        key=lambda pair: (pair[0], pair[1].zone, pair[1].position),
    )
    return [
        (wall, [site for _, site in group])
        for (wall, _), group in groupby(
            placed, key=lambda pair: (pair[0], pair[1].zone)
        )
    ]


def site_line(instant: datetime, sites: Sequence[Site], *, day: date) -> str:
    """Return the wall times of `instant` at all sites, days that differ from `day` marked.

    `08:00 Berkeley · Stanford | 10:00 Chicago | 17:00 Lausanne`
    """
    return " | ".join(
        f"{wall:%H:%M} {' · '.join(site.city for site in group)}{day_shift(wall, day)}"
        for wall, group in clocks(instant, sites)
    )


def usual_offset_differs(
    instant: datetime, *, anchor: str, zones: Iterable[str]
) -> bool:
    """Say whether some zone is off its usual distance from the anchor at `instant`.

    Usual is the distance that holds most of the year around `instant`, counted by weeks: in the
    weeks when the US, Europe and Israel disagree about summer time it does not hold.
    """
    return any(
        _distance(instant, anchor, zone) != _usual(instant, anchor, zone)
        for zone in set(zones)
    )


def _distance(instant: datetime, anchor: str, zone: str) -> timedelta:
    here, there = (
        instant.astimezone(ZoneInfo(anchor)),
        instant.astimezone(ZoneInfo(zone)),
    )
    return (there.utcoffset() or timedelta()) - (here.utcoffset() or timedelta())


def _usual(instant: datetime, anchor: str, zone: str) -> timedelta:
    year = [
        _distance(instant + timedelta(weeks=week), anchor, zone)
        for week in range(-26, 27)
    ]
    return max(sorted(set(year)), key=year.count)
