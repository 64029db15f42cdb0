"""What who comes is told: that a place is free, and that a meeting is at another time."""

import pytest
import simcord

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from tests.discord_servers import said
from tests.journeys.scene import viewer
from tests.seminars import Seminar, words


async def workshop(seminar: Seminar, **more: int) -> int:
    """Let Ada call a meeting far ahead; return it."""
    typed = OneOffMeeting(title="Workshop", when="2027-03-02 10:00", **more)  # type: ignore[arg-type] # counts alone
    convening = seminar.app.services[OneOffMeetingService]
    done = await convening.schedule(seminar.ada, typed, now=seminar.clock.now())
    return done.meeting.id


async def cleo(seminar: Seminar) -> simcord.MemberActor:
    server = seminar.server
    made = server.world.create_user("Cleo")
    return server.guild.add_member(made, roles=[server.members], nick="Cleo")


async def answer(
    seminar: Seminar, person: simcord.MemberActor, meeting: int, given: Answer
) -> None:
    asking = await viewer(seminar.server, person, seminar.server.members.id)
    await seminar.app.services[AnswerService].answer(
        asking, meeting, given, now=seminar.clock.now()
    )


async def test_a_member_who_moves_up_gets_a_letter_and_can_give_the_place_back(
    seminar: Seminar,
) -> None:
    ben, other = seminar.server.ben, await cleo(seminar)
    meeting = await workshop(seminar, capacity=1)
    await answer(seminar, ben, meeting, Answer.GOING)
    await answer(seminar, other, meeting, Answer.GOING)
    await seminar.send_due()
    before = seminar.letters(other)

    await answer(seminar, ben, meeting, Answer.NO)
    await seminar.send_due()
    (letter,) = seminar.letters(other)
    given_back = await other.user.click(letter, label="Not")

    assert before == []
    assert words(letter).startswith("A seat is free, and it is yours: **Workshop**")
    assert "Tue 2 Mar 2027 10:00 Lausanne" in words(letter)
    assert "1 of 1 going" in words(letter)
    assert "0 of 1 going" in said(given_back)


async def test_a_click_on_a_full_meeting_answers_with_the_place_in_line(seminar: Seminar) -> None:
    other = await cleo(seminar)
    await viewer(seminar.server, other, seminar.server.members.id)
    convening = seminar.app.services[OneOffMeetingService]
    await seminar.announce_everything_in(seminar.channel)
    typed = OneOffMeeting(title="Workshop", when="2026-12-02 10:00", capacity=1)
    await convening.schedule(seminar.ada, typed, now=seminar.clock.now())
    await seminar.send_due()
    (post,) = [p for p in seminar.posts() if "Workshop" in words(p)]

    first = await seminar.server.ben.click(post, label="Going")
    second = await other.click(post, label="Going")
    await seminar.pass_time(seconds=5)

    (mended,) = [p for p in seminar.posts() if "Workshop" in words(p)]
    assert "1 of 1 going" in said(first)
    assert "All places (1) are taken: you are number 1 in line." in said(second)
    assert "1 of 1 going · ⏳ 1 waiting" in words(mended)


@pytest.mark.parametrize(
    ("given", "quietly", "told"),
    [
        (Answer.GOING, False, True),
        (Answer.GOING, True, False),
        (Answer.MAYBE, False, False),
        (Answer.NO, False, False),
    ],
)
async def test_members_who_are_going_are_told_of_a_move_however_far_ahead(
    seminar: Seminar, given: Answer, *, quietly: bool, told: bool
) -> None:
    meeting = await workshop(seminar)
    await answer(seminar, seminar.server.ben, meeting, given)

    await seminar.app.services[MeetingService].move(
        seminar.ada,
        meeting,
        when="2027-03-03 10:00",
        reason="room",
        quietly=quietly,
        now=seminar.clock.now(),
    )
    await seminar.pass_time(minutes=10)

    letters = [words(letter) for letter in seminar.letters(seminar.server.ben)]
    assert [text.startswith("↪️ Moved: **Workshop**") for text in letters] == [True] * told
    assert [post for post in seminar.posts() if "Moved: **" in words(post)] == []


async def test_members_who_are_going_are_told_of_a_cancellation(seminar: Seminar) -> None:
    meeting = await workshop(seminar)
    await answer(seminar, seminar.server.ben, meeting, Answer.GOING)

    await seminar.app.services[MeetingService].cancel(
        seminar.ada, meeting, reason="strike", now=seminar.clock.now()
    )
    await seminar.pass_time(minutes=10)

    (letter,) = seminar.letters(seminar.server.ben)
    assert words(letter).startswith("❌ Cancelled: **Workshop**")
    assert "(strike)" in words(letter)
