"""Swapped slots, free slots offered to members in line, and talks without a date."""

import asyncio
from datetime import timedelta

import pytest
import simcord

from bot.announcements.service.announcements import Announcements
from bot.core.refusals import Refusal, SlotTaken
from bot.meetings.service.changes import MeetingService
from bot.people.model.viewers import Viewer
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.talks.model.submission import Submission
from bot.talks.model.talks import Talk
from bot.talks.service.talks import TalkService
from bot.talks.store import talks
from bot.waitlist.service.swaps import WaitlistService
from tests.discord_servers import Result, said
from tests.journeys.scene import viewer
from tests.seminars import Seminar, words

FIRST, SECOND = "Fri 27 Nov 2026 10:00 Lausanne", "Fri 4 Dec 2026 10:00 Lausanne"


async def full_series(seminar: Seminar) -> tuple[int, int]:
    """Make a series of two slots, Ben's and Ada's; return their talks."""
    services, now = seminar.app.services, seminar.clock.now()
    described = SeriesDescription(title="Small", when="Fridays 10:00 2 times", zone="epfl")
    await services[SeriesService].create(seminar.ada, described, now=now)
    made = []
    for speaker, title in ((seminar.ben, "By Ben"), (seminar.ada, "By Ada")):
        free = await services[TalkService].free_slots(speaker, slug="small", now=now)
        typed = Submission(title=title, public_name=title.removeprefix("By "))
        done = await services[TalkService].sign_up(
            speaker, slot_id=free[0].slot.id, submission=typed, now=now
        )
        assert done.booking.talk is not None
        made.append(done.booking.talk.id)
    return made[0], made[1]


async def newcomer(seminar: Seminar, name: str) -> tuple[simcord.MemberActor, Viewer]:
    """Let somebody join as a member."""
    server = seminar.server
    person = server.guild.add_member(
        server.world.create_user(name), roles=[server.members], nick=name
    )
    return person, await viewer(server, person, server.members.id)


async def start_of(seminar: Seminar, talk_id: int) -> str:
    found = await seminar.app.services[TalkService].talk(seminar.ada, talk_id)
    assert found.booking is not None
    return f"{found.booking.start:%d %b}"


async def ask(seminar: Seminar, mine: int, other: int) -> Result:
    server = seminar.server
    asked = await server.ben.slash(server.channel, "talk swap", mine=str(mine), other=str(other))
    await seminar.send_due()
    return asked


async def test_two_speakers_exchange_their_slots(seminar: Seminar) -> None:
    server = seminar.server
    bens, adas = await full_series(seminar)

    asked = await ask(seminar, bens, adas)
    (letter,) = seminar.letters(server.ada)
    done = await server.ada.user.click(letter, label="Swap")
    await seminar.pass_time(minutes=10)

    assert "can agree until Fri 27 Nov 2026 10:00" in said(asked)
    assert f"Your slot now:\n**By Ada** (Ada)\n**{SECOND}**" in words(letter)
    assert f"You would get the slot of:\n**By Ben** (Ben)\n**{FIRST}**" in words(letter)
    assert f"**By Ben** (Ben)\n**{SECOND}**" in said(done)
    assert (await start_of(seminar, bens), await start_of(seminar, adas)) == ("04 Dec", "27 Nov")
    told = [words(one) for one in seminar.letters(server.ben)]
    assert any("Your talk was moved: **By Ben**" in one for one in told)


async def test_an_exchange_is_declined_and_who_asked_is_told(seminar: Seminar) -> None:
    server = seminar.server
    bens, adas = await full_series(seminar)
    await ask(seminar, bens, adas)
    (letter,) = seminar.letters(server.ada)

    declined = await server.ada.user.click(letter, label="Keep mine")
    late = await server.ada.user.click(letter, label="Swap")
    await seminar.send_due()

    assert "stay where they are" in said(declined)
    assert "already answered" in said(late)
    assert await start_of(seminar, bens) == "27 Nov"
    assert "Your swap request was declined" in words(seminar.letters(server.ben)[-1])


