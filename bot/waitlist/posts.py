"""Market pages: what asks speakers for slots and offers them."""

from bot.outbox.deliveries import number_in
from bot.outbox.drawing import Page, Rendered
from bot.programme.cards import letters
from bot.talks import store as talks
from bot.waitlist import store as market


async def swap_request(page: Page) -> Rendered | None:
    """Ask a speaker to exchange slots."""
    swap = await market.swap(page.connection, number_in(page.delivery.what, "swap") or 0)
    if swap is None or not swap.is_open(page.now):
        return None
    held = [
        await talks.bookings(page.connection, talks.has_id(talk=talk_id))
        for talk_id in (swap.talk_id, swap.other_talk_id)
    ]
    mine, other = (found[0] if found else None for found in held)
    if mine is None or other is None or not swap.still_held(mine, other):
        return None
    return Rendered(reply=letters.swap_request(swap, mine, other, page.setting))


async def slot_offer(page: Page) -> Rendered | None:
    """Offer a freed slot."""
    offer = await market.offer(page.connection, number_in(page.delivery.what, "offer") or 0)
    if offer is None or not offer.is_open(page.now):
        return None
    booked = await talks.bookings(page.connection, talks.has_id(slot=offer.slot_id))
    if not booked or booked[0].talk is not None or not booked[0].meeting.takes_place:
        return None
    return Rendered(reply=letters.slot_offer(offer, booked[0], page.setting))
