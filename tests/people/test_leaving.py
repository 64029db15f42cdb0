"""D 17 and 18: what members held passes on when they leave, whatever they subscribed to."""

import simcord

from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.attendance.store import seats
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.people.model.viewers import Viewer
from bot.people.store.holders import holders
from bot.people.store.members import table as members_table
from bot.polls.model.polls import Vote
from bot.polls.model.questions import Question
from bot.polls.service.polls import PollService
from bot.storage.holdings import Holdings
from bot.storage.metadata import metadata
from bot.subjects import SUBJECTS
from bot.talks.model.submission import Submission
from bot.talks.service.talks import TalkService
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from bot.waitlist import store as market
from bot.waitlist.service.offers import offer_free
from bot.waitlist.service.swaps import WaitlistService
from tests.journeys.scene import viewer
from tests.seminars import Seminar, words
from tests.worlds import NOW

# What names members and is nothing that they hold: answers go with seats, absences concern nobody.
NO_HOLDING = {"answers.member_id", "closures.member_id"}


async def join(seminar: Seminar, name: str) -> tuple[simcord.MemberActor, Viewer]:
    """Let somebody join the server with the member role."""
    server = seminar.server
    person = server.guild.add_member(
        server.world.create_user(name), roles=[server.members], nick=name
    )
    return person, await viewer(server, person, server.members.id)


async def leave(seminar: Seminar, *people: simcord.MemberActor) -> None:
    """Let people leave the server, and let some hours pass."""
    for person in people:
        seminar.server.guild.remove_member(person)
    await seminar.app.client.review_members(seminar.clock.now())


def test_whoever_has_a_row_in_any_table_of_members_is_looked_after() -> None:
    naming = {
        str(key.parent)
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is members_table
    }
    held = " ".join(str(holding.held(NOW)) for subject in SUBJECTS for holding in subject.holdings)

    assert {name for name in naming if name not in held} == NO_HOLDING


async def test_cases_17_and_18_a_seat_passes_to_the_first_in_line_who_is_still_there(
    seminar: Seminar,
) -> None:
    app, now, ben = seminar.app, seminar.clock.now(), seminar.server.ben
    cleo, dan = await join(seminar, "Cleo"), await join(seminar, "Dan")
    typed = OneOffMeeting(title="Workshop", when="2027-03-02 10:00", capacity=1)
    meeting = (
        await app.services[OneOffMeetingService].schedule(seminar.ada, typed, now=now)
    ).meeting
    for who in (seminar.ben, cleo[1], dan[1]):
        await app.services[AnswerService].answer(who, meeting.id, Answer.GOING, now=now)

    await leave(seminar, ben, cleo[0])
    await seminar.send_due()

    async with app.store.read() as connection:
        member = dan[1].require_member().id
        assert await seats.has_one(connection, meeting_id=meeting.id, member_id=member)
    (letter,) = seminar.letters(dan[0])
    assert words(letter).startswith("A seat is free, and it is yours: **Workshop**")


async def test_case_17_a_seat_passes_on_where_the_member_role_is_lost(seminar: Seminar) -> None:
    app, now = seminar.app, seminar.clock.now()
    _, cleo = await join(seminar, "Cleo")
    typed = OneOffMeeting(title="Workshop", when="2027-03-02 10:00", capacity=1)
    meeting = (
        await app.services[OneOffMeetingService].schedule(seminar.ada, typed, now=now)
    ).meeting
    for who in (seminar.ben, cleo):
        await app.services[AnswerService].answer(who, meeting.id, Answer.GOING, now=now)

    seminar.server.demote(seminar.server.ben)
    await app.client.review_members(now)

    async with app.store.read() as connection:
        member = cleo.require_member().id
        assert await seats.has_one(connection, meeting_id=meeting.id, member_id=member)


async def test_nobody_loses_anything_because_the_member_role_was_deleted(seminar: Seminar) -> None:
    app, now = seminar.app, seminar.clock.now()
    await seminar.sign_up()
    await seminar.app.client.http.delete_role(seminar.server.guild.id, seminar.server.members.id)

    await app.client.review_members(now)

    async with app.store.read() as connection:
        found = await holders(connection, app.services[Holdings], now=now)
    assert seminar.ben.require_member().id in {one.member_id for one in found}


