"""Finds times that suit people at many sites."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.fairness.service import paid_this_term
from bot.finding.model.participants import ClosedTimes, DayHours, Search
from bot.finding.model.ranked_times import RankedTime
from bot.finding.model.ranking import ranked_times
from bot.finding.model.request import TimeRequest, span_of
from bot.finding.model.results import Shortlist
from bot.finding.service.participants import asked_by, intervals_of, people_of
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.servers.service.directory import sites_of
from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.storage.database import Store

PAGE = 5
FARTHEST_PAGE = 50
MORNING = (time(8), time(12))


class TimeFinder:
    """What /meeting find does."""

    def __init__(self, store: Store) -> None:
        """Read from this store."""
        self._store = store

    async def shortlist(
        self,
        viewer: Viewer,
        request: TimeRequest,
        *,
        skip: int = 0,
        mornings_at: int = 0,
        now: datetime,
    ) -> Shortlist:
        """Return the five best times for a request, after `skip` better ones.

        `mornings_at` is the id of a site, to search only its mornings.
        """
        asker = viewer.require_member()
        skip = min(skip, FARTHEST_PAGE)
        known = await sites_of(self._store, viewer.collaboration.id)
        mornings = next((site for site in known if site.id == mornings_at), None)
        search, notes = await self._search(viewer, request, known, mornings=mornings, now=now)
        # In a thread of its own: a thousand people take a tenth of a second.
        search, found = await asyncio.to_thread(_found, search, now=now, most=skip + PAGE + 1)
        if not found[skip:]:
            raise NotFound(_nothing(search, mornings))
        return Shortlist(
            search=search,
            found=tuple(found[skip : skip + PAGE]),
            skipped=skip,
            is_last=len(found) <= skip + PAGE,
            asker=asker.id,
            mornings=mornings,
            notes=notes,
        )

    async def _search(
        self,
        viewer: Viewer,
        request: TimeRequest,
        known: Sequence[Site],
        *,
        mornings: Site | None,
        now: datetime,
    ) -> tuple[Search, tuple[str, ...]]:
        """Return the search for a request, with notes on who was asked."""
        zone = home_zone(viewer, known)
        span = span_of(request.within, now=now, zone=zone)
        async with self._store.read() as connection:
            asked = await asked_by(connection, viewer, request, now=now)
            search = Search(
                people=await people_of(connection, viewer, asked, known, span),
                sites=known,
                minutes=request.minutes,
                since=span.start,
                until=span.end,
                zone=zone,
                ledger=await paid_this_term(connection, viewer, known, asked.members, now=now),
                only=DayHours(zone=mornings.zone, hours=MORNING) if mornings else None,
            )
        return search, asked.notes


def _found(search: Search, *, now: datetime, most: int) -> tuple[Search, list[RankedTime]]:
    """Return the search with the closures of its sites, and the times found."""
    search = replace(search, closed={site.id: _closed(site, search) for site in search.asked})
    return search, ranked_times(search, now=now, most=most)


def _closed(site: Site, search: Search) -> ClosedTimes:
    found = closures_of(site, since=search.since, until=search.until)
    return ClosedTimes(hard=intervals_of(found, Level.HARD), soft=intervals_of(found, Level.SOFT))


def _nothing(search: Search, mornings: Site | None) -> str:
    is_required = any(person.required for person in search.people)
    if mornings and is_required:
        return _(
            "In these days there is no morning in {city} when everyone who is required can come. "
            "Please search more days, or require fewer people.",
            city=mornings.city,
        )
    if mornings:
        return _(
            "In these days there is no morning in {city} when anyone can come. "
            "Please search more days.",
            city=mornings.city,
        )
    if is_required:
        return _(
            "In these days there is no time when everyone who is required can come. "
            "Please search more days, or require fewer people."
        )
    return _("In these days there is no time when anyone can come. Please search more days.")
