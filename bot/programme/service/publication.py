"""Publishing: what calendars show and what is to be said of meetings, in the change of them."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.web_addresses import Links
from bot.ics.validation import check_entry
from bot.ics.writer import RENDERER, render
from bot.people.model.viewers import Standing, Viewer
from bot.programme.model.calendar_entries import SHOWN_BEFORE, Audience, Entry
from bot.programme.model.event_content import Content, Edition
from bot.programme.service.delivery_planning import Announcer
from bot.programme.store import calendar_entries as entries
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.storage import instance
from bot.storage.database import Store
from bot.talks import store as talks
from bot.talks.model.talks import Programme

log = logging.getLogger(__name__)

# Meetings read and written at a time: rendering lets other tasks run in between.
BATCH = 200
SECOND = timedelta(seconds=1)
Editions = Mapping[Audience, Edition]
Kept = Mapping[tuple[int, Audience], Entry]


class Publisher:
    """Renders the calendar bytes of what has changed, for the public and for members."""

    def __init__(self, store: Store, public_url: str, *, standing: Collection[str]) -> None:
        """Publish under this address; posts of the kinds that stand are kept true."""
        self.links = Links(public_url=public_url)
        self.announcer = Announcer(standing=standing)
        self.rendered = 0
        self._store = store

    async def publish(
        self,
        connection: AsyncConnection,
        meeting_ids: Iterable[int],
        *,
        now: datetime,
        by: Viewer | None = None,
        quietly: bool = False,
    ) -> None:
        """Make the entries of meetings anew where what they show has changed, and tell of it.

        To be called in the transaction of every change of meetings, their talks or their series.
        Who made the change, `by`, is not told of it; `quietly` tells nobody.
        """
        wanted = sorted(set(meeting_ids))
        editions: dict[int, Editions] = {}
        maker = by.member.id if by is not None and by.member is not None else None
        for first in range(0, len(wanted), BATCH):
            batch = wanted[first : first + BATCH]
            programmes = await self._publish(connection, batch, editions, now=now)
            await self.announcer.follow(connection, programmes, now=now, by=maker, quietly=quietly)
        for collaboration_id in editions:
            await collaborations.raise_revision(connection, collaboration_id)

    async def publish_collaboration(
        self, connection: AsyncConnection, collaboration_id: int, *, now: datetime
    ) -> None:
        """Make anew what feeds show of a collaboration after its sites or its addresses changed.

        What is too long past for feeds is left as it was.
        """
        shown = await entries.meeting_ids(
            connection, collaboration_id=collaboration_id, since=now - SHOWN_BEFORE
        )
        await self.publish(connection, shown, now=now)
        await self.announcer.plan_within(connection, collaboration_id, now=now)
        await collaborations.raise_revision(connection, collaboration_id)

    async def republish_stale(self, *, now: datetime) -> bool:
        """Make all entries anew where this program would render them differently; say whether.

        Each batch is a transaction, the latest meetings first: a program that is stopped meanwhile
        goes on where it was.
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
        meeting_ids: Sequence[int],
        editions: dict[int, Editions],
        *,
        now: datetime,
    ) -> list[Programme]:
        booked = await talks.bookings(connection, talks.in_meetings(meeting_ids))
        kept = await entries.of_meetings(connection, meeting_ids)
        programmes = talks.programmes_of(booked)
        made: list[Entry] = []
        for programme in programmes:
            collaboration_id = programme.meeting.collaboration_id
            if collaboration_id not in editions:
                editions[collaboration_id] = await self._editions(connection, collaboration_id)
            try:
                made += self._renewed(programme, editions[collaboration_id], kept, now=now)
            except Exception:
                # Calendars keep what they have of this one meeting; the change itself stands.
                log.exception("meeting %d could not be published anew", programme.meeting.id)
            await asyncio.sleep(0)
        await entries.replace(connection, made)
        return programmes

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
                (Audience.PUBLIC, Standing.PUBLIC),
                (Audience.MEMBERS, Standing.MEMBER),
            )
        }

    def _renewed(
        self, programme: Programme, editions: Editions, kept: Kept, *, now: datetime
    ) -> list[Entry]:
        """Return a meeting's entries; none where nothing that they show has changed.

        The audiences share one sequence, so that a member who moves from the public feed to a
        private one never goes back.
        """
        former = {
            a: kept[programme.meeting.id, a] for a in Audience if (programme.meeting.id, a) in kept
        }
        contents = _contents(programme, editions, former.get(Audience.PUBLIC))
        digests = {audience: content.digest(RENDERER) for audience, content in contents.items()}
        if digests == {audience: entry.digest for audience, entry in former.items()}:
            return []
        sequence = max((entry.sequence + 1 for entry in former.values()), default=0)
        earliest = max((entry.modified + SECOND for entry in former.values()), default=now)
        modified = max(now, earliest).replace(microsecond=0)
        self.rendered += 1
        made = [
            _entry(programme, audience, content, digests[audience], sequence, modified)
            for audience, content in contents.items()
        ]
        for entry in made:
            _require_sound(entry)
        return made


def _require_sound(entry: Entry) -> None:
    for body in filter(None, (entry.body, entry.short_body)):
        if faults := check_entry(body).faults:
            message = f"{entry.audience} entry: {', '.join(faults)}"
            raise ValueError(message)


def _contents(
    programme: Programme, editions: Editions, public: Entry | None
) -> dict[Audience, Content]:
    contents = {Audience.MEMBERS: editions[Audience.MEMBERS].content(programme)}
    if editions[Audience.PUBLIC].viewer.sees(programme.series):
        contents[Audience.PUBLIC] = editions[Audience.PUBLIC].content(programme)
    elif public is not None:
        contents[Audience.PUBLIC] = editions[Audience.PUBLIC].withdrawn(
            programme, start=public.start
        )
    return contents


def _entry(
    programme: Programme,
    audience: Audience,
    content: Content,
    digest: str,
    sequence: int,
    modified: datetime,
) -> Entry:
    whole = render(content, sequence=sequence, modified=modified)
    has_abstract = content.brief != content.description
    return Entry(
        meeting_id=programme.meeting.id,
        audience=audience,
        collaboration_id=programme.meeting.collaboration_id,
        series_id=programme.series.id,
        start=content.start,
        digest=digest,
        sequence=sequence,
        modified=modified,
        cancelled=content.cancelled,
        body=whole,
        short_body=render(content, sequence=sequence, modified=modified, brief=True)
        if has_abstract
        else b"",
    )
