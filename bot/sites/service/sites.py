"""Hosting: the sites of a collaboration, listed, added and changed."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.people.model.viewers import Viewer
from bot.people.service import require_site
from bot.servers.model.changes import CollaborationChanged
from bot.servers.service.directory import sites_of
from bot.sites.model.holiday_regions import region_of, require_region
from bot.sites.model.sites import Site
from bot.sites.service.known_closures import ship
from bot.sites.store import sites
from bot.storage.database import Store
from bot.times.zones import require_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDescription:
    """What an organizer says of a site; None leaves it as it is."""

    name: str | None = None
    city: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    zone: str | None = None
    working_days: frozenset[int] | None = None
    hours: tuple[time, time] | None = None
    holiday_region: str | None = None

    def columns(self) -> dict[str, Any]:
        """Return what was said, checked, as columns of the store."""
        named = {"name": self.name, "city": self.city, "country": self.country}
        said: dict[str, Any] = {
            column: text.required_line(value, most=60, what=f"The {column}")
            for column, value in named.items()
            if value is not None
        }
        said |= {
            column: _within(value, limit, what=column)
            for column, value, limit in (
                ("latitude", self.latitude, 90),
                ("longitude", self.longitude, 180),
            )
            if value is not None
        }
        if self.zone is not None:
            said["zone"] = require_zone(self.zone)
        if self.working_days is not None:
            said["working_days"] = self.working_days
        if self.hours is not None:
            said["opens"], said["closes"] = self.hours
        if self.holiday_region is not None:
            said["holiday_region"] = require_region(self.holiday_region)
        return said


class SiteService:
    """What /site does."""

    def __init__(self, store: Store) -> None:
        """Work on this store; changed sites show in calendars."""
        self._store = store

    async def sites(self, viewer: Viewer) -> tuple[Site, ...]:
        """Return the sites of the viewer's collaboration."""
        return await sites_of(self._store, viewer.collaboration.id)

    async def site(self, viewer: Viewer, slug: str) -> Site:
        """Return one site."""
        async with self._store.read() as connection:
            return require_site(await sites.by_slug(connection, viewer.collaboration.id, slug))

    async def add(
        self, viewer: Viewer, *, slug: str, description: SiteDescription, now: datetime
    ) -> Site:
        """Add a site; name, city, country, place and zone must be given."""
        viewer.require_organizer()
        columns = {
            "working_days": frozenset(range(5)),
            "opens": time(9),
            "closes": time(17),
            "holiday_region": region_of(description.country or ""),
            **description.columns(),
        }
        short_name = text.slug(slug, what="The site's short name")
        async with self._store.write() as connection:
            known = await sites.of(connection, viewer.collaboration.id)
            if any(site.slug == short_name for site in known):
                message = f"There is a site {short_name} already: /site edit changes it."
                raise Refusal(message)
            if len(known) >= 25:  # noqa: PLR2004 - a site line must stay readable
                message = "A collaboration can have at most 25 sites."
                raise Refusal(message)
            position = max((site.position for site in known), default=-1) + 1
            await sites.insert(
                connection,
                collaboration_id=viewer.collaboration.id,
                slug=short_name,
                position=position,
                **columns,
            )
            await ship(connection, collaboration_id=viewer.collaboration.id)
            change = CollaborationChanged(viewer.collaboration.id, now)
            await self._store.changed(connection, change)
            return require_site(
                await sites.by_slug(connection, viewer.collaboration.id, short_name)
            )

    async def edit(
        self, viewer: Viewer, *, slug: str, description: SiteDescription, now: datetime
    ) -> Site:
        """Change a site; calendars show its new city and clock."""
        viewer.require_organizer()
        changes = description.columns()
        if not changes:
            message = "Nothing was typed to change: give /site edit what should be different."
            raise Refusal(message)
        async with self._store.write() as connection:
            present = require_site(await sites.by_slug(connection, viewer.collaboration.id, slug))
            await sites.update(connection, present.id, **changes)
            if "holiday_region" in changes:
                await ship(connection, collaboration_id=viewer.collaboration.id)
            change = CollaborationChanged(viewer.collaboration.id, now)
            await self._store.changed(connection, change)
            return require_site(await sites.by_slug(connection, viewer.collaboration.id, slug))


def _within(value: float, limit: float, *, what: str) -> float:
    if not -limit <= value <= limit:
        message = f"The {what} must be a number of degrees between -{limit:g} and {limit:g}."
        raise Refusal(message)
    return value
