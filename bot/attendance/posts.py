"""The message to a member on the waiting list who gets a seat."""

from bot.attendance.cards import seat_news
from bot.attendance.store import seats
from bot.outbox.deliveries import number_in
from bot.outbox.drawing import Rendered
from bot.programme.posts.post import Post, draws_post
from bot.programme.posts.post_contents import around, programme_of


@draws_post
async def seat_taken(post: Post) -> Rendered | None:
    """Tell a member on the waiting list that they have a seat now."""
    programme = await programme_of(post)
    member_id = number_in(post.delivery.target, "member")
    if programme is None or member_id is None or not programme.meeting.takes_place:
        return None
    meeting_id = programme.meeting.id
    if not await seats.has_one(post.connection, meeting_id=meeting_id, member_id=member_id):
        return None
    setting, counts = await around(post, programme.bookings[0])
    return Rendered(reply=seat_news(programme, setting, counts=counts))
