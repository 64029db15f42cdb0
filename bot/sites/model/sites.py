"""Sites: the institutions that meet, and a moment on all their clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.sites.model.closures import Origin, OwnClosure
from bot.sites.model.own_lists import OwnList, own_list
from bot.times.zones import wall_time

NIGHT_ENDS = time(7)
NIGHT_BEGINS = time(22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An institution with its place, its clock and its working week.

    `working_days` counts Monday as 0; `opens` and `closes` are wall times at the site.
    `position` is its place in lists that show every site. `holiday_region` says whose public
    holidays it keeps (US-CA, CH-VD, IL). `own_closures` are those that people entered.
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

    @property
    def own_list(self) -> OwnList | None:
        """Its own list of holidays, if Meridian ships one and the site has its closures."""
        if not any(one.origin is Origin.SHIPPED for one in self.own_closures):
            return None
        return own_list(self.slug, self.holiday_region)

    def works_at(self, instant: datetime) -> bool:
        """Return whether `instant` lies in this site's working days and hours."""
        wall = wall_time(instant, self.zone)
        return wall.weekday() in self.working_days and self.opens <= wall.time() < self.closes


def is_night(wall: datetime) -> bool:
    """Return whether a wall time lies between 22:00 and 07:00."""
    return not NIGHT_ENDS <= wall.time() < NIGHT_BEGINS


def day_shift(wall: datetime, day: date) -> str:
    """Return " (+1)" or " (-1)" where `wall` is on another day than `day`, else nothing."""
    days = (wall.date() - day).days
    return f" ({days:+d})" if days else ""


def clocks(instant: datetime, sites: Iterable[Site]) -> list[tuple[datetime, list[Site]]]:
    """Return the wall time in each zone with its sites, from west to east."""
    by_zone: dict[str, list[Site]] = {}
    for site in sites:
        by_zone.setdefault(site.zone, []).append(site)
    walls = sorted((wall_time(instant, zone), zone) for zone in by_zone)
    return [(wall, sorted(by_zone[zone], key=lambda site: site.position)) for wall, zone in walls]


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


def city_of(zone: str, sites: Sequence[Site]) -> str:
    """Return the city by which a zone's clocks are called: a site's, or the zone's own."""
    here = next((site.city for site in sites if site.zone == zone), "")
    return here or zone.rpartition("/")[2].replace("_", " ")