async def test_an_offer_goes_to_the_next_in_line(seminar: Seminar) -> None:
    app, now = seminar.app, seminar.clock.now()
    people = [await join(seminar, name) for name in ("Cleo", "Dan")]
    (cleo, one), (_, two) = ((who, seen.require_member().id) for who, seen in people)
    async with app.store.read() as connection:
        (booking, *_) = await stored_bookings.where(connection, conditions.takes_place())
    for member_id in (one, two):
        async with app.store.write() as connection:
            await market.stand_by(
                connection, series_id=booking.meeting.series_id, member_id=member_id, now=now
            )
            await offer_free(connection, stored_bookings.programmes_of([booking]), now=now)

    await leave(seminar, cleo)

    async with app.store.read() as connection:
        offered = await market.open_offers(connection, seminar.ada.collaboration.id)
    assert [(offer.slot_id, offer.member_id) for offer in offered] == [(booking.slot.id, two)]


async def test_a_swap_that_only_somebody_who_left_could_answer_is_declined(
    seminar: Seminar,
) -> None:
    app, now = seminar.app, seminar.clock.now()
    cleo, seen = await join(seminar, "Cleo")
    mine = await seminar.sign_up(week=0, title="Kernels")
    speaking = app.services[TalkService]
    slot = (await speaking.free_slots(seen, slug="seminar", now=now))[0].slot.id
    other = await speaking.sign_up(
        seen, slot_id=slot, submission=Submission(title="Rings"), now=now
    )
    assert other.booking.talk is not None
    await app.services[WaitlistService].ask_swap(seminar.ben, mine, other.booking.talk.id, now=now)

    await leave(seminar, cleo)
    await seminar.send_due()

    told = [words(letter) for letter in seminar.letters(seminar.server.ben)]
    assert any("The other speaker has left the server." in letter for letter in told)
    asked = [words(letter) for letter in seminar.letters(seminar.server.ada)]
    assert any("is no longer a member here, but still has this talk." in one for one in asked)


async def test_a_poll_says_that_nobody_waits_for_those_who_left(seminar: Seminar) -> None:
    app, now = seminar.app, seminar.clock.now()
    (cleo, one), (_, two) = await join(seminar, "Cleo"), await join(seminar, "Dan")
    polling = app.services[PollService]
    asked = [who.require_member().id for who in (one, two)]
    question = Question(
        title="Tea",
        times="2026-12-01 17:00 UTC\n2026-12-02 17:00 UTC",
        minutes=60,
        member_ids=asked,
    )
    poll = await polling.put(seminar.ben, question, channel_id=seminar.channel.id, now=now)
    await seminar.send_due()
    for who, said in ((one, Vote.NO), (two, Vote.YES)):
        for candidate in poll.candidates[: 1 if who is one else 2]:
            await polling.vote(who, candidate.id, said, now=now)

    await leave(seminar, cleo)
    await seminar.pass_time(seconds=5)

    (post,) = [one for one in seminar.posts() if "Tea" in words(one)]
    assert "1 person who was asked has left the server; nobody waits for them." in words(post)
    assert "1 yes, 0 if need be, 0 no" in words(post)
    result = [words(letter) for letter in seminar.letters(seminar.server.ben)]
    assert any("Everyone has answered **Tea**" in letter for letter in result)


async def test_the_result_of_a_poll_whose_author_left_goes_to_organizers(seminar: Seminar) -> None:
    app, now = seminar.app, seminar.clock.now()
    question = Question(title="Tea", times="2026-12-01 17:00 UTC\n2026-12-02 17:00 UTC", minutes=60)
    await app.services[PollService].put(
        seminar.ben, question, channel_id=seminar.channel.id, now=now
    )

    await leave(seminar, seminar.server.ben)
    await seminar.pass_time(days=8)

    assert any("**Tea**" in words(letter) for letter in seminar.letters(seminar.server.ada))
