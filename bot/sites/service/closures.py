"""Closing: when sites and members do not work, as they state it themselves."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.intervals import Interval
from bot.core.refusals import NotFound, Refusal
from bot.drafts.service import claim
from bot.ics.sandbox import Reader
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.people.service import require_site
from bot.sites.model.closures import Closure, Level, Origin, OwnClosure
from bot.sites.model.holidays import SHABBAT, closures_of
from bot.sites.model.sites import Site
from bot.sites.model.stated_closures import (
    MOST_AT_SITE,
    MOST_OF_MEMBER,
    NOT_AVAILABLE,
    Found,
    closed_days,
    imported,
    named_like,
    require_room,
)
from bot.sites.service.known_closures import ship
from bot.sites.store import closures, sites
from bot.storage.database import Store
from bot.times.zones import wall_time

# How far ahead closures are listed, and how far a calendar is read.
LISTED = timedelta(days=400)
LEARNT = timedelta(days=366)
READ = timedelta(days=2 * 366)
MOST_BYTES = 1_000_000


class ClosureService:
    """What /site closure and /me closure do."""

    def __init__(self, store: Store, reader: Reader | None = None) -> None:
        """Work on this store; calendars are read by a process of their own."""
        self._store, self._reader = store, reader or Reader()

    async def coming(
        self, viewer: Viewer, slug: str, *, now: datetime
    ) -> tuple[Site, list[Closure]]:
        """Return a site with its closures to come, but for the Shabbats of every week."""
        site = await self._site(viewer, slug)
        found = closures_of(site, since=now, until=now + LISTED)
        return site, [closure for closure in found if closure.name != SHABBAT]

    async def stated(self, viewer: Viewer, slug: str, *, now: datetime) -> list[OwnClosure]:
        """Return what was stated of a site, from today on."""
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
        """State a closure of a site."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            site = await _require_site(connection, viewer, slug)
            stated = closed_days(
                first, last or first, name=name, level=level, today=_today(site.zone, now)
            )
            await _state(connection, site, [stated], now=now)
        return site, stated

    async def remove(
        self, viewer: Viewer, slug: str, closure_id: int
    ) -> tuple[Site, list[OwnClosure]]:
        """Take back one closure of a site; return it."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            site = await _require_site(connection, viewer, slug)
            gone = [one for one in site.own_closures if one.id == closure_id]
            if not await closures.take_back(connection, closure_id, site_id=site.id):
                message = "There is no such closure: /site closure list shows those that are."
                raise NotFound(message)
        return site, gone

    async def remove_imported(self, viewer: Viewer, slug: str) -> tuple[Site, list[OwnClosure]]:
        """Take back all that calendars brought to a site; return it."""
        viewer.require_organizer()
        async with self._store.write() as connection:
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
    ) -> Found:
        """Return what a calendar would bring to a site: its whole days, named like `only`."""
        viewer.require_organizer()
        if len(data) > MOST_BYTES:
            message = "That file is larger than 1 MB: please export fewer entries."
            raise Refusal(message)
        site = await self._site(viewer, slug)
        window = Interval(now, now + READ)
        named = await self._reader.days(data, zone=site.zone, window=window)
        every = imported(named, level=level, today=_today(site.zone, now))
        chosen = named_like(every, only)
        if not chosen:
            message = (
                f"None of the {len(every)} whole days in that calendar is to be added: only "
                "all-day entries to come count, named like the words you gave."
            )
            raise Refusal(message)
        require_room(len(_ahead(site, now)), len(chosen), most=MOST_AT_SITE)
        return Found(site=site, closures=tuple(chosen), left_out=len(every) - len(chosen))

    async def bring_in(
        self,
        viewer: Viewer,
        slug: str,
        found: Sequence[OwnClosure],
        *,
        draft_id: int | None = None,
        now: datetime,
    ) -> Site:
        """State what a calendar brought, as it was shown before; once."""
        viewer.require_organizer()
        async with self._store.write() as connection:
            site = await _require_site(connection, viewer, slug)
            await claim(connection, draft_id)
            await _state(connection, site, found, now=now)
        return site

    async def own(self, viewer: Viewer, *, now: datetime) -> tuple[OwnClosure, ...]:
        """Return when the viewer said not to be available, from today on."""
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
        """Keep that the viewer is not available; no reason is asked for, so none can be shown."""
        member = viewer.require_member()
        async with self._store.write() as connection:
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
        """Take back one of the viewer's own closures."""
        member = viewer.require_member()
        async with self._store.write() as connection:
            if not await closures.take_back(connection, closure_id, member_id=member.id):
                message = "You have no such closure: /me closure list shows those you have."
                raise NotFound(message)
        return await self.own(viewer, now=now)

    async def ship(self) -> None:
        """Bring every site up to what Meridian itself knows of closures."""
        async with self._store.write() as connection:
            await ship(connection)

    async def learn(self, *, now: datetime) -> None:
        """Work out what law and sun close around now, beside the event loop.

        The first look at a year's holidays takes long, and nobody who asks shall wait for it.
        """
        async with self._store.read() as connection:
            known = await sites.everywhere(connection)
        await asyncio.to_thread(_look_at, known, now - LEARNT, now + READ)


def _look_at(known: Sequence[Site], since: datetime, until: datetime) -> None:
    for site in known:
        closures_of(site, since=since, until=until)


async def _require_site(connection: AsyncConnection, viewer: Viewer, slug: str) -> Site:
    return require_site(await sites.by_slug(connection, viewer.collaboration.id, slug))


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
