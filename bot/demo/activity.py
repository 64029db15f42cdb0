"""What people do in the demo's world: talks, moved meetings, answers to invitations."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.demo.sample import (
    CANCEL_REASON,
    MOVE_REASON,
    SKIP_REASON,
    WORKSHOP_AGENDA,
    WORKSHOP_LINK,
    WORKSHOP_TITLE,
)
from bot.demo.script import PlannedTalk
from bot.demo.stage import Stage
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.people.model.viewers import Viewer
from bot.series.model.series import Venue
from bot.talks.model.submission import Materials
from bot.talks.model.talks import Speaker
from bot.talks.service.lists import TalkQuery, TalkSelection
from bot.talks.service.talks import TalkService
from bot.times.zones import wall_time

ANSWERED = 2  # meetings of each series that people have answered


async def sign_up(
    stage: Stage, talks: Sequence[PlannedTalk], viewers: dict[str, Viewer], organizer: Viewer
) -> None:
    """Sign members and guests up for free slots."""
    speaking, now = stage.app.services[TalkService], stage.clock.now()
    for talk in talks:
        free = await speaking.free_slots(organizer, slug=talk.series, now=now, most=1)
        guest = Speaker(name=talk.guest, affiliation=talk.affiliation) if talk.guest else None
        await speaking.sign_up(
            viewers.get(talk.speaker, organizer),
            slot_id=free[0].slot.id,
            submission=talk.submission(),
            speaker=guest,
            now=now,
        )


async def add_materials(stage: Stage, organizer: Viewer) -> None:
    """Add slides to past talks, and a video to every other one."""
    speaking, now = stage.app.services[TalkService], stage.clock.now()
    page = 1
    while True:
        past = await speaking.listing(
            organizer, TalkQuery(selection=TalkSelection.PAST, page=page), now=now
        )
        for booking in past.bookings:
            if booking.talk is not None and booking.talk.title:
                talk_id = booking.talk.id
                video = f"https://videos.example.org/{talk_id}" if talk_id % 2 else ""
                slides = Materials(slides=f"https://slides.example.org/{talk_id}.pdf", video=video)
                await speaking.set_materials(organizer, talk_id, materials=slides, now=now)
        if past.is_last:
            return
        page += 1


async def change_plans(stage: Stage, organizer: Viewer) -> None:
    """Move one meeting by a day and an hour, skip one date, and cancel one meeting."""
    services, now = stage.app.services, stage.clock.now()
    coming = await services[MeetingService].offered(organizer, slug="theory-seminar", now=now)
    to_move = coming[2][1]
    later = to_move.wall - timedelta(days=1, hours=-1)
    await services[MeetingService].move(
        organizer, to_move.id, when=f"{later:%Y-%m-%d %H:%M}", reason=MOVE_REASON, now=now
    )
    left_out = wall_time(coming[7][1].start, coming[7][0].zone).date()
    await services[MeetingService].skip(
        organizer, "theory-seminar", left_out, reason=SKIP_REASON, now=now
    )
    reading = await services[MeetingService].offered(organizer, slug="reading-group", now=now)
    await services[MeetingService].cancel(
        organizer, reading[1][1].id, reason=CANCEL_REASON, now=now
    )


async def answer_invitations(stage: Stage, people: Sequence[Viewer]) -> None:
    """Let most people answer the invitations to the next meetings."""
    services, now = stage.app.services, stage.clock.now()
    meetings: dict[int, list[int]] = defaultdict(list)
    for series, meeting in await services[MeetingService].offered(people[0], now=now):
        if meeting.takes_place:
            meetings[series.id].append(meeting.id)
    coming = [meeting_id for found in meetings.values() for meeting_id in found[:ANSWERED]]
    said = (Answer.GOING, Answer.GOING, Answer.MAYBE, Answer.GOING, Answer.NO, None)
    for number, meeting_id in enumerate(coming):
        for place, person in enumerate(people):
            answer = said[(place * place + number) % len(said)]
            if answer is not None:
                await services[AnswerService].answer(person, meeting_id, answer, now=now)


async def schedule_workshop(stage: Stage, viewers: dict[str, Viewer], organizer: Viewer) -> None:
    """Schedule a meeting with fewer places than people who want to come."""
    services, now = stage.app.services, stage.clock.now()
    day = now + timedelta(days=9)
    workshop = OneOffMeeting(
        title=WORKSHOP_TITLE,
        when=f"{day:%Y-%m-%d} 16:00 Lausanne",
        minutes=120,
        kind=Venue.HYBRID,
        host="epfl",
        room="CM 1 120",
        join_link=WORKSHOP_LINK,
        agenda=WORKSHOP_AGENDA,
        capacity=6,
    )
    done = await services[OneOffMeetingService].schedule(organizer, workshop, now=now)
    for viewer in list(viewers.values())[:8]:
        await services[AnswerService].answer(viewer, done.meeting.id, Answer.GOING, now=now)
