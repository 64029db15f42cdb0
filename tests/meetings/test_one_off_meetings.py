import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.core.parts import Parts
from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.drafts.service import DraftService
from bot.feeds.service import SubscriptionService
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Kind, State
from bot.people.model.viewers import Viewer
from bot.programme.cards.agenda import CLOCKS_DIFFER, agenda_reply
from bot.programme.model.calendar_entries import FeedAudience
from bot.programme.service.agenda import Agendas
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.service.series import SeriesService
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.subject import assembled
from bot.subjects import KINDS, SUBJECTS
from bot.talks.model.submission import Submission
from bot.talks.model.talks import Programme
from bot.talks.service.talks import TalkService
from tests.worlds import NOW, World


@pytest.fixture
def services(store: Store, publisher: Publisher) -> Parts:
    return assembled(SUBJECTS, store, publisher, KINDS)


def typed(**more: Any) -> OneOffMeeting:  # noqa: ANN401 - what was typed differs in type
    return OneOffMeeting(**{"title": "Steering call", "when": "2026-12-01 17:00", **more})


async def call(services: Parts, by: Viewer, **more: Any) -> Programme:  # noqa: ANN401 - the same
    return await services[OneOffMeetingService].schedule(by, typed(**more), now=NOW)


async def listed(services: Parts, viewer: Viewer) -> list[str]:
    found, _ = await services[MeetingService].upcoming(viewer, now=NOW)
    return [programme.terms.title for programme in found]


async def test_a_one_off_meeting_is_listed_and_its_series_is_not(
    services: Parts, world: World
) -> None:
    await call(services, world.organizer)
    ben = await world.viewer("Ben")

    agenda = await services[Agendas].agenda(ben, now=NOW)

    assert await listed(services, ben) == ["Steering call"]
    assert [programme.terms.title for programme in agenda.programmes] == ["Steering call"]
    assert await services[SeriesService].series_names(ben) == []
    assert (await services[SubscriptionService].public_feeds(ben)).series == ()
    with pytest.raises(NotFound):
        await services[SeriesService].series(ben, "steering-call-2026-12-01", now=NOW)


async def test_only_organizers_schedule_meetings(services: Parts, world: World) -> None:
    with pytest.raises(NotAllowed, match="Only organizers"):
        await call(services, await world.viewer("Ben"))

    assert await listed(services, world.organizer) == []


async def test_its_slots_are_offered_only_if_it_takes_talks(services: Parts, world: World) -> None:
    call_only = await call(services, world.organizer)
    ben = await world.viewer("Ben")
    none = await services[TalkService].free_slots(ben, now=NOW)
    with pytest.raises(Refusal, match="This meeting has no talks"):
        await services[TalkService].slot(ben, call_only.bookings[0].slot.id, now=NOW)

    await call(services, world.organizer, title="Colloquium", talks=2)

    free = await services[TalkService].free_slots(ben, now=NOW)
    assert none == []
    assert [booking.terms.title for booking in free] == ["Colloquium", "Colloquium"]


async def test_case_40_a_bare_hour_is_on_the_clock_of_whoever_types_it(
    services: Parts, world: World
) -> None:
    at_mit = await call(services, world.organizer, kind="in person", host="mit", room="E18")
    by_phone = await call(services, world.organizer, title="By phone")

    assert at_mit.meeting.start.isoformat() == "2026-12-01T16:00:00+00:00"
    assert at_mit.meeting.zone == "America/New_York"
    assert by_phone.meeting.start.isoformat() == "2026-12-01T16:00:00+00:00"


async def test_case_26_a_range_says_how_long_it_is(services: Parts, world: World) -> None:
    done = await call(services, world.organizer, when="2026-12-01 3-4:30pm")

    with pytest.raises(Refusal, match="it is 60 minutes, but the length is 45"):
        await call(services, world.organizer, title="Other", when="Fri 3-4pm", minutes=45)

    assert done.terms.minutes == 90


