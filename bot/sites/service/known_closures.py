"""Closures that Meridian knows of, from its data files and from holiday calendars."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.sites.model.closures import Level, Origin, OwnClosure
from bot.sites.model.holidays import closures_of
from bot.sites.model.own_lists import contents_for
from bot.sites.model.sites import Site
from bot.sites.store import closures, sites
from bot.storage.database import Store

DAY = timedelta(days=1)
AT_ONCE = 1_000  # sites whose closures are updated together
# The years around now whose holidays are worked out ahead of time.
CACHED_BEFORE, CACHED_AFTER = timedelta(days=366), timedelta(days=2 * 366)


def shipped(slug: str, region: str | None) -> list[OwnClosure]:
    """Return the shipped closures of the site with this short name and holiday region."""
    return [stated for content in contents_for(slug, region) for stated in _stated(content)]


async def ship(connection: AsyncConnection, *, collaboration_id: int | None = None) -> None:
    """Update the shipped closures of a collaboration's sites, or of all sites."""
    found = await sites.regions(connection, collaboration_id)
    for first in range(0, len(found), AT_ONCE):
        wanted = {
            site_id: shipped(slug, region)
            for site_id, slug, region in found[first : first + AT_ONCE]
        }
        await closures.ship(connection, wanted)


async def ship_everywhere(store: Store) -> None:
    """Update the shipped closures of all sites."""
    async with store.write() as connection:
        await ship(connection)


async def cache_holidays(store: Store, *, now: datetime) -> None:
    """Work out the holidays of all sites around now, in a thread.

    The first look at a year's holidays takes long, and no user should wait for it.
    """
    async with store.read() as connection:
        known = await sites.everywhere(connection)
    await asyncio.to_thread(_look_up, known, now - CACHED_BEFORE, now + CACHED_AFTER)


def _look_up(known: Sequence[Site], since: datetime, until: datetime) -> None:
    for site in known:
        closures_of(site, since=since, until=until)


def _stated(content: Mapping[str, Any]) -> Iterator[OwnClosure]:
    for closure in content["closure"]:
        first: date = closure["first"]
        last: date = closure.get("last", first)
        yield OwnClosure(
            begins=datetime.combine(first, time()),
            ends=datetime.combine(last + DAY, time()),
            name=closure["name"],
            level=Level(closure["level"]),
            origin=Origin.SHIPPED,
        )
