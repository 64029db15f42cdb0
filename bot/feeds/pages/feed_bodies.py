"""What a feed holds: stored entries in their order, as many as calendar programs take."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.web_addresses import Links
from bot.ics.feed_window import SHOWN_AFTER, SHOWN_BEFORE, TOMBSTONE_KEPT
from bot.ics.validation import MOST_BYTES, MOST_ENTRIES, Checker, check_whole, head
from bot.ics.writer import Notice, render_notice, wrap
from bot.people.model.viewers import Standing, Viewer
from bot.programme.model.calendar_entries import Audience
from bot.programme.model.event_content import shortened
from bot.programme.store import calendar_entries as entries
from bot.programme.store import feed_entries
from bot.series import store as series
from bot.servers.model.collaborations import KEPT_AFTER_LEAVING, Collaboration
from bot.sites.store import sites
from bot.storage.database import Store

log = logging.getLogger(__name__)

# What the calendar around the entries may take of the bytes allowed.
MOST_OF_HEAD = 5_000
ROOM = MOST_BYTES - MOST_OF_HEAD
MOST_OF_DESCRIPTION = 300
EARLIEST = b"19700101T000000Z"


class Kind(StrEnum):
    """What a feed is of."""

    ALL = "all"
    SERIES = "series"
    SITE = "site"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as its address names it; `everything` reaches back beyond the usual year.

    `member` is whose it is where it is like nobody else's; `mine` holds their own meetings alone.
    """

    collaboration: str
    kind: Kind
    name: str = ""
    everything: bool = False
    member: int = 0
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A whole calendar, a digest of it, and when the latest of its entries was changed."""

    calendar: bytes
    digest: str
    modified: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a feed says of itself, and which entries it holds."""

    name: str
    description: str
    url: str
    source: str | None
    scope: feed_entries.Scope


class Unsound(Exception):  # noqa: N818 - what is wrong, as a sentence
    """A calendar did not pass the check; it is not sent."""


