"""Seeking: times are found that suit people at many sites, by all that is known of these."""

import asyncio
from dataclasses import replace
from datetime import datetime, time

from bot.core.refusals import NotFound
from bot.fairness.service import paid_this_term
from bot.finding.model.participants import Closed, Part, Search
from bot.finding.model.ranking import Candidate, candidates
from bot.finding.model.request import Enquiry, span_of
from bot.finding.model.results import Shortlist
from bot.finding.service.participants import asked_by, intervals_of, people_of
from bot.people.model.viewers import Viewer
from bot.programme.service.agenda import home_zone
from bot.servers.service.directory import sites_of
from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.storage.database import Store

PAGE = 5
FARTHEST_PAGE = 50
MORNING = (time(8), time(12))


class Seeking:
    """What /meeting find does."""

    def __init__(self, store: Store) -> None:
        """Read from this store."""
        self._store = store

    async def shortlist(
        self,
        viewer: Viewer,
        enquiry: Enquiry,
        *,
        skip: int = 0,
        mornings_at: int = 0,
        now: datetime,
    ) -> Shortlist:
        """Return the best five times for the people of an enquiry, after `skip` better ones.

        `mornings_at` is a site by its id: only its mornings are looked through.
        """
        asker = viewer.require_member()
        skip = min(skip, FARTHEST_PAGE)
        known = await sites_of(self._store, viewer.collaboration.id)
        zone = home_zone(viewer, known)
        span = span_of(enquiry.within, now=now, zone=zone, sites=known)
        mornings = next((site for site in known if site.id == mornings_at), None)
        async with self._store.read() as connection:
            asked = await asked_by(connection, viewer, enquiry, now=now)
            search = Search(
                people=await people_of(connection, viewer, asked, known, span),
                sites=known,
                minutes=enquiry.minutes,
                since=span.start,
                until=span.end,
                zone=zone,
                ledger=await paid_this_term(connection, viewer, known, now=now),
                only=Part(zone=mornings.zone, hours=MORNING) if mornings else None,
            )
        # A thread of its own: for a thousand people it takes a tenth of a second.
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
            notes=asked.notes,
        )


def _found(search: Search, *, now: datetime, most: int) -> tuple[Search, list[Candidate]]:
    """Return the search with the closures of its sites, and what it finds."""
    search = replace(search, closed={site.id: _closed(site, search) for site in search.asked})
    return search, candidates(search, now=now, most=most)


def _closed(site: Site, search: Search) -> Closed:
    found = closures_of(site, since=search.since, until=search.until)
    return Closed(hard=intervals_of(found, Level.HARD), soft=intervals_of(found, Level.SOFT))


def _nothing(search: Search, mornings: Site | None) -> str:
    where = f" in the mornings of {mornings.city}" if mornings else ""
    if any(person.required for person in search.people):
        return (
            f"There is no time{where} within these days at which all who are required can come: "
            "please type more days, or require fewer people."
        )
    return (
        f"There is no time{where} within these days at which anybody can come: "
        "please type more days."
    )