async def test_the_second_of_two_hours_stays_the_second_through_a_cancellation(
    services: Parts, world: World
) -> None:
    done = await call(services, world.organizer, when="2027-10-31 02:30 second")
    scheduling = services[MeetingService]
    await scheduling.cancel(world.organizer, done.meeting.id, reason="x", now=NOW)

    back = await scheduling.restore(world.organizer, done.meeting.id, now=NOW)

    assert back.meeting.start == done.meeting.start
    assert back.meeting.start.isoformat() == "2027-10-31T01:30:00+00:00"


async def test_it_moves_and_comes_back_under_one_identity(
    services: Parts, world: World, store: Store
) -> None:
    done = await call(services, world.organizer)
    meeting_id, scheduling = done.meeting.id, services[MeetingService]

    async def uid_and_sequence() -> tuple[bytes, int]:
        async with store.read() as connection:
            kept = await entries.of_meetings(connection, [meeting_id])
        entry = kept[meeting_id, FeedAudience.PUBLIC]
        return entry.body.partition(b"UID:")[2].partition(b"\r\n")[0], entry.sequence

    first = await uid_and_sequence()
    await scheduling.move(world.organizer, meeting_id, when="2026-12-02 09:00", reason="x", now=NOW)
    moved = await uid_and_sequence()
    back = await scheduling.restore(world.organizer, meeting_id, now=NOW)

    assert (first[1], moved[1]) == (0, 1)
    assert first[0] == moved[0] == (await uid_and_sequence())[0]
    assert back.meeting.start == done.meeting.start
    assert back.meeting.status is MeetingStatus.SCHEDULED


async def test_housekeeping_makes_no_more_meetings_of_it(services: Parts, world: World) -> None:
    await call(services, world.organizer)

    assert await services[SeriesService].extend_horizon(now=NOW) == 0


async def test_one_title_may_come_again_at_another_time(services: Parts, world: World) -> None:
    first = await call(services, world.organizer)
    second = await call(services, world.organizer, when="2026-12-08 17:00")
    third = await call(services, world.organizer, when="2026-12-01 19:00")

    slugs = [done.terms.slug for done in (first, second, third)]
    assert slugs == [
        "steering-call-2026-12-01",
        "steering-call-2026-12-08",
        "steering-call-2026-12-01-2",
    ]


async def test_two_organizers_who_schedule_the_same_meeting_at_once_create_one(
    services: Parts, world: World
) -> None:
    results = await asyncio.gather(
        *(call(services, world.organizer) for _ in range(10)), return_exceptions=True
    )

    refused = [str(result) for result in results if isinstance(result, Refusal)]
    assert len(refused) == 9
    assert set(refused) == {"“Steering call” is already scheduled at that time. See /meeting show."}
    assert await listed(services, world.organizer) == ["Steering call"]


async def test_a_draft_confirmed_many_times_at_once_makes_one_meeting(
    services: Parts, world: World
) -> None:
    draft_id = await services[DraftService].keep(
        world.organizer, discord_id=1, kind="x", content={}, now=NOW
    )

    results = await asyncio.gather(
        *(
            services[OneOffMeetingService].schedule(
                world.organizer, typed(), draft_id=draft_id, now=NOW
            )
            for _ in range(10)
        ),
        return_exceptions=True,
    )

    assert sum(isinstance(result, Programme) for result in results) == 1
    assert sum(isinstance(result, NotFound) for result in results) == 9


async def test_by_invitation_only_those_invited_and_organizers_see_it(
    services: Parts, world: World
) -> None:
    ben, cleo = await world.viewer("Ben"), await world.viewer("Cleo")
    named = await services[OneOffMeetingService].people(world.organizer, "Ben")

    done = await call(
        services, world.organizer, who="invited", invited=[member.id for member in named]
    )

    assert await listed(services, ben) == ["Steering call"]
    assert await listed(services, world.organizer) == ["Steering call"]
    assert await listed(services, cleo) == []
    with pytest.raises(NotFound):
        await services[MeetingService].programme(cleo, done.meeting.id)
    with pytest.raises(NotFound):
        await services[AnswerService].answer(cleo, done.meeting.id, Answer.GOING, now=NOW)


