"""Publication: calendars and deliveries follow each change of a meeting, in its transaction."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.web_addresses import Links
from bot.ics.feed_retention import SHOWN_BEFORE
from bot.ics.writer import RENDERER
from bot.people.model.viewers import Standing, Viewer
from bot.programme.model.calendar_entries import Entry, FeedAudience
from bot.programme.model.event_content import Edition
from bot.programme.model.outlines import Outline
from bot.programme.service.calendar_rendering import Editions, renewed
from bot.programme.service.calendar_retention import known_meetings
from bot.programme.service.delivery_planning import DeliveryPlanner
from bot.programme.service.rehearsal import Rehearsal
from bot.programme.store import calendar_entries as entries
from bot.programme.store import told
from bot.servers.model.changes import CollaborationChanged, CollaborationReturned
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.storage import instance
from bot.storage.change import Change
from bot.storage.database import Store
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions

log = logging.getLogger(__name__)

# Meetings read and written at a time: rendering lets other tasks run in between.
BATCH = 200


class Publisher:
    """Renders the calendars of what has changed, for the public and for members."""

    def __init__(self, store: Store, public_url: str, *, standing: Collection[str]) -> None:
        """Publish under this address; posts of the kinds in `standing` are kept up to date."""
        self.links = Links(public_url=public_url)
        self.planner = DeliveryPlanner(standing=standing)
        # How many meetings were rendered, and of how many that was before the change.
        self.rendered = self.rehearsed = 0
        self._store = store

    async def publish(
        self,
        connection: Change,
        meeting_ids: Iterable[int],
        *,
        now: datetime,
        by: Viewer | None = None,
        quietly: bool = False,
        rehearsed: Rehearsal | None = None,
    ) -> None:
        """Render the calendar entries of meetings that changed, and plan their deliveries.

        Call it in the transaction of every change of meetings, their talks or their series. `by`
        made the change and is not told of it; `quietly` tells nobody. What was `rehearsed` for the
        very same meetings is not rendered again.
        """
        wanted = sorted(set(meeting_ids))
        editions: dict[int, Editions] = {}
        for first in range(0, len(wanted), BATCH):
            found = conditions.in_meetings(wanted[first : first + BATCH])
            booked = await stored_bookings.where(connection, found)
            programmes = stored_bookings.programmes_of(booked)
            known = await self._publish(
                connection, programmes, editions, rehearsed or Rehearsal(), now=now
            )
            await self._plan(connection, programmes, known, now=now, by=by, quietly=quietly)
        for collaboration_id in editions:
            await collaborations.raise_revision(connection, collaboration_id)

    async def rehearse(self, programmes: Sequence[Programme], *, now: datetime) -> Rehearsal:
        """Render meetings as a change will leave them, before it begins."""
        collaborations_in = {p.meeting.collaboration_id for p in programmes}
        async with self._store.read() as connection:
            before = await told.of_meetings(connection, [p.meeting.id for p in programmes])
            known = await known_meetings(connection, programmes, before.outlines, now=now)
            editions = {one: await self._editions(connection, one) for one in collaborations_in}
        rehearsal = Rehearsal(editions, before.entries, frozenset(known), now)
        for programme in programmes:
            with suppress(Exception):  # the change itself meets it again, and logs it
                rehearsal.render(programme)
            await asyncio.sleep(0)
        return rehearsal

    async def publish_programmes(
        self,
        connection: Change,
        programmes: Sequence[Programme],
        *,
        now: datetime,
        by: Viewer | None = None,
    ) -> None:
        """Publish a few meetings that are known whole, as they are after the change."""
        editions: dict[int, Editions] = {}
        known = await self._publish(connection, programmes, editions, Rehearsal(), now=now)
        await self._plan(connection, programmes, known, now=now, by=by, quietly=False)
        for collaboration_id in editions:
            await collaborations.raise_revision(connection, collaboration_id)

    async def _plan(
        self,
        connection: Change,
        programmes: Sequence[Programme],
        known: Mapping[int, Outline],
        *,
        now: datetime,
        by: Viewer | None,
        quietly: bool,
    ) -> None:
        maker = by.member.id if by is not None and by.member is not None else None
        await self.planner.follow(
            connection, programmes, now=now, by=maker, quietly=quietly, known=known
        )

    async def publish_collaboration(
        self, connection: Change, collaboration_id: int, *, now: datetime
    ) -> None:
        """Render all that feeds show of a collaboration, after its sites or addresses changed.

        Meetings too long past for feeds stay as they were.
        """
        shown = await entries.meeting_ids(
            connection, collaboration_id=collaboration_id, since=now - SHOWN_BEFORE
        )
        await self.publish(connection, shown, now=now)
        await self.planner.plan_within(connection, collaboration_id, now=now)
        await collaborations.raise_revision(connection, collaboration_id)

    async def follow_collaboration(self, connection: Change, change: CollaborationChanged) -> None:
        """Publish a collaboration whose sites or addresses changed."""
        await self.publish_collaboration(connection, change.collaboration_id, now=change.now)

    async def plan_again(self, connection: AsyncConnection, change: CollaborationReturned) -> None:
        """Plan what is to be posted for a collaboration whose server has Meridian again."""
        await self.planner.plan_within(connection, change.collaboration_id, now=change.now)

    async def republish_stale(self, *, now: datetime) -> bool:
        """Render all entries again if this version renders differently; return whether it does.

        Each batch is a transaction, the latest meetings first, so that a program that is stopped
        continues where it was.
        """
        made_with = f"{RENDERER} {self.links.public_url}"
        async with self._store.read() as connection:
            if await instance.rendered_by(connection) == made_with:
                return False
            every = await entries.meeting_ids(connection)
        for first in range(0, len(every), BATCH):
            async with self._store.write() as connection:
                await self.publish(connection, every[first : first + BATCH], now=now)
        async with self._store.write() as connection:
            await instance.note_rendering(connection, made_with)
        return True

    async def _publish(
        self,
        connection: AsyncConnection,
        programmes: Sequence[Programme],
        editions: dict[int, Editions],
        rehearsed: Rehearsal,
        *,
        now: datetime,
    ) -> dict[int, Outline]:
        """Render these meetings; return what people knew of them."""
        before = await told.of_meetings(connection, [p.meeting.id for p in programmes])
        known = await known_meetings(connection, programmes, before.outlines, now=now)
        made: list[Entry] = []
        for programme in programmes:
            collaboration_id = programme.meeting.collaboration_id
            if collaboration_id not in editions:
                editions[collaboration_id] = await self._editions(connection, collaboration_id)
            inputs = (programme, editions[collaboration_id], before.entries)
            is_known = programme.meeting.id in known
            try:
                new = rehearsed.found(*inputs, is_known=is_known, now=now)
                self.rehearsed += bool(new)
                if new is None:
                    new = renewed(*inputs, is_known=is_known, now=now)
                    await asyncio.sleep(0)
                self.rendered += bool(new)
                made += new
            except Exception:
                # Calendars keep the old entry of this one meeting; the change itself is made.
                log.exception(
                    "the calendar entries of meeting %d could not be rendered", programme.meeting.id
                )
        await entries.replace(connection, made)
        return before.outlines

    async def _editions(self, connection: AsyncConnection, collaboration_id: int) -> Editions:
        collaboration = await collaborations.by_id(connection, collaboration_id)
        assert collaboration is not None  # noqa: S101 - the meeting's foreign key holds it
        known = await sites.of(connection, collaboration_id)
        return {
            audience: Edition(
                viewer=Viewer(collaboration=collaboration, standing=standing),
                sites=known,
                links=self.links,
                instance=self._store.instance_name,
            )
            for audience, standing in (
                (FeedAudience.PUBLIC, Standing.PUBLIC),
                (FeedAudience.MEMBERS, Standing.MEMBER),
            )
        }
