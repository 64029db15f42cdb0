"""Private feeds that show only their owner's meetings, and meetings by invitation."""

import pytest
from icalendar import Calendar

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.ics.validation import check
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.talks.model.talks import Speaker
from tests.web.stages import Stage, statements
from tests.worlds import NOW


async def feed_of(stage: Stage, viewer: Viewer, *, mine: bool = True) -> str:
    token = await stage.subscribing.subscribe(viewer, label="Phone", now=NOW)
    address = stage.links.feed_private(token, "deep-learning-theory", mine=mine)
    return address.removeprefix(stage.links.public_url)


async def summaries(stage: Stage, path: str) -> list[str]:
    found = await stage.get(path)
    assert (found.status, check(found.body)) == (200, [])
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(found.body).events]


async def say(stage: Stage, viewer: Viewer, meeting_id: int, answer: Answer) -> None:
    answering = AnswerService(stage.store, stage.publisher)
    await answering.answer(viewer, meeting_id, answer, now=stage.clock.now())


async def call(stage: Stage, title: str, *invited: Member, capacity: int = 0) -> int:
    typed = OneOffMeeting(
        title=title,
        when="2026-12-01 10:00",
        who="invited" if invited else "members",
        invited=[member.id for member in invited],
        capacity=capacity,
    )
    convening = OneOffMeetingService(stage.store, stage.publisher)
    done = await convening.schedule(stage.world.organizer, typed, now=stage.clock.now())
    return done.meeting.id


async def test_ones_own_feed_has_the_talks_one_gives_and_the_meetings_one_comes_to(
    stage: Stage,
) -> None:
    ben = await stage.world.viewer("Ben")
    first, second, third, *_ = await stage.series()
    speaker = Speaker(name="Ben", member_id=ben.require_member().id)
    await stage.talk(first, title="Kernels", spoken_by=[speaker])
    await say(stage, ben, second.id, Answer.GOING)
    await say(stage, ben, third.id, Answer.MAYBE)
    own, everything = await feed_of(stage, ben), await feed_of(stage, ben, mine=False)

    found = await stage.get(own)

    events = Calendar.from_ical(found.body).events
    assert [str(event["SUMMARY"]) for event in events] == [
        "Theory seminar: Ben – Kernels",
        "Theory seminar",
    ]
    assert len(await summaries(stage, everything)) == 10
    assert b"X-WR-CALNAME:Deep learning theory: mine" in found.body.replace(b"\r\n ", b"")
    assert found.headers["Cache-Control"] == "private, no-cache"


async def test_a_meeting_has_one_identity_in_all_feeds_and_through_a_move(stage: Stage) -> None:
    ben = await stage.world.viewer("Ben")
    first, *_ = await stage.series()
    await say(stage, ben, first.id, Answer.GOING)
    own, everything = await feed_of(stage, ben), await feed_of(stage, ben, mine=False)

    async def uid_and_start(path: str) -> tuple[str, str]:
        event = Calendar.from_ical((await stage.get(path)).body).events[0]
        return str(event["UID"]), f"{event.start:%Y-%m-%d %H:%M}"

    before = await uid_and_start(own)
    await stage.scheduling.move(
        stage.world.organizer, first.id, when="2026-11-25 10:00", reason="x", now=NOW
    )

    assert before == (f"meeting-{first.id}@{stage.store.instance_name}", "2026-11-26 16:00")
    assert await uid_and_start(own) == (before[0], "2026-11-25 09:00")
    assert await uid_and_start(everything) == (before[0], "2026-11-25 09:00")


async def test_it_follows_each_answer_and_nobody_elses_feed_is_made_again(stage: Stage) -> None:
    ben, cleo = await stage.world.viewer("Ben"), await stage.world.viewer("Cleo")
    first, *_ = await stage.series()
    bens, cleos = await feed_of(stage, ben), await feed_of(stage, cleo)
    nothing = [await summaries(stage, path) for path in (bens, cleos)]
    made = stage.web.feeds.made

    await say(stage, ben, first.id, Answer.GOING)
    coming = [await summaries(stage, path) for path in (bens, cleos)]
    after = stage.web.feeds.made
    await say(stage, ben, first.id, Answer.NO)

    empty = ["Deep learning theory: nothing planned yet"]
    assert nothing == [empty, empty]
    assert coming == [["Theory seminar"], empty]
    assert after == made + 1
    assert await summaries(stage, bens) == empty


async def test_it_is_answered_without_a_query_where_nothing_has_changed(stage: Stage) -> None:
    ben = await stage.world.viewer("Ben")
    first, *_ = await stage.series()
    await say(stage, ben, first.id, Answer.GOING)
    path = await feed_of(stage, ben)
    before = await stage.get(path)

    with statements(stage.store) as said:
        again = await stage.get(path, If_None_Match=before.headers["ETag"])

    assert again.status == 304
    assert said == []


async def test_who_waits_for_a_place_has_it_in_the_calendar_once_it_is_theirs(
    stage: Stage,
) -> None:
    ben, cleo = await stage.world.viewer("Ben"), await stage.world.viewer("Cleo")
    meeting = await call(stage, "Workshop", capacity=1)
    await say(stage, ben, meeting, Answer.GOING)
    await say(stage, cleo, meeting, Answer.GOING)
    path = await feed_of(stage, cleo)
    waiting = await summaries(stage, path)

    await say(stage, ben, meeting, Answer.NO)

    assert waiting == ["Deep learning theory: nothing planned yet"]
    assert await summaries(stage, path) == ["Workshop"]


async def test_what_is_called_off_stays_as_cancelled(stage: Stage) -> None:
    ben = await stage.world.viewer("Ben")
    first, *_ = await stage.series()
    await say(stage, ben, first.id, Answer.GOING)
    path = await feed_of(stage, ben)

    await stage.scheduling.cancel(stage.world.organizer, first.id, reason="ill", now=NOW)

    (event,) = Calendar.from_ical((await stage.get(path)).body).events
    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("mine", [True, False])
async def test_what_is_by_invitation_is_in_the_feeds_of_those_invited_alone(
    stage: Stage, *, mine: bool
) -> None:
    ben, cleo = await stage.world.viewer("Ben"), await stage.world.viewer("Cleo")
    bens, cleos = [await feed_of(stage, viewer, mine=mine) for viewer in (ben, cleo)]
    await stage.get(bens)
    meeting = await call(stage, "Steering call", ben.require_member())
    await say(stage, ben, meeting, Answer.GOING)

    assert "Steering call" in await summaries(stage, bens)
    assert "Steering call" not in await summaries(stage, cleos)
    assert (await stage.get(f"/meeting/{meeting}.ics")).status == 404


async def test_the_numbers_of_those_invited_are_told_apart(stage: Stage) -> None:
    viewers = [await stage.world.viewer(f"m{number}") for number in range(12)]
    ids = [viewer.require_member().id for viewer in viewers]
    one = next(v for v in viewers if v.require_member().id == 12)
    paths = [await feed_of(stage, viewer, mine=False) for viewer in viewers]
    await call(stage, "Steering call", one.require_member())

    seen = [
        number
        for number, path in zip(ids, paths, strict=True)
        if "Steering call" in await summaries(stage, path)
    ]

    assert {2, 12} <= set(ids)
    assert seen == [12]
