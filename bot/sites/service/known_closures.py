"""Shipping: the closures that Meridian itself knows of, brought to the sites they are of."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.folders import DATA
from bot.sites.model.closures import Level, Origin, OwnClosure
from bot.sites.store import closures, sites

FILES = DATA / "closures"
DAY = timedelta(days=1)


def shipped(slug: str, region: str | None) -> list[OwnClosure]:
    """Return what Meridian knows of the site with this short name that keeps these holidays."""
    return [
        stated
        for content in _contents()
        if slug in content["sites"] and region == content["holiday_region"]
        for stated in _stated(content)
    ]


async def ship(connection: AsyncConnection, *, collaboration_id: int | None = None) -> None:
    """Bring the sites of a collaboration, or all there are, up to what Meridian knows."""
    for site_id, slug, region in await sites.regions(connection, collaboration_id):
        await closures.ship(connection, site_id, shipped(slug, region))


@cache
def _contents() -> tuple[Mapping[str, Any], ...]:
    files = sorted(FILES.glob("*.toml"))
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in files)


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