async def test_only_who_was_asked_may_agree(seminar: Seminar) -> None:
    server = seminar.server
    bens, adas = await full_series(seminar)
    await ask(seminar, bens, adas)
    (letter,) = seminar.letters(server.ada)

    with pytest.raises(Refusal, match="Only the speaker who was asked"):
        await seminar.app.services[WaitlistService].agree(seminar.ben, 1, now=seminar.clock.now())
    assert letter.components


async def test_both_must_still_hold_what_they_held(seminar: Seminar) -> None:
    server = seminar.server
    bens, adas = await full_series(seminar)
    await ask(seminar, bens, adas)
    (letter,) = seminar.letters(server.ada)
    speaking, now = seminar.app.services[TalkService], seminar.clock.now()
    await speaking.withdraw(seminar.ben, bens, now=now)

    refused = await server.ada.user.click(letter, label="Swap")

    assert "has moved since" in said(refused) or "no such talk" in said(refused)
    assert await start_of(seminar, adas) == "04 Dec"


async def test_an_exchange_lapses_after_a_week(seminar: Seminar) -> None:
    server, mine = seminar.server, [await seminar.sign_up(week=5, title="Late")]
    free = await seminar.app.services[TalkService].free_slots(
        seminar.ada, slug="seminar", now=seminar.clock.now()
    )
    done = await seminar.app.services[TalkService].sign_up(
        seminar.ada,
        slot_id=free[6].slot.id,
        submission=Submission(title="Later"),
        now=seminar.clock.now(),
    )
    assert done.booking.talk is not None
    await ask(seminar, mine[0], done.booking.talk.id)
    (letter,) = seminar.letters(server.ada)
    seminar.clock.advance(timedelta(days=7))

    refused = await server.ada.user.click(letter, label="Swap")
    await seminar.app.housekeeping.run_all()
    await seminar.app.housekeeping.run_all()
    await seminar.send_due()

    assert "its week is over" in said(refused)
    told = [words(letter) for letter in seminar.letters(server.ben)]
    assert len([text for text in told if "Nobody answered your swap request in time" in text]) == 1


async def test_a_freed_slot_is_offered_in_line_until_somebody_takes_it(seminar: Seminar) -> None:
    server, services = seminar.server, seminar.app.services
    bens, _ = await full_series(seminar)
    cleo, _ = await newcomer(seminar, "Cleo")
    dora, _ = await newcomer(seminar, "Dora")
    first = await cleo.slash(server.channel, "talk standby", series="small")
    second = await dora.slash(server.channel, "talk standby", series="small")

    await services[TalkService].withdraw(seminar.ben, bens, now=seminar.clock.now())
    await seminar.send_due()
    (offer,) = seminar.letters(cleo)
    passed = await cleo.user.click(offer, label="Pass")
    await seminar.send_due()
    (offer,) = seminar.letters(dora)
    form = await dora.user.click(offer, label="Take this slot")
    done = await dora.user.submit_modal(form, {"title": "At last"})

    assert "You are number 1 in line for Small" in said(first)
    assert "You are number 2 in line for Small" in said(second)
    assert FIRST in words(offer)
    assert "You keep your place in line" in said(passed)
    assert "You are signed up." in said(done)
    again = await dora.slash(server.channel, "talk standby", series="small", leave=True)
    assert "You are not in line for this series" in said(again)


