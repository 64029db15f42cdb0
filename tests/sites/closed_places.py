"""Sites whose closures are tested, and their closures within a time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.sites.model.closures import Closure
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.times.zones import occurrence_instant
from tests.worlds import first_sites

DAY = timedelta(days=1)
SITES = {site.slug: site for site in first_sites()}
LAUSANNE, JERUSALEM = SITES["epfl"], SITES["huji"]
CITY = replace(JERUSALEM, latitude=31.778, longitude=35.235)
YEAR_2027 = date(2027, 1, 1), date(2028, 1, 1)


def at(day: date, site: Site, hour: int = 0) -> datetime:
    return occurrence_instant(datetime.combine(day, time(hour)), site.zone)


def between(site: Site, first: date, after: date) -> list[Closure]:
    return closures_of(site, since=at(first, site), until=at(after, site))


def days(first: date, after: date) -> Iterator[date]:
    return (first + step * DAY for step in range((after - first).days))
