"""Closures that people enter or import: those of sites, and those of members."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.drafts.service import claim
from bot.ics.sandbox import Reader
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.sites.model.closures import Closure, Level, Origin, OwnClosure
from bot.sites.model.holidays import SHABBAT, closures_of
from bot.sites.model.sites import Site
from bot.sites.model.stated_closures import (
    MOST_AT_SITE,
    MOST_OF_MEMBER,
    NOT_AVAILABLE,
    ImportedClosures,
    closed_days,
    require_room,
)
from bot.sites.service import known_closures
from bot.sites.service.closure_import import read_calendar
from bot.sites.service.lookup import site_called
from bot.sites.store import closures, sites
from bot.storage.database import Store
from bot.times.zones import wall_time

LISTED = timedelta(days=400)


class ClosureService:
    """Closures of sites and members, listed, added and removed."""

    def __init__(self, store: Store, reader: Reader | None = None) -> None:
        """Use a store; the reader opens calendar files in a separate process."""
        self._store, self._reader = store, reader or Reader()

    async def coming(
        self, viewer: Viewer, slug: str, *, now: datetime
    ) -> tuple[Site, list[Closure]]:
        """Return a site with its coming closures, without the weekly Shabbat."""
        site = await self._site(viewer, slug)
        found = closures_of(site, since=now, until=now + LISTED)
        return site, [closure for closure in found if closure.name != SHABBAT]

    async def stated(self, viewer: Viewer, slug: str, *, now: datetime) -> list[OwnClosure]:
        """Return the closures that people entered for a site, from today on."""
        return _ahead(await self._site(viewer, slug), now)

    async def _site(self, viewer: Viewer, slug: str) -> Site:
        async with self._store.read() as connection:
            return await _require_site(connection, viewer, slug)

    async def add(
        self,
        viewer: Viewer,
        slug: str,
        *,
        name: str,
        first: date,
        last: date | None,
        level: Level,
        now: datetime,
    ) -> tuple[Site, OwnClosure]:
        """Add a closure to a site."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            site = await _require_site(connection, viewer, slug)
            stated = closed_days(
                first, last or first, name=name, level=level, today=_today(site.zone, now)
            )
            await _state(connection, site, [stated], now=now)
        return site, stated

    async def remove(
        self, viewer: Viewer, slug: str, closure_id: int
    ) -> tuple[Site, list[OwnClosure]]:
        """Remove one closure of a site; return it."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            site = await _require_site(connection, viewer, slug)
            gone = [one for one in site.own_closures if one.id == closure_id]
            if not await closures.take_back(connection, closure_id, site_id=site.id):
                message = _("There is no such closure. Use /site closure list to see them all.")
                raise NotFound(message)
        return site, gone

    async def remove_imported(self, viewer: Viewer, slug: str) -> tuple[Site, list[OwnClosure]]:
        """Remove all imported closures of a site; return them."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            site = await _require_site(connection, viewer, slug)
            await closures.take_back_imported(connection, site.id)
        return site, [one for one in site.own_closures if one.origin is Origin.IMPORTED]

    async def read(
        self,
        viewer: Viewer,
        slug: str,
        data: bytes,
        *,
        level: Level,
        only: str = "",
        now: datetime,
    ) -> ImportedClosures:
        """Return the closures that a calendar would add to a site: all-day entries like `only`."""
        viewer.require_organizer()
        site = await self._site(viewer, slug)
        found = await read_calendar(self._reader, site, data, level=level, only=only, now=now)
        require_room(len(_ahead(site, now)), len(found.closures), most=MOST_AT_SITE)
        return found

    async def bring_in(
        self,
        viewer: Viewer,
        slug: str,
        found: Sequence[OwnClosure],
        *,
        draft_id: int | None = None,
        now: datetime,
    ) -> Site:
        """Add the closures of a calendar, as they were shown; at most once a draft."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            site = await _require_site(connection, viewer, slug)
            await claim(connection, draft_id)
            await _state(connection, site, found, now=now)
        return site

    async def own(self, viewer: Viewer, *, now: datetime) -> tuple[OwnClosure, ...]:
        """Return the viewer's own closures, from today on."""
        member = viewer.require_member()
        async with self._store.read() as connection:
            stated = await closures.of_member(connection, member.id)
            today = _today(await _zone(connection, viewer), now)
        return tuple(one for one in stated if one.ends.date() > today)

    async def add_own(
        self,
        viewer: Viewer,
        *,
        first: date,
        last: date | None,
        level: Level,
        now: datetime,
    ) -> tuple[OwnClosure, ...]:
        """Add a closure of the viewer's own; it has no reason, so none can be shown."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            today = _today(await _zone(connection, viewer), now)
            stated = closed_days(first, last or first, name=NOT_AVAILABLE, level=level, today=today)
            present = await closures.of_member(connection, member.id)
            require_room(len(present), 1, most=MOST_OF_MEMBER)
            for same in present:
                if (same.begins, same.ends) == (stated.begins, stated.ends):
                    await closures.take_back(connection, same.id, member_id=member.id)
            await closures.state(connection, [stated], member_id=member.id)
        return await self.own(viewer, now=now)

    async def remove_own(
        self, viewer: Viewer, closure_id: int, *, now: datetime
    ) -> tuple[OwnClosure, ...]:
        """Remove one of the viewer's own closures."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            if not await closures.take_back(connection, closure_id, member_id=member.id):
                message = _("You have no such closure. Use /me closure list to see yours.")
                raise NotFound(message)
        return await self.own(viewer, now=now)

    async def ship(self) -> None:
        """Update the shipped closures of all sites."""
        await known_closures.ship_everywhere(self._store)

    async def learn(self, *, now: datetime) -> None:
        """Work out the holidays of all sites around now."""
        await known_closures.cache_holidays(self._store, now=now)


async def _require_site(connection: AsyncConnection, viewer: Viewer, slug: str) -> Site:
    return await site_called(connection, viewer.collaboration.id, slug)


def _today(zone: str, now: datetime) -> date:
    return wall_time(now, zone).date()


def _ahead(site: Site, now: datetime) -> list[OwnClosure]:
    return [one for one in site.own_closures if one.ends.date() > _today(site.zone, now)]


async def _zone(connection: AsyncConnection, viewer: Viewer) -> str:
    return home_zone(viewer, await sites.of(connection, viewer.collaboration.id))


async def _state(
    connection: AsyncConnection, site: Site, stated: Sequence[OwnClosure], *, now: datetime
) -> None:
    require_room(len(_ahead(site, now)), len(stated), most=MOST_AT_SITE)
    await closures.state(connection, stated, site_id=site.id)
