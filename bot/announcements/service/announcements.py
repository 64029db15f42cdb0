"""Announcements that organizers write themselves, and the board."""

from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announcements.model import Composition
from bot.announcements.service.announcement_subjects import subject_of
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.drafts.service import claim
from bot.outbox import queue as deliveries
from bot.outbox import receipts
from bot.outbox.deliveries import Delivery, Due, Kind, State, about_talk, to_channel
from bot.outbox.reconciliation import UNDER_WAY
from bot.people.model.viewers import Viewer
from bot.programme.model.reminders import channel_of
from bot.programme.service.delivery_planning import BOARD
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks.model.talks import Booking, Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from bot.times.typed_times.time_parser import read_sure_time

LASTS = timedelta(days=7)  # an announcement that could not be posted for so long is given up
PAGE = 6


class EditConflict(Refusal):
    """Somebody else changed the announcement in the meantime."""


class Announcements:
    """What /announce does with announcements."""

    def __init__(self, store: Store) -> None:
        """Work on this store."""
        self._store = store

    async def subject(
        self, viewer: Viewer, about: str, *, now: datetime
    ) -> Booking | Programme | None:
        """Return what an announcement is about; refuse what another server has."""
        async with self._store.read() as connection:
            found = await subject_of(connection, about, now=now)
        if found is not None and found.terms.collaboration_id != viewer.collaboration.id:
            raise NotFound(
                _("I cannot find that talk, meeting or series here. Please pick one from the list.")
            )
        return found

    async def post(
        self,
        viewer: Viewer,
        composition: Composition,
        *,
        channel_id: int,
        when: str | None,
        zone: str,
        draft_id: int,
        now: datetime,
    ) -> Delivery:
        """Post a composition at once or at a time typed; only once, even after two clicks."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            due = now
            if when is not None:
                known = await sites.of(connection, viewer.collaboration.id)
                read = read_sure_time(when, now=now, zone=zone, sites=known).without_end()
                due = read.moment.instant
            await claim(connection, draft_id)
            made = Due(
                kind=Kind.COMPOSED,
                what=f"composed:{token_hex(8)}",
                target=to_channel(channel_id),
                due=due,
                pointless_after=due + LASTS,
                payload=composition.kept(),
            )
            await deliveries.insert_many(connection, viewer.collaboration.id, [made])
            kept = await deliveries.by_key(connection, viewer.collaboration.id, made)
        assert kept is not None  # noqa: S101 - it was just put there
        return kept

    async def listing(self, viewer: Viewer, *, page: int = 1) -> tuple[list[Delivery], bool]:
        """Return a page of composed announcements, counted from 1, and whether it is the last."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            found = await receipts.page(
                connection,
                viewer.collaboration.id,
                receipts.of_kinds(Kind.COMPOSED),
                latest_first=True,
                most=PAGE + 1,
                skip=(max(page, 1) - 1) * PAGE,
            )
        return found[:PAGE], len(found) <= PAGE

    async def composed(self, viewer: Viewer, delivery_id: int) -> Delivery:
        """Return a composed announcement."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await _composed(connection, viewer, delivery_id)

    async def edit(
        self,
        viewer: Viewer,
        delivery_id: int,
        *,
        title: str,
        body: str,
        seal: str | None = None,
        now: datetime,
    ) -> Delivery:
        """Change a composed announcement, also where it is posted already.

        `seal` identifies the text that the viewer changed; refuse if somebody changed it since.
        """
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await _composed(connection, viewer, delivery_id)
            was = Composition.read(present.payload)
            if seal not in {None, was.seal}:
                raise EditConflict(
                    _(
                        "Somebody else has just changed this announcement, as shown here. "
                        "To replace their text with yours, open the form again."
                    )
                )
            typed = Composition.typed(
                title=title,
                body=body,
                about=was.about,
                role_id=was.role_id,
                is_cancelled=was.is_cancelled,
                publish=was.publish,
            )
            return await _save(connection, present, typed, now=now)

    async def cancel(self, viewer: Viewer, delivery_id: int, *, now: datetime) -> Delivery:
        """Cancel an announcement; one that is posted already says so."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await _composed(connection, viewer, delivery_id)
            if present.state in {State.WAITING, State.PARKED}:
                why = _("An organizer cancelled it.")
                await deliveries.change(connection, present.id, state=State.DROPPED, why=why)
                return replace(present, state=State.DROPPED)
            was = Composition.read(present.payload)
            struck = Composition.read({**was.kept(), "is_cancelled": True})
            return await _save(connection, present, struck, now=now)

    async def announce_talk(self, viewer: Viewer, talk_id: int, *, now: datetime) -> Delivery:
        """Announce a talk now, complete or not; refuse one that has been announced."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            booked = await stored_bookings.where(connection, conditions.has_id(talk=talk_id))
            own = [b for b in booked if b.terms.collaboration_id == viewer.collaboration.id]
            if not own or own[0].end <= now or not own[0].meeting.takes_place:
                raise NotFound(
                    _("I cannot find that talk among the coming ones. Please pick one with a slot.")
                )
            channel_id = channel_of(own[0].terms, viewer.collaboration)
            if channel_id is None:
                raise Refusal(
                    _(
                        "There is no channel to announce it in yet. Please choose one for the "
                        "series with /series edit, or one for all with /setup."
                    )
                )
            due = Due(
                kind=Kind.ANNOUNCEMENT,
                what=about_talk(talk_id),
                target=to_channel(channel_id),
                due=now,
                pointless_after=own[0].end,
            )
            return await _now(
                connection, viewer, due, refusal=_("This talk has already been announced.")
            )

    async def put_board(self, viewer: Viewer, channel_id: int, *, now: datetime) -> Delivery:
        """Post the board in a channel: a message that stays up to date by itself."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await deliveries.about(
                connection, viewer.collaboration.id, [BOARD], kinds=[Kind.BOARD]
            )
            here = [one for one in present if one.target == to_channel(channel_id)]
            if any(one.message_id is not None or one.state in UNDER_WAY for one in here):
                raise Refusal(
                    _(
                        "There is already a board in {channel}. I keep it up to date.",
                        channel=f"<#{channel_id}>",
                    )
                )
            due = Due(
                kind=Kind.BOARD,
                what=BOARD,
                target=to_channel(channel_id),
                occurrence=str(len(present)),
                due=now,
                pointless_after=now + LASTS,
            )
            return await _now(connection, viewer, due, refusal=_("The board is already there."))


