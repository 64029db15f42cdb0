"""The sites of a collaboration, listed, added and changed."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.servers.model.changes import CollaborationChanged
from bot.servers.service.directory import sites_of
from bot.sites.model.holiday_regions import region_of, require_region
from bot.sites.model.sites import Site
from bot.sites.service.known_closures import ship
from bot.sites.service.lookup import site_called
from bot.sites.store import sites
from bot.storage.database import Store
from bot.times.zones import require_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDescription:
    """A site as an organizer describes it; None leaves a value as it is."""

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
        """Return the described values, checked, as columns of the table."""
        named = (
            ("name", self.name, _("The name")),
            ("city", self.city, _("The city")),
            ("country", self.country, _("The country")),
        )
        said: dict[str, Any] = {
            column: text.required_line(value, most=60, what=what)
            for column, value, what in named
            if value is not None
        }
        degrees = (
            ("latitude", self.latitude, 90, _("The latitude")),
            ("longitude", self.longitude, 180, _("The longitude")),
        )
        said |= {
            column: _within(value, limit, what=what)
            for column, value, limit, what in degrees
            if value is not None
        }
        if self.zone is not None:
            said["zone"] = require_zone(self.zone)
        if self.working_days is not None:
            said["working_days"] = self.working_days
        if self.hours is not None:
            said["opens"], said["closes"] = _within_a_day(*self.hours)
        if self.holiday_region is not None:
            said["holiday_region"] = require_region(self.holiday_region)
        return said


class SiteService:
    """The sites of collaborations."""

    def __init__(self, store: Store) -> None:
        """Use a store; calendars follow changes of sites."""
        self._store = store

    async def sites(self, viewer: Viewer) -> tuple[Site, ...]:
        """Return the sites of the viewer's collaboration."""
        return await sites_of(self._store, viewer.collaboration.id)

    async def site(self, viewer: Viewer, slug: str) -> Site:
        """Return one site."""
        async with self._store.read() as connection:
            return await site_called(connection, viewer.collaboration.id, slug)

    async def add(
        self, viewer: Viewer, *, slug: str, description: SiteDescription, now: datetime
    ) -> Site:
        """Add a site; name, city, country, coordinates and zone must be given."""
        viewer.require_organizer()
        columns = {
            "working_days": frozenset(range(5)),
            "opens": time(9),
            "closes": time(17),
            "holiday_region": region_of(description.country or ""),
            **description.columns(),
        }
        short_name = text.slug(slug, what=_("The site's short name"))
        async with self._store.change(viewer.collaboration.id) as connection:
            known = await sites.of(connection, viewer.collaboration.id)
            if any(site.slug == short_name for site in known):
                message = _(
                    "There is already a site {slug}. Use /site edit to change it.", slug=short_name
                )
                raise Refusal(message)
            if len(known) >= 25:  # noqa: PLR2004 - a site line must stay readable
                message = _("A collaboration can have at most 25 sites.")
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
            return await site_called(connection, viewer.collaboration.id, short_name)

    async def edit(
        self, viewer: Viewer, *, slug: str, description: SiteDescription, now: datetime
    ) -> Site:
        """Change a site; calendars show its new city and time."""
        viewer.require_organizer()
        changes = description.columns()
        if not changes:
            message = _("Nothing to change. Give /site edit at least one new value.")
            raise Refusal(message)
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await site_called(connection, viewer.collaboration.id, slug)
            await sites.update(connection, present.id, **changes)
            if "holiday_region" in changes:
                await ship(connection, collaboration_id=viewer.collaboration.id)
            change = CollaborationChanged(viewer.collaboration.id, now)
            await self._store.changed(connection, change)
            return await site_called(connection, viewer.collaboration.id, present.slug)


def _within(value: float, limit: float, *, what: str) -> float:
    if not -limit <= value <= limit:
        message = _(
            "{what} must be between -{limit} and {limit} degrees.", what=what, limit=f"{limit:g}"
        )
        raise Refusal(message)
    return value


def _within_a_day(opens: time, closes: time) -> tuple[time, time]:
    """Return a site's hours; refuse hours over midnight, which only members can have."""
    if opens >= closes:
        message = _(
            "A site's hours end on the day on which they begin, so {hours} cannot be. "
            "Please type the hours like 09:00-17:30.",
            hours=f"{opens:%H:%M}-{closes:%H:%M}",
        )
        raise Refusal(message)
    return opens, closes