async def test_a_slot_that_was_taken_and_is_free_again_is_offered_in_line_again(
    seminar: Seminar,
) -> None:
    server, services = seminar.server, seminar.app.services
    bens, _ = await full_series(seminar)
    cleo, standing = await newcomer(seminar, "Cleo")
    await services[WaitlistService].stand_by(standing, "small", now=seminar.clock.now())
    await services[TalkService].withdraw(seminar.ben, bens, now=seminar.clock.now())
    await seminar.send_due()
    (offer,) = seminar.letters(cleo)
    await cleo.user.click(offer, label="Pass")
    free = await services[TalkService].free_slots(
        seminar.ben, slug="small", now=seminar.clock.now()
    )
    done = await services[TalkService].sign_up(
        seminar.ben, slot_id=free[0].slot.id, submission=Submission(), now=seminar.clock.now()
    )
    assert done.booking.talk is not None

    await services[TalkService].withdraw(seminar.ben, done.booking.talk.id, now=seminar.clock.now())
    await seminar.send_due()

    assert len(seminar.letters(cleo)) == 2
    form = await cleo.user.click(seminar.letters(cleo)[-1], label="Take this slot")
    assert "You are signed up." in said(await cleo.user.submit_modal(form, {"title": "Mine"}))
    assert len(seminar.letters(server.ada)) == 0


async def test_an_exchange_of_other_times_than_were_shown_is_refused(seminar: Seminar) -> None:
    services, now = seminar.app.services, seminar.clock.now()
    bens, adas = await full_series(seminar)
    exchange = await services[WaitlistService].ask_swap(seminar.ben, bens, adas, now=now)
    moved = exchange.mine.meeting.id
    await services[MeetingService].move(
        seminar.ada, moved, when="2026-11-28 10:00", reason="room", now=now
    )

    with pytest.raises(Refusal, match="has moved since"):
        await services[WaitlistService].agree(seminar.ada, exchange.swap.id, now=now)


async def test_two_who_answer_an_exchange_at_once_exchange_it_once(seminar: Seminar) -> None:
    services, now = seminar.app.services, seminar.clock.now()
    bens, adas = await full_series(seminar)
    exchange = await services[WaitlistService].ask_swap(seminar.ben, bens, adas, now=now)

    answers = await asyncio.gather(
        *(
            services[WaitlistService].agree(seminar.ada, exchange.swap.id, now=now)
            for _ in range(3)
        ),
        services[WaitlistService].decline(seminar.ada, exchange.swap.id, now=now),
        return_exceptions=True,
    )

    assert sum(isinstance(one, Refusal) for one in answers) == 3


async def test_nobody_else_takes_a_slot_that_is_kept(seminar: Seminar) -> None:
    services, now = seminar.app.services, seminar.clock.now()
    bens, _ = await full_series(seminar)
    _, standing = await newcomer(seminar, "Cleo")
    booking = (await services[TalkService].talk(seminar.ben, bens)).booking
    assert booking is not None
    await services[WaitlistService].stand_by(standing, "small", now=now)

    await services[TalkService].withdraw(seminar.ben, bens, now=now)

    assert await services[TalkService].free_slots(seminar.ben, slug="small", now=now) == []
    with pytest.raises(SlotTaken, match="kept for somebody in line"):
        await services[TalkService].sign_up(
            seminar.ben, slot_id=booking.slot.id, submission=Submission(), now=now
        )


async def test_an_offer_lapses_after_24_working_hours_and_goes_to_the_next(
    seminar: Seminar,
) -> None:
    services = seminar.app.services
    _, adas = await full_series(seminar)  # on 4 December
    cleo, first = await newcomer(seminar, "Cleo")
    dora, second = await newcomer(seminar, "Dora")
    for standing in (first, second):
        await services[WaitlistService].stand_by(standing, "small", now=seminar.clock.now())
    await services[TalkService].withdraw(seminar.ada, adas, now=seminar.clock.now())
    await seminar.send_due()

    seminar.clock.advance(timedelta(days=2, hours=23))  # 10:00 Monday to 09:00 Thursday
    await seminar.app.housekeeping.run_all()
    await seminar.send_due()
    early = len(seminar.letters(dora))
    seminar.clock.advance(timedelta(hours=3))
    await seminar.app.housekeeping.run_all()
    await seminar.send_due()

    (offer,) = seminar.letters(cleo)
    assert "Please answer by Thu 26 Nov 2026" in words(offer)
    assert early == 0
    assert len(seminar.letters(dora)) == 1
    late = await cleo.user.click(offer, label="Take this slot")
    assert "This offer is over" in said(late)


