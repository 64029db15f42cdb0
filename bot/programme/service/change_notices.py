"""Notices of changes, to those who attend a meeting and to its speakers."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.outbox.deliveries import (
    Due,
    Kind,
    about_meeting,
    about_talk,
    to_channel,
    to_member,
)
from bot.outbox.reconciliation import once_quiet
from bot.programme.model.outlines import Outline, TalkOutline
from bot.programme.model.reminders import (
    channel_of,
)
from bot.programme.service.surroundings import Surroundings
from bot.talks.model.talks import Booking, Programme, Talk
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions, talks

QUIET = timedelta(minutes=5)  # several edits within this time make one notice
AT_LEAST_QUIET = timedelta(seconds=30)  # ... and within this time if a meeting is about to begin
STILL_NEWS = timedelta(minutes=30)  # after the start: people who wait for it are still told
NEAR = timedelta(hours=48)  # this close to the start, people are told of every change
WEEK = timedelta(weeks=1)


async def tell_attendees(
    connection: AsyncConnection,
    around: Surroundings,
    programme: Programme,
    before: Outline,
    said: Mapping[int, Answer],
    *,
    now: datetime,
) -> None:
    """Tell people about a change, once there are no further edits.

    People who `said` that they attend hear of a new time however far ahead it is; close to the
    start the channel and all who may attend hear of every change.
    """
    after = Outline.of(programme)
    soonest = min(before.start, after.start)
    is_near = soonest - now <= NEAR
    if not before.differs_for_all(after) or not now < max(before.start, after.start):
        return
    if not is_near and not before.differs_in_time(after):
        return
    meeting = programme.meeting
    channel = channel_of(programme.terms, around.collaboration)
    asked = {**dict.fromkeys(programme.terms.invited or (), Answer.MAYBE), **said}
    told = (m for m, a in asked.items() if a.wants_to_come or (is_near and a is Answer.MAYBE))
    targets = [to_channel(channel)] if channel and is_near else []
    targets += [to_member(member_id) for member_id in told]
    moment = now + min(QUIET, max((soonest - now) / 2, AT_LEAST_QUIET))
    for target in targets:
        due = Due(
            kind=Kind.NOTICE,
            what=about_meeting(meeting.id),
            target=target,
            due=moment,
            pointless_after=max(after.start, before.start) + STILL_NEWS,
            payload={"before": before.kept()},
        )
        await once_quiet(connection, meeting.collaboration_id, due)


async def tell_speakers(
    connection: AsyncConnection,
    programme: Programme,
    before: Outline,
    *,
    now: datetime,
    by: int | None,
) -> None:
    """Tell speakers that their talk was moved, cancelled or given a slot."""
    present = {b.talk.id: b for b in programme.bookings if b.talk is not None}
    for talk_id in sorted(present.keys() | before.talks.keys()):
        talk, booking = await _talk_now(connection, talk_id, present.get(talk_id))
        was = TalkOutline.in_meeting(before, talk_id)
        if talk is None or was == TalkOutline.of(talk, booking):
            continue
        for speaker in talk.speakers:
            if speaker.member_id is not None and speaker.member_id != by:
                due = _news(talk, was, speaker.member_id, now=now)
                await once_quiet(connection, talk.collaboration_id, due)


async def _talk_now(
    connection: AsyncConnection, talk_id: int, booking: Booking | None
) -> tuple[Talk | None, Booking | None]:
    if booking is not None:
        return booking.talk, booking
    elsewhere = await stored_bookings.where(connection, conditions.has_id(talk=talk_id))
    if elsewhere:
        return elsewhere[0].talk, elsewhere[0]
    return await talks.by_id(connection, talk_id), None


def _news(talk: Talk, was: TalkOutline, member_id: int, *, now: datetime) -> Due:
    return Due(
        kind=Kind.SPEAKER_NEWS,
        what=about_talk(talk.id),
        target=to_member(member_id),
        due=now + QUIET,
        pointless_after=now + WEEK,
        payload={"before": was.kept()},
    )
