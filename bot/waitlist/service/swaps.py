"""Speakers swap slots, and members wait in line for a free one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.people.model.viewers import Viewer
from bot.programme.service.publication import Publisher
from bot.series.model.series import Series
from bot.series.service.lookup import series_called
from bot.storage.database import Store
from bot.talks.model.talks import Booking
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks
from bot.waitlist import store as market
from bot.waitlist.model import (
    SWAP_LASTS,
    Offer,
    OfferState,
    Swap,
    SwapState,
    is_for_offer,
    require_swap,
)
from bot.waitlist.service.offers import decline_swap, offer_free
from bot.waitlist.service.swap_requests import (
    booking_of,
    exchange_slots,
    require_somebody_to_ask,
    starts,
    starts_as_asked,
    still_booked,
    swap_letter,
    swap_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A swap with the two talks in their slots, as they are now."""

    swap: Swap
    mine: Booking
    other: Booking


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInLine:
    """A member's place in the line of a series, counted from 1; None after they left it."""

    series: Series
    place: int | None


class WaitlistService:
    """Swaps and waiting lines, as members ask for them and answer offers."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        """Work on this store; what changes shows in calendars."""
        self._store, self._publisher = store, publisher

    async def ask_swap(
        self, viewer: Viewer, talk_id: int, other_id: int, *, now: datetime
    ) -> Exchange:
        """Ask the speaker of another talk to swap slots; they have a week to agree."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            mine = await booking_of(connection, viewer, talk_id)
            other = await booking_of(connection, viewer, other_id)
            own = await talks.by_id(connection, talk_id)
            assert own is not None  # noqa: S101 - _booking found it
            viewer.require_change(own)
            require_swap(mine, other, now=now)
            assert mine is not None and mine.talk is not None  # noqa: S101, PT018 - just required
            assert other is not None and other.talk is not None  # noqa: S101, PT018 - just required
            asked = [s.member_id for s in other.talk.speakers if s.member_id is not None]
            require_somebody_to_ask(asked, mine)
            if await market.open_swaps(connection, talk_id, now=now):
                message = _(
                    "There is already a swap request for this talk. Please wait for the answer."
                )
                raise Refusal(message)
            until = min(now + SWAP_LASTS, mine.start, other.start)
            swap_id = await market.ask_swap(
                connection,
                collaboration_id=viewer.collaboration.id,
                talk_id=talk_id,
                slot_id=mine.slot.id,
                other_talk_id=other_id,
                other_slot_id=other.slot.id,
                asked_by=member.id,
                until=until,
            )
            await deliveries.insert_many(
                connection,
                viewer.collaboration.id,
                [swap_letter(swap_id, one, mine, other, now=now, until=until) for one in asked],
            )
            swap = await swap_of(connection, viewer, swap_id)
        return Exchange(swap=swap, mine=mine, other=other)

    async def agree(self, viewer: Viewer, swap_id: int, *, now: datetime) -> Exchange:
        """Swap the slots of two talks if both still hold them."""
        async with self._store.change(viewer.collaboration.id) as connection:
            swap = await self._answerable(connection, viewer, swap_id, now=now)
            mine = await still_booked(connection, viewer, swap.talk_id)
            other = await still_booked(connection, viewer, swap.other_talk_id)
            as_asked = await starts_as_asked(connection, swap)
            if not swap.still_held(mine, other) or as_asked not in ([], starts(mine, other)):
                message = _("One of the talks has moved since then. Please ask for a new swap.")
                raise Refusal(message)
            require_swap(mine, other, now=now)
            await exchange_slots(connection, swap)
            await market.end_swap(connection, swap.id, SwapState.AGREED)
            held = [await booking_of(connection, viewer, swap.talk_id)]
            held.append(await booking_of(connection, viewer, swap.other_talk_id))
            mine, other = (booking for booking in held if booking is not None)
            meetings = {mine.meeting.id, other.meeting.id}
            await self._publisher.publish(connection, meetings, now=now, by=viewer)
        return Exchange(swap=swap, mine=mine, other=other)

    async def decline(self, viewer: Viewer, swap_id: int, *, now: datetime) -> None:
        """Decline a swap, and tell the member who asked."""
        async with self._store.change(viewer.collaboration.id) as connection:
            swap = await self._answerable(connection, viewer, swap_id, now=now)
            sentence = _("Your swap request was declined. Both talks stay where they are.")
            await decline_swap(connection, swap, sentence, now=now)

    async def _answerable(
        self, connection: AsyncConnection, viewer: Viewer, swap_id: int, *, now: datetime
    ) -> Swap:
        """Return a swap that the viewer may answer now; refuse any other."""
        swap = await swap_of(connection, viewer, swap_id)
        other = await talks.by_id(connection, swap.other_talk_id)
        member = viewer.require_member()
        if other is None or not other.is_given_by(member.id):
            message = _("Only the speaker who was asked can answer this swap request.")
            raise NotAllowed(message)
        if not swap.is_open(now):
            message = _("This swap request was already answered, or its week is over.")
            raise Refusal(message)
        return swap

    async def stand_by(self, viewer: Viewer, slug: str, *, now: datetime) -> PlaceInLine:
        """Put the viewer in line for a slot of a series."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            found = await series_called(connection, viewer, slug)
            coming = await stored_bookings.where(
                connection, conditions.in_series(found.id), conditions.begins_between(now, None)
            )
            open_offers = await market.open_offers(connection, found.collaboration_id)
            kept = {offer.slot_id for offer in open_offers}
            if any(is_for_offer(one, now=now) and one.slot.id not in kept for one in coming):
                message = _("This series has free slots now. Please take one with /talk signup.")
                raise Refusal(message)
            await market.stand_by(connection, series_id=found.id, member_id=member.id, now=now)
            await offer_free(connection, stored_bookings.programmes_of(coming), now=now)
            line = (await market.lines(connection, [found.id]))[found.id]
        return PlaceInLine(series=found, place=line.index(member.id) + 1)

    async def leave(self, viewer: Viewer, slug: str, *, now: datetime) -> PlaceInLine:
        """Take the viewer out of a series' line; a slot kept for them goes to the next."""
        member = viewer.require_member()
        async with self._store.change(viewer.collaboration.id) as connection:
            found = await series_called(connection, viewer, slug)
            if not await market.leave_line(connection, series_id=found.id, member_id=member.id):
                message = _(
                    "You are not in line for this series. Join the line with /talk standby."
                )
                raise Refusal(message)
            for offer in await market.open_offers(
                connection, found.collaboration_id, members=[member.id]
            ):
                booking = await _slot(connection, offer)
                if booking is not None and booking.meeting.series_id == found.id:
                    await self._hand_on(connection, offer, now=now)
        return PlaceInLine(series=found, place=None)

    async def offered(self, viewer: Viewer, offer_id: int, *, now: datetime) -> Booking:
        """Return the slot that is kept for the viewer; refuse if it no longer is."""
        async with self._store.read() as connection:
            offer = await _open_offer(connection, viewer, offer_id, now=now)
            booking = await _slot(connection, offer)
        if booking is None or not is_for_offer(booking, now=now):
            message = _(
                "This slot is no longer free. You keep your place in line for the next one."
            )
            raise Refusal(message)
        return booking

    async def pass_on(self, viewer: Viewer, offer_id: int, *, now: datetime) -> None:
        """Offer the slot to the next in line; the viewer keeps their place for other slots."""
        async with self._store.change(viewer.collaboration.id) as connection:
            offer = await _open_offer(connection, viewer, offer_id, now=now)
            await self._hand_on(connection, offer, now=now)

    async def _hand_on(self, connection: AsyncConnection, offer: Offer, *, now: datetime) -> None:
        await market.end_offer(connection, offer.id, OfferState.PASSED)
        booking = await _slot(connection, offer)
        if booking is not None:
            await offer_free(connection, stored_bookings.programmes_of([booking]), now=now)


async def _open_offer(
    connection: AsyncConnection, viewer: Viewer, offer_id: int, *, now: datetime
) -> Offer:
    offer = await market.offer(connection, offer_id)
    if offer is None or offer.member_id != viewer.require_member().id:
        message = _("There is no such offer for you. Please look at the latest one I sent you.")
        raise NotFound(message)
    if not offer.is_open(now):
        message = _("This offer is over. You keep your place in line for the next free slot.")
        raise Refusal(message)
    return offer


async def _slot(connection: AsyncConnection, offer: Offer) -> Booking | None:
    booked = await stored_bookings.where(connection, conditions.has_id(slot=offer.slot_id))
    return booked[0] if booked else None
