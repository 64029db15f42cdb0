"""The body of a feed: its description and its entries, checked."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from bot.core.web_addresses import Links
from bot.feeds.model.feeds import Feed, FeedKind
from bot.feeds.pages.feed_descriptions import FeedDescription, FeedDescriptions
from bot.feeds.pages.feed_entries import fitting_entries
from bot.feeds.pages.feed_notices import (
    link_replaced,
    nothing_yet,
    series_ended,
    server_left,
)
from bot.ics.alarms import with_alarms
from bot.ics.validation import MOST_ENTRIES, Checker, check_whole, head
from bot.ics.writer import Notice, render_notice, wrap
from bot.programme.model.calendar_entries import FeedAudience
from bot.programme.store import calendar_entries as entries
from bot.servers.model.collaborations import Collaboration
from bot.storage.database import Store

log = logging.getLogger(__name__)

EARLIEST = b"19700101T000000Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A whole calendar, its digest, and when the latest of its entries changed."""

    calendar: bytes
    digest: str
    modified: datetime


class Unsound(Exception):  # noqa: N818 - what is wrong, as a sentence
    """A calendar did not pass the check and is not sent."""


class Bodies:
    """Puts feeds together from stored entries, and checks them."""

    def __init__(self, store: Store, links: Links) -> None:
        """Read from this store."""
        self._store = store
        self._links = links
        self._descriptions = FeedDescriptions(links)
        self._checker = Checker()

    async def of_feed(
        self, feed: Feed, collaboration: Collaboration, *, now: datetime
    ) -> Body | None:
        """Return the body of a feed today, None if there is no such feed."""
        async with self._store.read() as connection:
            subject = await self._descriptions.of(connection, feed, collaboration)
            if subject is None:
                return None
            found = await fitting_entries(
                connection, subject.scope, now=now, everything=feed.everything
            )
        if collaboration.left_at is not None:
            left = server_left(
                collaboration, collaboration.left_at, instance=self._store.instance_name
            )
            notice = render_notice(left)
            # Nobody can find out who is still a member, so members' feeds show only the notice.
            kept = [] if feed.kind is FeedKind.MEMBERS else found[-(MOST_ENTRIES - 1) :]
            return self._sound(subject, [notice, *kept])
        empty = self._empty(subject, collaboration, now=now)
        return self._sound(subject, found, otherwise=empty, alarm=feed.alarm, now=now)

    def _empty(
        self, subject: FeedDescription, collaboration: Collaboration, *, now: datetime
    ) -> Notice:
        instance, ended = self._store.instance_name, subject.ended
        if ended is not None and ended.ended_at is not None:
            return series_ended(ended, ended.ended_at, page=subject.url, instance=instance)
        page = self._links.collaboration(collaboration.slug)
        return nothing_yet(collaboration, page=page, instance=instance, now=now)

    async def of_meeting(self, meeting_id: int, known: dict[int, Collaboration]) -> Body | None:
        """Return a calendar of one public meeting, None if there is none."""
        async with self._store.read() as connection:
            found = await entries.body_of(connection, meeting_id, FeedAudience.PUBLIC)
        if found is None or (collaboration := known.get(found[0])) is None:
            return None
        subject = self._descriptions.whole(collaboration, audience=FeedAudience.PUBLIC, source=None)
        return self._sound(subject, [found[1]])

    def replaced(self, collaboration: Collaboration, *, number: int, revoked_at: datetime) -> Body:
        """Return the body of a private feed after its link was revoked."""
        notice = link_replaced(
            collaboration,
            number=number,
            revoked_at=revoked_at,
            instance=self._store.instance_name,
        )
        subject = self._descriptions.whole(
            collaboration, audience=FeedAudience.MEMBERS, source=None
        )
        return self._sound(subject, [], otherwise=notice)

    def _sound(
        self,
        subject: FeedDescription,
        found: Sequence[bytes],
        *,
        otherwise: Notice | None = None,
        alarm: int = 0,
        now: datetime | None = None,
    ) -> Body:
        """Return the calendar of the entries that pass the check; raise Unsound if it fails."""
        if not found and otherwise is not None:
            found = [render_notice(otherwise)]
        checked = self._checker.checked(found)
        wrong = [entry for entry in checked if entry.faults]
        for entry in wrong:
            log.error("left out %s: %s", entry.uid.decode(errors="replace"), entry.faults)
        if wrong:
            found = [raw for raw, entry in zip(found, checked, strict=True) if not entry.faults]
            checked = [entry for entry in checked if not entry.faults]
        if alarm and now is not None:
            found = with_alarms(found, alarm, now=now)
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
        # The check knows the entries' digests, so there is no need to read all bytes again.
        read = top + b"".join([entry.digest for entry in checked])
        digest = sha256(read + (b"%d %s" % (alarm, calendar) if alarm else b"")).hexdigest()
        return Body(calendar=calendar, digest=digest, modified=modified)
