"""Notices of changes, to those who attend a meeting and to its speakers."""

from collections.abc import Mapping, Sequence
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
# Talks by id, each with its slot if it has one.
MovedTalks = Mapping[int, tuple[Talk, Booking | None]]


def attendee_notices(
    around: Surroundings,
    programme: Programme,
    before: Outline,
    said: Mapping[int, Answer],
    *,
    now: datetime,
) -> list[Due]:
    """Return the notices to people about a change; `said` are the answers of members.

    People who `said` that they attend hear of a new time however far ahead it is; close to the
    start the channel and all who may attend hear of every change.
    """
    after = Outline.of(programme)
    soonest = min(before.start, after.start)
    is_near = soonest - now <= NEAR
    if not before.differs_for_all(after) or not now < max(before.start, after.start):
        return []
    if not is_near and not before.differs_in_time(after):
        return []
    meeting = programme.meeting
    channel = channel_of(programme.terms, around.collaboration)
    asked = {**dict.fromkeys(programme.terms.invited or (), Answer.MAYBE), **said}
    told = (m for m, a in asked.items() if a.wants_to_come or (is_near and a is Answer.MAYBE))
    targets = [to_channel(channel)] if channel and is_near else []
    targets += [to_member(member_id) for member_id in told]
    moment = now + min(QUIET, max((soonest - now) / 2, AT_LEAST_QUIET))
    return [
        Due(
            kind=Kind.NOTICE,
            what=about_meeting(meeting.id),
            target=target,
            due=moment,
            pointless_after=max(after.start, before.start) + STILL_NEWS,
            payload={"before": before.kept()},
        )
        for target in targets
    ]


def speaker_notices(
    programme: Programme, before: Outline, moved: MovedTalks, *, now: datetime, by: int | None
) -> list[Due]:
    """Return the notices to speakers whose talk was moved, cancelled or given a slot."""
    present: MovedTalks = {b.talk.id: (b.talk, b) for b in programme.bookings if b.talk is not None}
    notices = []
    for talk_id in sorted(present.keys() | before.talks.keys()):
        if talk_id not in present and talk_id not in moved:
            continue
        talk, booking = present.get(talk_id) or moved[talk_id]
        was = TalkOutline.in_meeting(before, talk_id)
        if was == TalkOutline.of(talk, booking):
            continue
        notices += [
            _news(talk, was, speaker.member_id, now=now)
            for speaker in talk.speakers
            if speaker.member_id is not None and speaker.member_id != by
        ]
    return notices


async def moved_talks(
    connection: AsyncConnection, programmes: Sequence[Programme], known: Mapping[int, Outline]
) -> MovedTalks:
    """Return the talks that were in meetings and are not there any more, with their new slots."""
    absent: set[int] = set()
    for programme in programmes:
        if (before := known.get(programme.meeting.id)) is not None:
            absent |= before.talks.keys() - {talk.id for talk in programme.talks}
    if not absent:
        return {}
    booked = await stored_bookings.where(connection, conditions.has_any_talk(sorted(absent)))
    placed = {one.talk.id: (one.talk, one) for one in booked if one.talk is not None}
    missing = sorted(absent - placed.keys())
    unplaced = await talks.by_ids(connection, missing) if missing else []
    return {**{talk.id: (talk, None) for talk in unplaced}, **placed}


def _news(talk: Talk, was: TalkOutline, member_id: int, *, now: datetime) -> Due:
    return Due(
        kind=Kind.SPEAKER_NEWS,
        what=about_talk(talk.id),
        target=to_member(member_id),
        due=now + QUIET,
        pointless_after=now + WEEK,
        payload={"before": was.kept()},
    )
