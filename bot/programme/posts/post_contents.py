"""What posts are about: the meeting, the talk, who comes, and whether the reader may know."""

from dataclasses import replace
from datetime import datetime

from bot.attendance.model import Counts
from bot.attendance.store import answers
from bot.outbox.deliveries import number_in
from bot.people.store import members
from bot.programme.cards.setting import Setting
from bot.programme.model.reminders import ReminderSchedule
from bot.programme.posts.post import Post
from bot.talks.model.talks import Booking, Programme, Talk
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks


async def programme_of(post: Post) -> Programme | None:
    """Return the meeting that a post is about."""
    meeting_id = number_in(post.delivery.what, "meeting") or 0
    found = stored_bookings.programmes_of(
        await stored_bookings.where(post.connection, conditions.has_id(meeting=meeting_id))
    )
    return found[0] if found else None


async def talk_of(post: Post) -> tuple[Talk | None, Booking | None]:
    """Return the talk that a post is about, and its slot if it has one."""
    talk_id = number_in(post.delivery.what, "talk") or 0
    booked = await stored_bookings.where(post.connection, conditions.has_id(talk=talk_id))
    if booked:
        return booked[0].talk, booked[0]
    return await talks.by_id(post.connection, talk_id), None


async def may_be_told(post: Post, talk: Talk) -> bool:
    """Return whether the member or the organizers' channel that reads it may know of the talk."""
    member_id = number_in(post.delivery.target, "member")
    if member_id is None:
        return True
    reader = await members.by_id(post.connection, member_id)
    return talk.is_for(member_id, is_organizer=reader is not None and reader.is_organizer)


async def coming(post: Post, since: datetime, until: datetime) -> list[Programme]:
    """Return the meetings of a stretch of time that everybody in the channel may know of."""
    booked = await stored_bookings.where(
        post.connection,
        conditions.in_collaboration(post.delivery.collaboration_id),
        conditions.begins_between(since, until),
        conditions.publicly_visible(),
    )
    programmes = stored_bookings.programmes_of(booked)
    return [one for one in programmes if one.meeting.is_expected]


async def around(post: Post, booking: Booking) -> tuple[Setting, Counts]:
    """Return the setting of a meeting's posts with its series' reminders, and who comes."""
    said = await answers.of_meetings(post.connection, [booking.meeting.id])
    schedule = post.schedules.get(booking.meeting.series_id, ReminderSchedule())
    setting = replace(post.setting, schedule=schedule)
    return setting, Counts.of(said[booking.meeting.id].values())
