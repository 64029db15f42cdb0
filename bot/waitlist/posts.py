"""Letters that ask speakers to swap slots, offer free slots, or tell about a talk."""

from bot.outbox.deliveries import number_in
from bot.outbox.drawing import Rendered
from bot.programme.cards import talk_letters
from bot.programme.posts.post import Post, draws_post
from bot.programme.posts.post_contents import may_be_told
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks
from bot.waitlist import cards
from bot.waitlist import store as market


@draws_post
async def swap_request(post: Post) -> Rendered | None:
    """Ask a speaker to swap slots."""
    swap = await market.swap(post.connection, number_in(post.delivery.what, "swap") or 0)
    if swap is None or not swap.is_open(post.now):
        return None
    held = [
        await stored_bookings.where(post.connection, conditions.has_id(talk=talk_id))
        for talk_id in (swap.talk_id, swap.other_talk_id)
    ]
    mine, other = (found[0] if found else None for found in held)
    if mine is None or other is None or not swap.still_held(mine, other):
        return None
    return Rendered(reply=cards.swap_request(swap, mine, other, post.setting))


@draws_post
async def slot_offer(post: Post) -> Rendered | None:
    """Offer a free slot to a member in line."""
    offer = await market.offer(post.connection, number_in(post.delivery.what, "offer") or 0)
    if offer is None or not offer.is_open(post.now):
        return None
    booked = await stored_bookings.where(post.connection, conditions.has_id(slot=offer.slot_id))
    if not booked or booked[0].talk is not None or not booked[0].meeting.takes_place:
        return None
    return Rendered(reply=cards.slot_offer(offer, booked[0], post.setting))


@draws_post
async def letter(post: Post) -> Rendered | None:
    """Send one sentence about a talk."""
    talk = await talks.by_id(post.connection, post.delivery.payload["talk"])
    sentence = post.delivery.payload["sentence"]
    if talk is not None and not await may_be_told(post, talk):
        talk = None
    return Rendered(reply=talk_letters.letter(sentence, talk, post.setting))
