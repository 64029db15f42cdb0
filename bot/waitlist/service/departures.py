"""What a member who left held: their offers pass on, and their swaps end."""

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.people.model.changes import MemberLeft
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks
from bot.waitlist import store as market
from bot.waitlist.model import OfferState, Swap, SwapState
from bot.waitlist.service.offers import decline_swap, offer_free


async def pass_on(connection: AsyncConnection, left: MemberLeft) -> None:
    """Offer the slots kept for a member who left to the next in line, and end their swaps."""
    for offer in await market.offers_to(connection, left.member_id):
        await market.end_offer(connection, offer.id, OfferState.LAPSED)
        booked = await stored_bookings.where(connection, conditions.is_with_slot(offer.slot_id))
        programmes = stored_bookings.programmes_of(booked)
        await offer_free(connection, list(programmes), now=left.now)
    for swap in await market.swaps_asked_by(connection, left.member_id):
        await market.end_swap(connection, swap.id, SwapState.DECLINED)
    for swap in await _asked_of(connection, left):
        sentence = _("The other speaker has left the server. Both talks stay where they are.")
        await decline_swap(connection, swap, sentence, now=left.now)


async def _asked_of(connection: AsyncConnection, left: MemberLeft) -> list[Swap]:
    """Return the swaps that only this member could have answered."""
    found = []
    for talk_id in await talks.held_by(connection, left.member_id, now=left.now):
        talk = await talks.by_id(connection, talk_id)
        others = {one.member_id for one in talk.speakers} - {None, left.member_id} if talk else ()
        if not others:
            open_swaps = await market.open_swaps(connection, talk_id, now=left.now)
            found += [swap for swap in open_swaps if swap.other_talk_id == talk_id]
    return found
