"""Offers of free slots to members in line, one at a time."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import SlotTaken
from bot.core.translation import _
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, to_member
from bot.people.store import members
from bot.servers.store import collaborations
from bot.sites.model.working_hours import WorkingHours, of_member
from bot.sites.store import sites
from bot.storage.database import Store
from bot.talks.model.talks import Booking, Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from bot.waitlist import store as market
from bot.waitlist.model import (
    SWAP_LASTS,
    Offer,
    OfferState,
    Swap,
    SwapState,
    is_for_offer,
    next_in_line,
    offer_ends,
)

log = logging.getLogger(__name__)


async def offer_free(
    connection: AsyncConnection, programmes: Sequence[Programme], *, now: datetime
) -> None:
    """Offer the free slots of meetings to the members in line for their series.

    Offers that have lapsed, or whose slots are no longer free, are ended first.
    """
    lines = await market.lines(connection, sorted({p.meeting.series_id for p in programmes}))
    bookings = [b for p in programmes if p.meeting.series_id in lines for b in p.bookings]
    for booking in bookings:
        line = lines[booking.meeting.series_id]
        if is_for_offer(booking, now=now):
            await _offer(connection, booking, line, now=now)
        else:
            await _end(connection, booking)


async def _offer(
    connection: AsyncConnection, booking: Booking, line: Sequence[int], *, now: datetime
) -> None:
    made = await market.offers_of(connection, booking.terms.collaboration_id, booking.slot.id)
    if any(one.is_open(now) for one in made):
        return
    for one in made:
        if one.state is OfferState.OPEN:
            await market.end_offer(connection, one.id, OfferState.LAPSED)
    elsewhere = await market.open_offers(connection, booking.terms.collaboration_id, members=line)
    member_id = next_in_line(
        line,
        had_it={one.member_id for one in made},
        busy={one.member_id for one in elsewhere if one.is_open(now)},
    )
    if member_id is not None:
        await _offer_to(connection, booking, member_id, now=now)


async def _offer_to(
    connection: AsyncConnection, booking: Booking, member_id: int, *, now: datetime
) -> None:
    collaboration_id = booking.terms.collaboration_id
    hours = await hours_of(connection, collaboration_id, member_id)
    until = offer_ends(hours, booking, now=now)
    offer_id = await market.make_offer(
        connection,
        collaboration_id=collaboration_id,
        slot_id=booking.slot.id,
        member_id=member_id,
        until=until,
    )
    due = Due(
        kind=Kind.OFFER,
        what=f"offer:{offer_id}",
        target=to_member(member_id),
        due=now,
        pointless_after=until,
    )
    await deliveries.insert_many(connection, collaboration_id, [due])


async def hours_of(
    connection: AsyncConnection, collaboration_id: int, member_id: int
) -> WorkingHours:
    """Return when a member works."""
    collaboration = await collaborations.by_id(connection, collaboration_id)
    known = await sites.of(connection, collaboration_id)
    wanted = collaboration.anchor_site_id if collaboration else None
    anchor = next((site for site in known if site.id == wanted), None)
    return of_member(await members.by_id(connection, member_id), known, anchor=anchor)


async def _end(connection: AsyncConnection, booking: Booking) -> None:
    """End the offers of a slot that is no longer free; if it is free again, the line restarts."""
    for one in await market.offers_of(connection, booking.terms.collaboration_id, booking.slot.id):
        await market.end_offer(connection, one.id, OfferState.TAKEN)


async def require_not_kept(
    connection: AsyncConnection, booking: Booking, member_id: int, *, now: datetime
) -> list[Offer]:
    """Return the offers of a slot; refuse if it is kept for somebody else."""
    made = await market.offers_of(connection, booking.terms.collaboration_id, booking.slot.id)
    if any(one.is_open(now) and one.member_id != member_id for one in made):
        message = _(
            "This slot is kept for somebody in line. "
            "Please pick another slot, or join the line with /talk standby."
        )
        raise SlotTaken(message)
    return made


async def take_offered(
    connection: AsyncConnection, booking: Booking, member_id: int, *, now: datetime
) -> None:
    """Give a slot to a member, who leaves the line; refuse if it is kept for somebody else."""
    await require_not_kept(connection, booking, member_id, now=now)
    await _end(connection, booking)
    series_id = booking.meeting.series_id
    if member_id in (await market.lines(connection, [series_id])).get(series_id, ()):
        await market.leave_line(connection, series_id=series_id, member_id=member_id)


async def offer_on(store: Store, *, now: datetime) -> None:
    """Review the lines, offers and swaps of every collaboration, each in a change of its own.

    An error in one collaboration is logged and does not hold up the others.
    """
    async with store.read() as connection:
        found = await market.collaborations_to_review(connection, now=now)
    for collaboration_id in found:
        try:
            async with store.change(collaboration_id) as connection:
                await _review(connection, collaboration_id, now=now)
        except Exception:
            # An error in one collaboration must not keep the others from their offers.
            log.exception(
                "offers and swaps of collaboration %d were not reviewed", collaboration_id
            )


async def _review(connection: AsyncConnection, collaboration_id: int, *, now: datetime) -> None:
    """Pass unanswered offers on, offer what is free, and end swaps that nobody answered."""
    waited_for = await market.series_waited_for(connection, collaboration_id)
    for series_id in sorted(await market.lines(connection, waited_for)):
        booked = await stored_bookings.where(
            connection, conditions.in_series(series_id), conditions.begins_between(now, None)
        )
        await offer_free(connection, stored_bookings.programmes_of(booked), now=now)
    await _lapse(connection, collaboration_id, now=now)
    for swap in await market.lapsed_swaps(connection, collaboration_id, now=now):
        sentence = _("Nobody answered your swap request in time. Both talks stay where they are.")
        await decline_swap(connection, swap, sentence, now=now)


async def decline_swap(
    connection: AsyncConnection, swap: Swap, sentence: str, *, now: datetime
) -> None:
    """Decline a swap, and tell the member who asked."""
    await market.end_swap(connection, swap.id, SwapState.DECLINED)
    due = Due(
        kind=Kind.LETTER,
        what=f"swap:{swap.id}",
        target=to_member(swap.asked_by),
        due=now,
        pointless_after=now + SWAP_LASTS,
        payload={"sentence": sentence, "talk": swap.talk_id},
    )
    await deliveries.insert_many(connection, swap.collaboration_id, [due])


async def _lapse(connection: AsyncConnection, collaboration_id: int, *, now: datetime) -> None:
    """End unanswered offers for whose series nobody waits any more."""
    for one in await market.open_offers(connection, collaboration_id):
        if not one.is_open(now):
            await market.end_offer(connection, one.id, OfferState.LAPSED)
