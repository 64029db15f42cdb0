"""Receipts: organizers see what became of every message, retry and drop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.outbox import dispatch, receipts
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Kind, State, number_in
from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.storage.database import Store
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks

PAGE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """A page of deliveries, how many there are in each state, and the names they concern."""

    found: tuple[Delivery, ...]
    counts: Mapping[State, int]
    names: Mapping[str, str]
    page: int
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The deliveries of a collaboration by state, the size of the store, the age of its copy."""

    counts: Mapping[State, int]
    overdue: timedelta
    megabytes: float
    since_copy: timedelta | None


class Receipts:
    """What /announce receipts and /status do."""

    def __init__(self, store: Store) -> None:
        """Work on this store."""
        self._store = store

    async def listing(self, viewer: Viewer, *, state: State | None, page: int = 1) -> ReceiptPage:
        """Return a page, counted from 1, of deliveries in one state or in any."""
        viewer.require_organizer()
        page = max(page, 1)
        wanted = [] if state is None else [receipts.in_states(state)]
        upcoming = state in {State.WAITING, State.CLAIMED, State.PARKED}
        async with self._store.read() as connection:
            found = await receipts.page(
                connection,
                viewer.collaboration.id,
                *wanted,
                latest_first=not upcoming,
                most=PAGE + 1,
                skip=(page - 1) * PAGE,
            )
            counts = await receipts.counts(connection, viewer.collaboration.id)
            names = await _names(connection, found[:PAGE])
        return ReceiptPage(
            found=tuple(found[:PAGE]),
            counts=counts,
            names=names,
            page=page,
            is_last=len(found) <= PAGE,
        )

    async def retry(self, viewer: Viewer, delivery_id: int, *, now: datetime) -> None:
        """Try a parked delivery again at once."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            found = await _own(connection, viewer, delivery_id)
            if found.state is not State.PARKED:
                raise Refusal(_("This message is not parked, so there is nothing to retry."))
            await dispatch.unpark(connection, [found.id], now=now)

    async def drop(self, viewer: Viewer, delivery_id: int) -> None:
        """Give up a delivery that waits or is parked."""
        viewer.require_organizer()
        async with self._store.change(viewer.collaboration.id) as connection:
            found = await _own(connection, viewer, delivery_id)
            if found.state not in {State.PARKED, State.WAITING}:
                raise Refusal(_("This message is no longer waiting, so it cannot be dropped."))
            await deliveries.change(
                connection, found.id, state=State.DROPPED, why=_("An organizer dropped it.")
            )

    async def note_deleted(self, message_id: int) -> None:
        """Note that somebody deleted a message: it is neither updated nor posted again."""
        async with self._store.read() as connection:
            known = await deliveries.by_message(connection, message_id)
        if known is None:
            return
        async with self._store.change(known.collaboration_id) as connection:
            if (found := await deliveries.by_message(connection, message_id)) is not None:
                gone = {"message_id": None, "edit_due": None, "why": _("Somebody deleted it.")}
                await deliveries.change(connection, found.id, **gone)

    async def health(self, viewer: Viewer, *, now: datetime) -> Health:
        """Return how the outbox is doing; organizers only."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            counts = await receipts.counts(connection, viewer.collaboration.id)
            overdue = await receipts.longest_overdue(connection, now=now)
        copied_at = self._store.copied_at
        return Health(
            counts=counts,
            overdue=overdue,
            megabytes=self._store.megabytes,
            since_copy=None if copied_at is None else now - copied_at,
        )


async def _own(connection: AsyncConnection, viewer: Viewer, delivery_id: int) -> Delivery:
    found = await deliveries.by_id(connection, delivery_id)
    if found is None or found.collaboration_id != viewer.collaboration.id:
        raise NotFound(_("I cannot find that message. /announce receipts shows all of them."))
    return found


async def _names(connection: AsyncConnection, found: Sequence[Delivery]) -> dict[str, str]:
    """Return the names of what deliveries are about and of whom they go to."""
    names: dict[str, str] = {}
    for delivery in found:
        if (talk_id := number_in(delivery.what, "talk")) is not None:
            talk = await talks.by_id(connection, talk_id)
            names[delivery.what] = talk.heading if talk else _("a talk")
        elif (meeting_id := number_in(delivery.what, "meeting")) is not None:
            booked = await stored_bookings.where(connection, conditions.in_meetings([meeting_id]))
            names[delivery.what] = booked[0].terms.title if booked else _("a meeting")
        elif delivery.kind == Kind.COMPOSED:
            names[delivery.what] = delivery.payload.get("title") or _("an announcement")
        else:
            names[delivery.what] = delivery.kind
        if (member_id := number_in(delivery.target, "member")) is not None:
            member = await members.by_id(connection, member_id)
            names[delivery.target] = member.display_name if member else _("a member")
    return names