async def test_each_guest_gets_one_invitation_and_the_organizer_none(
    services: Parts, world: World, store: Store
) -> None:
    ben = (await world.viewer("Ben")).require_member()
    ada = world.organizer.require_member()

    await call(services, world.organizer, who="invited", invited=[ben.id, ada.id, ben.id])

    async with store.read() as connection:
        told = await deliveries.of_kind(connection, 1, [Kind.INVITATION])
    assert [(one.target, one.state, one.due) for one in told] == [
        (f"member:{ben.id}", State.WAITING, NOW)
    ]


async def test_people_who_come_are_reminded_where_there_is_no_channel(
    services: Parts, world: World, store: Store
) -> None:
    ben = await world.viewer("Ben")
    done = await call(services, world.organizer, who="members")

    await services[AnswerService].answer(ben, done.meeting.id, Answer.GOING, now=NOW)

    async with store.read() as connection:
        planned = await deliveries.of_kind(connection, 1, [Kind.REMINDER])
    leads = [(done.meeting.start - one.due).total_seconds() / 60 for one in planned]
    assert leads == [24 * 60, 15]
    assert {one.target for one in planned} == {f"member:{ben.require_member().id}"}


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ("2026-11-01 17:00", "in the past"),
        ("2029-12-01 17:00", "more than two years ahead"),
        ("Thursdays 17:00", "/series create for meetings that repeat"),
        ("soon", "I don't understand “soon”"),
    ],
)
async def test_a_time_that_does_not_fit_is_refused_with_the_reason(
    services: Parts, world: World, when: str, why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        await services[OneOffMeetingService].preview(world.organizer, typed(when=when), now=NOW)


async def test_a_member_signs_up_for_a_talk_in_a_one_off_meeting(
    services: Parts, world: World
) -> None:
    ben = await world.viewer("Ben")
    done = await call(services, world.organizer, title="Colloquium", talks=1)
    await call(services, world.organizer, title="No talks")
    offered = await services[SeriesService].bookable(ben, now=NOW)
    free = await services[TalkService].free_slots(ben, slug=done.terms.slug, now=NOW)

    signed_up = await services[TalkService].sign_up(
        ben, slot_id=free[0].slot.id, submission=Submission(title="Kernels"), now=NOW
    )

    assert [one.title for one in offered] == ["Colloquium"]
    assert signed_up.booking.meeting.id == done.meeting.id
    assert await services[SeriesService].bookable(ben, now=NOW + timedelta(days=30)) == []


async def test_a_one_off_meeting_is_never_at_an_unusual_hour(
    services: Parts, world: World, store: Store
) -> None:
    """In the third week of March clocks in the US have changed, and those of Europe have not."""
    async with store.write() as connection:
        await collaborations.update(connection, 1, announcement_channel_id=1)
    now = NOW + timedelta(days=100)
    typed_then = typed(when="2027-03-18 17:00 Lausanne")
    await services[OneOffMeetingService].schedule(world.organizer, typed_then, now=now)
    agenda = await services[Agendas].agenda(world.organizer, now=now)
    shown = agenda_reply(
        agenda.programmes,
        (),
        zone=agenda.zone,
        sites=agenda.sites,
        page=1,
        is_last=True,
        now=now,
    )

    async with store.read() as connection:
        told = await deliveries.of_kind(connection, 1, [Kind.CLOCKS])
    assert told == []
    assert "Steering call" in str(shown.cards[0].description)
    assert CLOCKS_DIFFER not in str(shown.cards[0].description)