class Bodies:
    """Puts feeds together from what is stored, and checks them."""

    def __init__(self, store: Store, links: Links) -> None:
        """Read from this store."""
        self._store = store
        self._links = links
        self._checker = Checker()

    async def of_feed(
        self, feed: Feed, collaboration: Collaboration, *, now: datetime
    ) -> Body | None:
        """Return what a feed holds today; None where there is no such feed."""
        async with self._store.read() as connection:
            subject = await self._subject(connection, feed, collaboration)
            if subject is None:
                return None
            found = await _fitting(connection, subject.scope, now=now, everything=feed.everything)
        if collaboration.left_at is not None:
            notice = render_notice(self._left(collaboration, collaboration.left_at))
            # Nobody can find out any more who is still a member: their feeds hold nothing else.
            kept = [] if feed.kind is Kind.MEMBERS else found[-(MOST_ENTRIES - 1) :]
            return self._sound(subject, [notice, *kept])
        return self._sound(subject, found, otherwise=self._nothing_yet(collaboration, now=now))

    async def of_meeting(self, meeting_id: int, known: dict[int, Collaboration]) -> Body | None:
        """Return a calendar of one public meeting; None where there is none."""
        async with self._store.read() as connection:
            found = await entries.body_of(connection, meeting_id, Audience.PUBLIC)
        if found is None or (collaboration := known.get(found[0])) is None:
            return None
        subject = self._whole(collaboration, audience=Audience.PUBLIC, source=None)
        return self._sound(subject, [found[1]])

    def replaced(self, collaboration: Collaboration, *, number: int, revoked_at: datetime) -> Body:
        """Return what a private feed says after it was revoked."""
        since = revoked_at.astimezone(UTC).date()
        notice = Notice(
            uid=f"replaced-{number}@{self._store.instance_name}",
            since=since,
            until=since + TOMBSTONE_KEPT,
            summary=f"{collaboration.name}: this link was replaced",
            description="This private calendar was revoked. As a member, type /calendar subscribe "
            "in Discord for a new link, and remove this one.",
            sequence=0,
            modified=revoked_at.replace(microsecond=0),
        )
        subject = self._whole(collaboration, audience=Audience.MEMBERS, source=None)
        return self._sound(subject, [], otherwise=notice)

    def _left(self, collaboration: Collaboration, left_at: datetime) -> Notice:
        """Return what feeds say while the server of a collaboration has no Meridian."""
        since = left_at.astimezone(UTC).date()
        until = since + KEPT_AFTER_LEAVING
        return Notice(
            uid=f"left-{collaboration.id}@{self._store.instance_name}",
            since=since,
            until=until,
            summary=f"{collaboration.name}: this calendar is no longer updated",
            description=f"The group's Discord server removed Meridian on {since:%-d %B %Y}. "
            f"Unless it invites Meridian again, this calendar ends on {until:%-d %B %Y}.",
            sequence=since.toordinal(),
            modified=left_at.replace(microsecond=0),
        )

    async def _subject(
        self, connection: AsyncConnection, feed: Feed, collaboration: Collaboration
    ) -> Subject | None:
        if feed.kind is Kind.SERIES:
            return await self._of_series(connection, collaboration, feed.name)
        if feed.kind is Kind.SITE:
            return await self._of_site(connection, collaboration, feed.name)
        if feed.kind is Kind.MEMBERS:
            # Its own address would repeat the secret.
            whole = self._whole(collaboration, audience=Audience.MEMBERS, source=None)
            return _of_member(whole, feed)
        source = self._links.feed_all(collaboration.slug)
        return self._whole(collaboration, audience=Audience.PUBLIC, source=source)

    def _whole(
        self, collaboration: Collaboration, *, audience: Audience, source: str | None
    ) -> Subject:
        whose = "the public" if audience is Audience.PUBLIC else "members"
        return Subject(
            name=collaboration.name,
            description=f"All meetings of {collaboration.name}, for {whose}.",
            url=self._links.collaboration(collaboration.slug),
            source=source,
            scope=feed_entries.Scope(audience=audience, collaboration_id=collaboration.id),
        )

    async def _of_series(
        self, connection: AsyncConnection, collaboration: Collaboration, slug: str
    ) -> Subject | None:
        found = await series.by_slug(connection, collaboration.id, slug)
        if found is None:
            return None
        scope = feed_entries.Scope(
            audience=Audience.PUBLIC, collaboration_id=collaboration.id, series_id=found.id
        )
        if Viewer(collaboration=collaboration, standing=Standing.PUBLIC).sees(found):
            return Subject(
                name=f"{collaboration.name}: {found.title}",
                description=shortened(found.description, MOST_OF_DESCRIPTION) or found.title,
                url=self._links.series(collaboration.slug, slug),
                source=self._links.feed_series(collaboration.slug, slug),
                scope=scope,
            )
        # Who subscribed while it was public is told that it is not; nobody else learns of it.
        if not await feed_entries.exist(connection, scope):
            return None
        return Subject(
            name=f"{collaboration.name}: no longer public",
            description="This series is for members now.",
            url=self._links.collaboration(collaboration.slug),
            source=None,
            scope=scope,
        )

    async def _of_site(
        self, connection: AsyncConnection, collaboration: Collaboration, slug: str
    ) -> Subject | None:
        found = await sites.by_slug(connection, collaboration.id, slug)
        if found is None:
            return None
        return Subject(
            name=f"{collaboration.name}: {found.name}",
            description=f"Meetings that {found.name} hosts, or with a speaker from there.",
            url=self._links.collaboration(collaboration.slug),
            source=self._links.feed_site(collaboration.slug, slug),
            scope=feed_entries.Scope(
                audience=Audience.PUBLIC, collaboration_id=collaboration.id, site_id=found.id
            ),
        )

    def _nothing_yet(self, collaboration: Collaboration, *, now: datetime) -> Notice:
        """Return what an empty feed says: some programs take an empty calendar for no answer.

        It stands on the first of the month, so that its bytes change no more often than that.
        """
        month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return Notice(
            uid=f"nothing-yet-{collaboration.id}@{self._store.instance_name}",
            since=month.date(),
            until=month.date() + timedelta(days=1),
            summary=f"{collaboration.name}: nothing planned yet",
            description="Meetings appear here by themselves once they are planned: "
            f"{self._links.collaboration(collaboration.slug)}",
            sequence=month.year * 12 + month.month,
            modified=month,
        )

    def _sound(
        self, subject: Subject, found: Sequence[bytes], *, otherwise: Notice | None = None
    ) -> Body:
        """Return the calendar of what passes the check; raise Unsound where that is nothing."""
        if not found and otherwise is not None:
            found = [render_notice(otherwise)]
        checked = self._checker.checked(found)
        wrong = [entry for entry in checked if entry.faults]
        for entry in wrong:
            log.error("left out %s: %s", entry.uid.decode(errors="replace"), entry.faults)
        if wrong:
            found = [raw for raw, entry in zip(found, checked, strict=True) if not entry.faults]
            checked = [entry for entry in checked if not entry.faults]
        latest = max([entry.modified for entry in checked], default=EARLIEST).decode()
        modified = datetime.strptime(latest, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        calendar = wrap(
            found,
            name=subject.name,
            description=subject.description,
            url=subject.url,
            source=subject.source,
            modified=modified,
        )
        top = head(calendar)
        if faults := check_whole(top, checked, size=len(calendar)):
            raise Unsound("; ".join(faults))
        # Digests of entries are known from the check: there is no need to read all bytes again.
        digest = sha256(top + b"".join([entry.digest for entry in checked])).hexdigest()
        return Body(calendar=calendar, digest=digest, modified=modified)


def _of_member(whole: Subject, feed: Feed) -> Subject:
    scope = replace(whole.scope, member_id=feed.member, mine=feed.mine)
    if not feed.mine:
        return replace(whole, scope=scope)
    told = "Your own meetings: talks that you give, and meetings that you come to."
    return replace(whole, name=f"{whole.name}: mine", description=told, scope=scope)


async def _fitting(
    connection: AsyncConnection, scope: feed_entries.Scope, *, now: datetime, everything: bool
) -> Sequence[bytes]:
    """Return the bytes of a feed's entries by their start, as many as it may hold.

    What does not fit goes in this order: abstracts of the past, the longest past, abstracts
    of what is coming, what is farthest ahead.
    """
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = None if everything else midnight - SHOWN_BEFORE
    before = midnight + SHOWN_AFTER
    read = partial(
        feed_entries.bodies, connection, scope, tombstones_since=midnight - TOMBSTONE_KEPT
    )
    found = await read(since=since, before=before, most=MOST_ENTRIES + 1)
    if len(found) <= MOST_ENTRIES and sum(map(len, found)) <= ROOM:
        return found
    past = await read(
        since=since, before=midnight, latest_first=True, short=True, most=MOST_ENTRIES
    )
    coming = found[len(past) :]
    if len(found) > MOST_ENTRIES:
        coming = await read(since=midnight, before=before, most=MOST_ENTRIES)
    if sum(map(len, coming)) > ROOM:
        coming = await read(since=midnight, before=before, short=True, most=MOST_ENTRIES)
    near = _first_fitting([*coming, *past])
    return [*reversed(near[len(coming) :]), *near[: len(coming)]]


def _first_fitting(wanted: Sequence[bytes]) -> list[bytes]:
    """Return the first entries, as many as a feed may hold."""
    room = ROOM
    kept = []
    for entry in wanted[:MOST_ENTRIES]:
        room -= len(entry)
        if room < 0:
            break
        kept.append(entry)
    return kept
