"""Seats: the database decides who gets the last one, and who waits moves up by itself."""

import asyncio
from dataclasses import dataclass, replace

import pytest

from bot.attendance.model import Answer
from bot.attendance.service.answers import Answered, AnswerService
from bot.attendance.store import answers
from bot.core.parts import Parts
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Kind, State
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subject import assembled
from bot.subjects import KINDS, SUBJECTS
from tests.made_once import MadeOnce, Workshop
from tests.worlds import NOW, World

MEMBERS, ROUNDS = 50, 2


@dataclass(slots=True, kw_only=True)
class Gathering:
    """A meeting with two places, and people who want to come."""

    world: World
    store: Store
    services: Parts
    meeting: int

    async def person(self, name: str) -> Viewer:
        return await self.world.viewer(name)

    async def say(self, name: str, answer: Answer = Answer.GOING) -> Answered:
        person = await self.person(name)
        return await self.services[AnswerService].answer(person, self.meeting, answer, now=NOW)

    async def everybody_says(self, *names: str) -> list[int | None]:
        return [(await self.say(name)).place for name in names]

    async def who(self, answer: Answer) -> list[str]:
        ada = self.world.organizer
        found = await self.services[AnswerService].attendance(ada, self.meeting)
        return [member.display_name for member in found.said[answer]]

    async def told(self) -> list[str]:
        """Return who is told of a seat, in order."""
        async with self.store.read() as connection:
            found = await deliveries.of_kind(connection, 1, [Kind.SEAT], states=[State.WAITING])
        by_target = {
            f"member:{(await self.person(name)).require_member().id}": name
            for name in ("Ben", "Cleo", "Dan", "Eve", "Fay")
        }
        return [by_target[one.target] for one in found]


@pytest.fixture(scope="session")
def made_world(made_world: MadeOnce[World], workshop: Workshop) -> MadeOnce[World]:
    """A collaboration with a workshop and a weekly series, of two places each."""
    return workshop.in_the_world(made_world, schedule)


async def schedule(world: World) -> None:
    publisher = Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    services = assembled(SUBJECTS, world.store, publisher, KINDS)
    workshop = OneOffMeeting(title="Workshop", when="2026-12-01 17:00", capacity=2)
    await services[OneOffMeetingService].schedule(world.organizer, workshop, now=NOW)
    seminar = SeriesDescription(title="Seminar", when="Thursdays 17:00", capacity=2)
    await services[SeriesService].create(world.organizer, seminar, now=NOW)


@pytest.fixture
def gathering(world: World, publisher: Publisher) -> Gathering:
    """The workshop."""
    services = assembled(SUBJECTS, world.store, publisher, KINDS)
    return Gathering(world=world, store=world.store, services=services, meeting=1)


async def test_a_member_who_answers_when_all_seats_are_taken_gets_a_place_in_line(
    gathering: Gathering,
) -> None:
    places = await gathering.everybody_says("Ben", "Cleo", "Dan", "Eve")
    again = await gathering.say("Dan")

    assert places == [None, None, 1, 2]
    assert again.place == 1
    assert (again.answer, again.capacity) == (Answer.WAITING, 2)
    assert (again.counts.going, again.counts.waiting) == (2, 2)
    assert await gathering.who(Answer.GOING) == ["Ben", "Cleo"]
    assert await gathering.told() == []


@pytest.mark.parametrize("answer", [Answer.NO, Answer.MAYBE])
async def test_the_first_in_line_moves_up_and_is_told_when_somebody_leaves(
    gathering: Gathering, answer: Answer
) -> None:
    await gathering.everybody_says("Ben", "Cleo", "Dan", "Eve")

    await gathering.say("Ben", answer)

    assert await gathering.who(Answer.GOING) == ["Cleo", "Dan"]
    assert await gathering.who(Answer.WAITING) == ["Eve"]
    assert await gathering.told() == ["Dan"]


async def test_a_member_who_left_the_line_does_not_move_up(gathering: Gathering) -> None:
    await gathering.everybody_says("Ben", "Cleo", "Dan", "Eve")

    await gathering.say("Dan", Answer.NO)
    await gathering.say("Cleo", Answer.NO)

    assert await gathering.who(Answer.GOING) == ["Ben", "Eve"]
    assert await gathering.told() == ["Eve"]


async def test_a_member_who_comes_back_joins_the_end_of_the_line(gathering: Gathering) -> None:
    await gathering.everybody_says("Ben", "Cleo", "Dan")

    await gathering.say("Ben", Answer.NO)
    back = await gathering.say("Ben")

    assert back.place == 1
    assert await gathering.who(Answer.GOING) == ["Cleo", "Dan"]


async def test_a_member_who_moves_up_twice_is_told_twice(gathering: Gathering) -> None:
    await gathering.everybody_says("Ben", "Cleo", "Dan")
    await gathering.say("Ben", Answer.NO)
    await gathering.say("Dan", Answer.NO)
    await gathering.everybody_says("Ben", "Dan")

    await gathering.say("Cleo", Answer.NO)

    assert await gathering.who(Answer.GOING) == ["Ben", "Dan"]
    assert await gathering.told() == ["Dan", "Dan"]


