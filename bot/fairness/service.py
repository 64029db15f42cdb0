"""The points that sites have paid for meetings, and plans that share them more fairly."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store import held_meetings
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.drafts.service import claim
from bot.fairness.model.fair_plan import FairPlan, fair_plan
from bot.fairness.model.ledger import Ledger, Statement, Term, account
from bot.meetings.store import meetings
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import PreviewOutdated
from bot.programme.model.meeting_changes import moved, reason_given, require_coming
from bot.programme.service.publication import Publisher
from bot.series.model.series import Series
from bot.series.service.directory import series_of
from bot.series.service.lookup import series_called
from bot.servers.service.directory import sites_of
from bot.sites.model.sites import Site
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from bot.times.zoned_time import ZonedTime
from bot.times.zones import wall_time

REASON = _("fairer hours")  # shown to everybody as the reason of a move
Move = tuple[int, ZonedTime]  # the revision that was looked at, and where to


class FairnessService:
    """Statements and fair plans over one store."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Use a store; the publisher updates calendars and posts of moved meetings."""
        self._store, self._publisher = store, publisher

    async def statement(
        self, viewer: Viewer, *, slug: str | None = None, back: bool = False, now: datetime
    ) -> tuple[Statement, list[Series]]:
        """Return the points that sites have paid in this term or the last, and the series counted.

        Only series that the viewer may see are counted.
        """
        known = await sites_of(self._store, viewer.collaboration.id)
        every = await series_of(self._store, viewer.collaboration.id)
        term = term_of(viewer, known, now=now)
        term = term.before if back else term
        since, until = term.bounds(anchor_zone(viewer, known))
        async with self._store.read() as connection:
            one = await series_called(connection, viewer, slug) if slug else None
            seen = [s for s in every if viewer.sees(s)] if one is None else [one]
            held = await held_meetings.between(
                connection,
                viewer.collaboration.id,
                since=since,
                until=min(until, now),
                series_ids=[s.id for s in seen],
            )
        return Statement.of(term, held, known), seen

    async def plan(
        self, viewer: Viewer, slug: str, *, count: int, only: str = "", now: datetime
    ) -> FairPlan:
        """Return the fairest plan for the next so many meetings of a series.

        `only` names the sites to count, by short name; all if it is empty.
        """
        viewer.require_organizer()
        known = await sites_of(self._store, viewer.collaboration.id)
        async with self._store.read() as connection:
            found = await series_called(connection, viewer, slug)
            every = await meetings.of_series(connection, found.id, since=now)
        coming = [meeting for meeting in every if meeting.takes_place][:count]
        # A thread of its own: a year of meetings at many sites takes some tenths of a second.
        return await asyncio.to_thread(fair_plan, found, coming, _named(only, known))

    async def move_all(
        self, viewer: Viewer, moves: Mapping[int, Move], *, draft_id: int, now: datetime
    ) -> list[Programme]:
        """Move the meetings of a plan, all or none; calendars and posts follow."""
        viewer.require_organizer()
        why = reason_given(REASON)
        async with self._store.change(viewer.collaboration.id) as connection:
            await claim(connection, draft_id)
            changes = {}
            for programme in await _programmes(connection, viewer, list(moves)):
                revision, to = moves[programme.meeting.id]
                require_coming(programme.meeting, now=now)
                if programme.meeting.revision != revision or to.instant <= now:
                    message = _("Something has changed since. Use /fair plan again.")
                    raise PreviewOutdated(message)
                changes[programme.meeting.id] = {**moved(programme, to), "reason": why}
            await meetings.update_several(connection, changes)
            await self._publisher.publish(connection, moves, now=now, by=viewer)
            return await _programmes(connection, viewer, list(moves))


async def _programmes(
    connection: AsyncConnection, viewer: Viewer, meeting_ids: Sequence[int]
) -> list[Programme]:
    """Return meetings in order; refuse if the viewer may not see one of them."""
    booked = await stored_bookings.where(connection, conditions.in_meetings(meeting_ids))
    found = [
        programme
        for programme in stored_bookings.programmes_of(booked)
        if programme.meeting.collaboration_id == viewer.collaboration.id
        and viewer.sees(programme.terms)
    ]
    if len(found) != len(meeting_ids):
        message = _("That plan no longer exists. Use /fair plan again.")
        raise NotFound(message)
    return sorted(found, key=lambda programme: programme.meeting.start)


def _named(typed: str, known: Sequence[Site]) -> list[Site]:
    """Return the named sites, all if none is named; refuse an unknown one."""
    names = [name.strip().casefold() for name in typed.split(",") if name.strip()]
    for name in names:
        if not any(name in _names(site) for site in known):
            message = _(
                "There is no site “{name}” here. Type short names like “epfl, mit”. "
                "Use /site list to see them all.",
                name=name[:60],
            )
            raise Refusal(message)
    return [site for site in known if not names or _names(site) & set(names)]


def _names(site: Site) -> set[str]:
    return {site.slug, site.name.casefold(), site.city.casefold()}


def anchor_zone(viewer: Viewer, known: Sequence[Site]) -> str:
    """Return the anchor site's zone, in which terms begin and end."""
    anchor = (s.zone for s in known if s.id == viewer.collaboration.anchor_site_id)
    return next(anchor, known[0].zone if known else "UTC")


def term_of(viewer: Viewer, known: Sequence[Site], *, now: datetime) -> Term:
    """Return the present term."""
    return Term.around(wall_time(now, anchor_zone(viewer, known)).date())


async def paid_this_term(
    connection: AsyncConnection,
    viewer: Viewer,
    known: Sequence[Site],
    members: Iterable[Member],
    *,
    now: datetime,
) -> Ledger:
    """Return the points that each site has paid in the present term."""
    collaboration_id = viewer.collaboration.id
    homes = {member.id: member.site_id for member in members}
    since, _ = term_of(viewer, known, now=now).bounds(anchor_zone(viewer, known))
    held = await held_meetings.between(
        connection, collaboration_id, since=since, until=now, homes=homes
    )
    return account(held, known).paid
