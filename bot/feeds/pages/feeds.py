"""Feeds over HTTP: made once for each change of what they show.

A calendar program that gets an error, a login page or an empty calendar may delete everything or
never ask again. Whatever goes wrong here, it gets the last good calendar or "not modified".
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from aiohttp import web

from bot.clock import Clock
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.feeds.model.feeds import Feed, FeedKind
from bot.feeds.pages.feed_addresses import (
    MEETING,
    PRIVATE,
    alarm_asked,
    asks_for_all,
    asks_for_mine,
    opens_program,
    public_feed,
)
from bot.feeds.pages.feed_bodies import Bodies, Body
from bot.feeds.pages.feed_notices import harmless_answer, sent_to_program
from bot.feeds.pages.tokens import TokenHolder, Tokens
from bot.ics.feed_retention import TOMBSTONE_KEPT
from bot.servers.model.collaborations import Collaboration
from bot.servers.store import collaborations
from bot.storage.change import Change
from bot.storage.database import Store
from bot.web import headers
from bot.web.cached_body import Representation

log = logging.getLogger(__name__)

MOST_REMEMBERED = 300
MOST_OWN = 2000  # feeds of members' own meetings, which are small
# What is sent and what is being typed show in no feed.
OF_NO_FEED = frozenset({"deliveries", "drafts"})
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class CachedFeed:
    """A feed as it was last made, and from which revision."""

    representation: Representation
    modified: datetime
    revision: int
    day: date
    attendance: str = ""


class Feeds:
    """Answers requests for calendars; call follow() after each change of the store."""

    def __init__(self, store: Store, links: Links, clock: Clock) -> None:
        """Serve the calendars of a store."""
        self.tokens = Tokens(store)
        self.made = 0
        self.failed = 0
        self._store = store
        self._clock = clock
        self._bodies = Bodies(store, links)
        self._links = links
        self._known: dict[Feed, CachedFeed] = {}
        self._own: dict[Feed, CachedFeed] = {}
        self._revisions: dict[str, int] = {}
        self._collaborations: dict[int, Collaboration] = {}
        self._by_slug: dict[str, Collaboration] = {}
        self._making = asyncio.Lock()

    async def refresh(self) -> None:
        """Find out which collaborations there are, and what their revisions are."""
        self.tokens.forget(None)
        async with self._store.read() as connection:
            revisions = await collaborations.revisions(connection)
            every = await collaborations.every(connection)
        for found in every:
            if found.id in self._collaborations:  # it may have changed while this was read
                former = self._revisions.get(found.slug, 0)
                revisions[found.slug] = max(former, revisions[found.slug])
        self._collaborations = {found.id: found for found in every}
        self._by_slug = {found.slug: found for found in every}
        self._revisions = revisions

    async def follow(self, change: Change) -> None:
        """Note what a change means for feeds, with no query unless settings were changed."""
        if {table.name for table in change.written} <= OF_NO_FEED and not change.revisions:
            return
        raised = {self._collaborations.get(one): to for one, to in change.revisions.items()}
        if None in raised or any(table.name == "collaborations" for table in change.written):
            await self.refresh()
            return
        for one, to in raised.items():
            if one is not None:  # changes may be told in another order than they were made in
                self._revisions[one.slug] = max(to, self._revisions[one.slug])
        self.tokens.forget(change.collaboration_id)

    async def answer(self, request: web.BaseRequest) -> web.Response | None:
        """Return the calendar at the address of a request, None if there is none."""
        try:
            return await self._answer(request, request.raw_path)
        except Exception:
            # Whatever it was, a calendar program must never be answered with half a calendar.
            self.failed += 1
            log.exception("a calendar could not be made")
            return harmless_answer(request)

    async def _answer(self, request: web.BaseRequest, target: str) -> web.Response | None:
        if (opened := opens_program(target)) is not None:
            return sent_to_program(f"{self._links.public_url}{opened}")
        feed = public_feed(target)
        if feed is not None:
            return await self._feed(request, feed, cache=headers.FOR_ALL)
        if named := PRIVATE.match(target):
            return await self._private(request, named[1], named[2])
        if named := MEETING.match(target):
            return await self._meeting(request, int(named[1]))
        return None

    async def _feed(
        self, request: web.BaseRequest, feed: Feed, *, cache: str, attendance: str = ""
    ) -> web.Response | None:
        now = self._clock.now()
        known = self._kept(feed).get(feed)
        if known is None or not self._is_current(feed, known, attendance, now):
            known = await self._made(feed, cache, attendance, now)
        return None if known is None else await known.representation.answer(request)

    def _kept(self, feed: Feed) -> dict[Feed, CachedFeed]:
        return self._own if feed.mine else self._known

    def _is_current(self, feed: Feed, known: CachedFeed, attendance: str, now: datetime) -> bool:
        made_of = (known.revision, known.attendance, known.day)
        return made_of == (self._revisions.get(feed.collaboration), attendance, now.date())

    async def _made(
        self, feed: Feed, cache: str, attendance: str, now: datetime
    ) -> CachedFeed | None:
        """Return the present feed, the last good one if it cannot be made, or None."""
        async with self._making:
            known = self._kept(feed).get(feed)
            if known is not None and self._is_current(feed, known, attendance, now):
                return known
            collaboration = self._by_slug.get(feed.collaboration)
            if collaboration is None:
                return None
            # Taken before the store is read: what changes meanwhile makes the feed stale again.
            revision = self._revisions[feed.collaboration]
            try:
                body = await self._bodies.of_feed(feed, collaboration, now=now)
            except Exception:
                # The last good calendar harms nobody; an error may empty the subscriber's.
                if known is None:
                    raise
                self.failed += 1
                log.exception("the last good calendar stands in for %s", feed)
                return known
            self._kept(feed).pop(feed, None)
            if body is None:
                return None
            self.made += 1
            made = _made_known(feed, body, known, cache=cache, revision=revision, now=now)
            made = replace(made, attendance=attendance)
            self._remember(feed, made)
            return made

    def _remember(self, feed: Feed, made: CachedFeed) -> None:
        kept, most = self._kept(feed), MOST_OWN if feed.mine else MOST_REMEMBERED
        while len(kept) >= most:
            del kept[next(iter(kept))]
        kept[feed] = made

    async def _private(
        self, request: web.BaseRequest, token: str, query: str | None
    ) -> web.Response | None:
        holder = await self.tokens.holder(token)
        if holder is None:
            return None
        collaboration = self._collaborations[holder.collaboration_id]
        if holder.revoked_at is not None:
            return await self._revoked(request, collaboration, holder, holder.revoked_at)
        self.tokens.note_use(holder, now=self._clock.now())
        mine = asks_for_mine(query)
        feed = Feed(
            collaboration.slug,
            FeedKind.MEMBERS,
            everything=asks_for_all(query),
            member=holder.member_id if mine or holder.is_invited else 0,
            mine=mine,
            alarm=alarm_asked(query),
        )
        attendance = holder.attendance if mine else ""
        return await self._feed(request, feed, cache=headers.FOR_ONE, attendance=attendance)

    async def _revoked(
        self,
        request: web.BaseRequest,
        collaboration: Collaboration,
        holder: TokenHolder,
        revoked_at: datetime,
    ) -> web.Response:
        if self._clock.now() >= revoked_at + TOMBSTONE_KEPT:
            return web.Response(
                status=410, text=_("This link was replaced.") + "\n", headers=headers.PLAIN
            )
        body = self._bodies.replaced(
            collaboration, number=holder.subscription_id, revoked_at=revoked_at
        )
        described = headers.feed(f"{collaboration.slug}.ics", cache=headers.FOR_ONE)
        said = _representation(body, described)
        return await said.answer(request)

    async def _meeting(self, request: web.BaseRequest, meeting_id: int) -> web.Response | None:
        body = await self._bodies.of_meeting(meeting_id, self._collaborations)
        if body is None:
            return None
        name = f"meeting-{meeting_id}.ics"
        described = headers.feed(name, cache=headers.FOR_ALL, download=True)
        said = _representation(body, described)
        return await said.answer(request)


def _made_known(
    feed: Feed, body: Body, known: CachedFeed | None, *, cache: str, revision: int, now: datetime
) -> CachedFeed:
    """Return a feed's body with its headers.

    Last-Modified is at least today, since the window of shown meetings moves at midnight. It rises
    whenever the body changes: some programs compare nothing else.
    """
    modified = max(body.modified, datetime.combine(now.date(), time(), UTC))
    if known is not None:
        changed = known.representation.body != body.calendar
        modified = max(modified, known.modified + SECOND * changed)
    file_name = f"{feed.name or ('all' if feed.kind is FeedKind.ALL else feed.collaboration)}.ics"
    described = headers.feed(file_name, cache=cache)
    representation = Representation(body.calendar, described, digest=body.digest, modified=modified)
    return CachedFeed(representation, modified, revision, now.date())


def _representation(body: Body, described: Mapping[str, str]) -> Representation:
    return Representation(body.calendar, described, digest=body.digest, modified=body.modified)
