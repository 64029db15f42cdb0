"""Reminders that people set for themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.drafts.service import claim
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_own_reminders, to_channel, to_member
from bot.people.model.viewers import Viewer
from bot.sites.store import sites
from bot.storage.database import Store
from bot.times.typed_time import TypedTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zoned_time import ZonedTime

MOST_OWN = 25  # own reminders that may wait at a time
HOUR = timedelta(hours=1)
GONE = _("This reminder is gone or not yours. /remind sets a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReminder:
    """A reminder that a person set, with the number of its delivery."""

    id: int
    text: str
    moment: ZonedTime


class OwnReminders:
    """What /remind does."""

    def __init__(self, store: Store) -> None:
        """Work on this store."""
        self._store = store

    async def reminder(
        self, viewer: Viewer, *, words: str, when: str, zone: str, now: datetime
    ) -> TypedTime:
        """Return when the viewer would be reminded; refuse what `remind` would refuse."""
        async with self._store.read() as connection:
            return await _require_reminder(connection, viewer, words, when, zone=zone, now=now)

    async def remind(
        self,
        viewer: Viewer,
        *,
        words: str,
        when: str,
        zone: str,
        channel_id: int | None,
        draft_id: int | None = None,
        now: datetime,
    ) -> OwnReminder:
        """Remind the viewer at a time typed, by direct message or in a channel."""
        member, said = viewer.require_member(), _reminded_of(words)
        async with self._store.change(viewer.collaboration.id) as connection:
            await claim(connection, draft_id)
            read = await _require_reminder(connection, viewer, words, when, zone=zone, now=now)
            moment = read.moment
            due = Due(
                kind=Kind.OWN,
                what=about_own_reminders(member.id),
                target=to_member(member.id) if channel_id is None else to_channel(channel_id),
                occurrence=token_hex(8),
                due=moment.instant,
                pointless_after=moment.instant + timedelta(days=7),
                payload={"text": said, "discord_id": member.discord_id},
            )
            await deliveries.insert_many(connection, viewer.collaboration.id, [due])
            kept = await deliveries.by_key(connection, viewer.collaboration.id, due)
        assert kept is not None  # noqa: S101 - it was just put there
        return OwnReminder(id=kept.id, text=said, moment=moment)

    async def remind_again(self, delivery_id: int, *, discord_id: int, now: datetime) -> datetime:
        """Remind a person of the same in an hour; only the person who set it may ask."""
        async with self._store.read() as connection:
            known = await deliveries.by_id(connection, delivery_id)
        if known is None:
            raise NotFound(GONE)
        async with self._store.change(known.collaboration_id) as connection:
            found = await deliveries.by_id(connection, delivery_id)
            own = found is not None and found.payload.get("discord_id") == discord_id
            if found is None or found.kind != Kind.OWN or not own:
                raise NotFound(GONE)
            due = Due(
                kind=Kind.OWN,
                what=found.what,
                target=found.target,
                occurrence=token_hex(8),
                due=now + HOUR,
                pointless_after=now + timedelta(days=7),
                payload=found.payload,
            )
            await deliveries.insert_many(connection, found.collaboration_id, [due])
        return due.due


def _reminded_of(words: str) -> str:
    return text.required_line(words, most=300, what=_("What I should remind you of"))


async def _require_reminder(
    connection: AsyncConnection,
    viewer: Viewer,
    words: str,
    when: str,
    *,
    zone: str,
    now: datetime,
) -> TypedTime:
    """Return when the viewer is to be reminded; refuse one reminder too many."""
    member = viewer.require_member()
    _reminded_of(words)
    waiting = await deliveries.of_member(connection, member.id, Kind.OWN)
    if len(waiting) >= MOST_OWN:
        raise Refusal(
            _(
                "You already have {count} reminders waiting. Please wait until one has come.",
                count=MOST_OWN,
            )
        )
    known = await sites.of(connection, viewer.collaboration.id)
    return read_time(when, now=now, zone=zone, sites=known).without_end()