async def _composed(connection: AsyncConnection, viewer: Viewer, delivery_id: int) -> Delivery:
    found = await deliveries.by_id(connection, delivery_id)
    own = found is not None and found.collaboration_id == viewer.collaboration.id
    if found is None or not own or found.kind != Kind.COMPOSED:
        raise NotFound(_("I cannot find that announcement. /announce list shows all of them."))
    if found.state is State.DROPPED:
        raise Refusal(_("This announcement was cancelled. Please compose a new one."))
    if found.state is State.EXPIRED:
        raise Refusal(_("It is too late to post this announcement. Please compose a new one."))
    return found


async def _save(
    connection: AsyncConnection, present: Delivery, composition: Composition, *, now: datetime
) -> Delivery:
    changes: dict[str, Any] = {"payload": composition.kept()}
    if present.message_id is not None or present.state is State.CLAIMED:
        changes["edit_due"] = now
    await deliveries.change(connection, present.id, **changes)
    kept = await deliveries.by_id(connection, present.id)
    assert kept is not None  # noqa: S101 - nothing deletes deliveries
    return kept


async def _now(connection: AsyncConnection, viewer: Viewer, due: Due, *, refusal: str) -> Delivery:
    """Send now what is planned for later or was deleted; refuse if it is in Discord."""
    present = await deliveries.by_key(connection, viewer.collaboration.id, due)
    if present is None:
        await deliveries.insert_many(connection, viewer.collaboration.id, [due])
        present = await deliveries.by_key(connection, viewer.collaboration.id, due)
    elif present.state is State.CLAIMED or present.message_id is not None:
        raise Refusal(refusal)
    else:
        await deliveries.redate(connection, present.id, due)
        await deliveries.change(connection, present.id, sent_at=None, digest="", edit_due=None)
    assert present is not None  # noqa: S101 - it was just put there
    return present