async def test_nobody_waits_while_slots_are_free(seminar: Seminar) -> None:
    server = seminar.server

    refused = await server.ben.slash(server.channel, "talk standby", series="seminar")

    assert "has free slots now" in said(refused)


async def test_a_talk_without_a_date_is_proposed_and_placed(seminar: Seminar) -> None:
    server, services, now = seminar.server, seminar.app.services, seminar.clock.now()
    form = await server.ben.slash(server.channel, "talk propose", series="seminar")
    kept = await server.ben.submit_modal(form, {"title": "Some day"})
    await seminar.send_due()

    told = seminar.letters(server.ada)[-1]
    waiting = await services[TalkService].listing(seminar.ben, now=now)
    talk_id = max(t.id for t in (await _unplaced(seminar)))
    free = await services[TalkService].free_slots(seminar.ada, slug="seminar", now=now)
    await services[TalkService].place(seminar.ada, talk_id, slot_id=free[0].slot.id, now=now)
    await seminar.pass_time(minutes=10)

    assert "Your talk is saved" in said(kept)
    assert "Ben proposes a talk for Seminar. Please give it a slot. **Some day**" in words(told)
    assert waiting.bookings == ()
    assert "Your talk has a slot: **Some day**" in words(seminar.letters(server.ben)[-1])


async def test_no_post_tells_a_channel_of_a_talk_that_waits(seminar: Seminar) -> None:
    services, now = seminar.app.services, seminar.clock.now()
    await seminar.announce_everything_in(seminar.channel)
    await services[TalkService].propose(
        seminar.ben, "seminar", submission=Submission(title="Some day"), now=now
    )
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await services[Announcements].put_board(seminar.ada, seminar.channel.id, now=now)

    await seminar.pass_time(days=8)

    posts = [words(post) for post in seminar.posts()]
    assert [text for text in posts if "Kernels" in text]
    assert [text for text in posts if "Some day" in text] == []


async def test_an_announced_talk_off_its_date_shows_what_was_announced_alone(
    seminar: Seminar,
) -> None:
    services = seminar.app.services
    talk_id = await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    now = seminar.clock.now()
    await services[SeriesService].edit(
        seminar.ada, "seminar", SeriesDescription(ended=True), now=now
    )
    present = (await services[TalkService].talk(seminar.ben, talk_id)).talk
    typed = Submission(title="Secret kernels", co_speakers="Cleo")
    await services[TalkService].edit(
        seminar.ben, talk_id, submission=typed, revision=present.revision, now=now
    )
    await seminar.pass_time(minutes=10)

    (post,) = [words(one) for one in seminar.posts() if "Kernels" in words(one)]
    assert "Not on this date: Kernels" in post
    assert "Secret" not in post
    assert "Ben" not in post


async def test_who_no_longer_gives_a_waiting_talk_is_told_nothing_of_it(seminar: Seminar) -> None:
    server, services = seminar.server, seminar.app.services
    cleo, _ = await newcomer(seminar, "Cleo")
    talk_id = await seminar.sign_up(title="Kernels", co_speakers="Cleo")
    now = seminar.clock.now()
    await services[SeriesService].edit(
        seminar.ada, "seminar", SeriesDescription(ended=True), now=now
    )
    present = (await services[TalkService].talk(seminar.ben, talk_id)).talk
    await services[TalkService].edit(
        seminar.ben,
        talk_id,
        submission=Submission(title="Kernels"),
        revision=present.revision,
        now=now,
    )
    await seminar.pass_time(minutes=10)

    assert any("has lost its slot" in words(one) for one in seminar.letters(server.ben))
    assert seminar.letters(cleo) == []


async def _unplaced(seminar: Seminar) -> list[Talk]:
    async with seminar.app.store.read() as connection:
        return await talks.unplaced(connection, seminar.ada.collaboration.id)