async def test_a_member_who_leaves_the_server_gives_up_the_seat(gathering: Gathering) -> None:
    await gathering.everybody_says("Ben", "Cleo", "Dan")
    ben = (await gathering.person("Ben")).require_member()

    await gathering.services[MembershipService].leave(ben.id, now=NOW)

    assert await gathering.who(Answer.GOING) == ["Cleo", "Dan"]
    assert await gathering.who(Answer.WAITING) == []


async def test_of_fifty_members_racing_for_the_last_place_one_gets_it_and_the_others_wait(
    gathering: Gathering,
) -> None:
    world, services = gathering.world, gathering.services
    members = [await world.viewer(f"m{number}") for number in range(MEMBERS)]
    outcomes = []

    for number in range(ROUNDS):
        typed = OneOffMeeting(title="Race", when=f"2026-12-{number + 1:02} 17:00", capacity=2)
        done = await services[OneOffMeetingService].schedule(world.organizer, typed, now=NOW)
        meeting = done.meeting.id
        await services[AnswerService].answer(world.organizer, meeting, Answer.GOING, now=NOW)
        given = await asyncio.gather(
            *(services[AnswerService].answer(m, meeting, Answer.GOING, now=NOW) for m in members)
        )
        places = sorted(one.place for one in given if one.place is not None)
        outcomes.append((sum(one.place is None for one in given), places))

    assert outcomes == [(1, list(range(1, MEMBERS)))] * ROUNDS


async def test_members_who_come_and_go_at_once_leave_no_seat_empty_or_taken_twice(
    gathering: Gathering,
) -> None:
    members = [await gathering.person(f"m{number}") for number in range(20)]

    await asyncio.gather(
        *(
            gathering.services[AnswerService].answer(member, gathering.meeting, answer, now=NOW)
            for answer in (Answer.GOING, Answer.NO, Answer.GOING)
            for member in members
        )
    )

    assert len(await gathering.who(Answer.GOING)) == 2
    assert len(await gathering.who(Answer.WAITING)) == 18


@pytest.fixture
def seminar(gathering: Gathering) -> Gathering:
    """The first meeting of the series."""
    return replace(gathering, meeting=2)


@pytest.mark.parametrize(
    ("capacity", "going", "told"),
    [
        (3, ["Ben", "Cleo", "Dan"], ["Dan"]),
        (0, ["Ben", "Cleo", "Dan", "Eve"], ["Dan", "Eve"]),
        (1, ["Ben", "Cleo"], []),
    ],
    ids=["raised", "taken away", "lowered"],
)
async def test_a_changed_capacity_lets_members_in_and_takes_no_seat_away(
    seminar: Gathering, capacity: int, going: list[str], told: list[str]
) -> None:
    await seminar.everybody_says("Ben", "Cleo", "Dan", "Eve")

    await seminar.services[SeriesService].edit(
        seminar.world.organizer, "seminar", SeriesDescription(capacity=capacity), now=NOW
    )

    assert await seminar.who(Answer.GOING) == going
    assert await seminar.told() == told


async def test_below_a_lowered_capacity_nobody_moves_up_until_there_is_room(
    seminar: Gathering,
) -> None:
    await seminar.everybody_says("Ben", "Cleo", "Dan")
    described = SeriesDescription(capacity=1)
    await seminar.services[SeriesService].edit(
        seminar.world.organizer, "seminar", described, now=NOW
    )

    await seminar.say("Ben", Answer.NO)
    after_one = await seminar.who(Answer.GOING)
    await seminar.say("Cleo", Answer.NO)

    assert after_one == ["Cleo"]
    assert await seminar.who(Answer.GOING) == ["Dan"]


async def test_a_waiting_member_gets_no_reminder_until_they_have_a_seat(
    gathering: Gathering, store: Store
) -> None:
    async def reminded() -> set[str]:
        async with store.read() as connection:
            found = await deliveries.of_kind(connection, 1, [Kind.REMINDER], states=[State.WAITING])
        return {one.target for one in found}

    await gathering.everybody_says("Ben", "Cleo", "Dan")
    dan = f"member:{(await gathering.person('Dan')).require_member().id}"
    before = await reminded()
    await gathering.say("Ben", Answer.NO)

    assert len(before) == 2
    assert dan not in before
    assert dan in await reminded()


async def test_an_answer_is_stored_as_it_was_given(gathering: Gathering, store: Store) -> None:
    await gathering.everybody_says("Ben", "Cleo", "Dan")

    async with store.read() as connection:
        said = await answers.of_meetings(connection, [gathering.meeting])

    assert list(said[gathering.meeting].values()) == [
        Answer.GOING,
        Answer.GOING,
        Answer.WAITING,
    ]
