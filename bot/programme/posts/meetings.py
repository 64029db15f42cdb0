"""Posts about meetings and talks: announcements, reminders and notices of changes."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import Delivery, Kind, moment_key, number_in
from bot.outbox.drawing import Rendered
from bot.programme.cards import announcements, reminders, talk_letters
from bot.programme.model.outlines import Outline, TalkOutline
from bot.programme.model.talk_details import missing_of
from bot.programme.posts.post import Post, draws_post
from bot.programme.posts.post_contents import around, may_be_told, programme_of, talk_of
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks
from bot.waitlist.service.offers import hours_of


@draws_post
async def announcement(post: Post) -> Rendered | None:
    """Announce a talk, or a meeting without any."""
    talk_id = number_in(post.delivery.what, "talk")
    if talk_id is None:
        return await _meeting_announcement(post)
    booked = await stored_bookings.where(post.connection, conditions.has_id(talk=talk_id))
    if not booked or booked[0].talk is None:
        return await _talk_without_slot(post, talk_id)
    booking = booked[0]
    setting, counts = await around(post, booking)
    said = Outline(
        start=booking.start,
        takes_place=booking.meeting.takes_place,
        talks={talk_id: (booking.start, booked[0].talk.heading)},
    )
    reply = announcements.talk_announcement(
        booked[0].talk, booking, setting, counts=counts, before=post.before()
    )
    if not post.is_sent and not booking.meeting.takes_place:
        return None
    return post.rendered(reply, said)


async def _talk_without_slot(post: Post, talk_id: int) -> Rendered | None:
    talk = await talks.by_id(post.connection, talk_id)
    if talk is None or not post.is_sent:
        return None
    if not talk.waits_for_slot:
        return Rendered(reply=announcements.withdrawn_talk(talk, post.setting))
    said = post.before()
    _, heading = said.talks.get(talk_id, (None, None)) if said else (None, None)
    return Rendered(reply=announcements.talk_off_its_date(heading, post.setting))


async def _meeting_announcement(post: Post) -> Rendered | None:
    programme = await programme_of(post)
    if programme is None or (not post.is_sent and not programme.meeting.takes_place):
        return None
    setting, counts = await around(post, programme.bookings[0])
    reply = announcements.meeting_announcement(
        programme, setting, counts=counts, before=post.before()
    )
    return post.rendered(reply, Outline.of(programme))


@draws_post
async def invitation(post: Post) -> Rendered | None:
    """Invite a member."""
    programme = await programme_of(post)
    if programme is None or (not post.is_sent and not programme.meeting.takes_place):
        return None
    setting, counts = await around(post, programme.bookings[0])
    reply = reminders.invitation(programme, setting, counts=counts, before=post.before())
    return post.rendered(reply, Outline.of(programme))


@draws_post
async def channel_reminder(post: Post) -> Rendered | None:
    """Remind a channel."""
    programme = await _reminded_of(post)
    if programme is None:
        return None
    setting, counts = await around(post, programme.bookings[0])
    is_soon = post.delivery.kind == Kind.SOON
    reply = reminders.reminder(programme, setting, is_soon=is_soon, counts=counts)
    return post.rendered(reply, Outline.of(programme))


@draws_post
async def personal_reminder(post: Post) -> Rendered | None:
    """Remind a member."""
    programme = await _reminded_of(post)
    if programme is None:
        return None
    setting, counts = await around(post, programme.bookings[0])
    return Rendered(reply=reminders.personal_reminder(programme, setting, counts=counts))


async def _reminded_of(post: Post) -> Programme | None:
    """Return the meeting of a reminder; None where it is no longer at that time."""
    programme = await programme_of(post)
    if programme is None or post.is_sent:
        return programme
    is_same = post.delivery.occurrence.startswith(moment_key(programme.meeting.start))
    return programme if is_same and programme.meeting.takes_place else None


@draws_post
async def change_notice(post: Post) -> Rendered | None:
    """Tell people about a change close to the start."""
    programme, before = await programme_of(post), post.before()
    if programme is None or before is None or not before.differs_for_all(Outline.of(programme)):
        return None
    setting, counts = await around(post, programme.bookings[0])
    return Rendered(reply=reminders.change_notice(programme, before, setting, counts=counts))


@draws_post
async def speaker_news(post: Post) -> Rendered | None:
    """Tell a speaker about a change to their talk."""
    talk, booking = await talk_of(post)
    before = TalkOutline.read(post.delivery.payload["before"])
    if talk is None or before == TalkOutline.of(talk, booking):
        return None
    if not await may_be_told(post, talk):
        return None
    return Rendered(reply=talk_letters.speaker_news(talk, booking, before, post.setting))


@draws_post
async def nudge(post: Post) -> Rendered | None:
    """Ask for missing details of a talk."""
    talk, booking = await talk_of(post)
    if talk is None or booking is None or not booking.meeting.takes_place:
        return None
    missing = missing_of(talk)
    is_same = post.delivery.occurrence.startswith(moment_key(booking.start))
    if not missing or not is_same:
        return None
    draw = (
        talk_letters.speaker_nudge
        if post.delivery.kind == Kind.SPEAKER_NUDGE
        else talk_letters.organizer_nudge
    )
    return Rendered(reply=draw(talk, booking, missing, post.setting))


async def until_at_work(
    connection: AsyncConnection, delivery: Delivery, now: datetime
) -> timedelta:
    """Return how long a speaker is still off work, nothing while they work."""
    member_id = number_in(delivery.target, "member") or 0
    hours = await hours_of(connection, delivery.collaboration_id, member_id)
    return hours.next_from(now) - now
