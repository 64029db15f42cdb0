"""Talks: signed up for, changed, withdrawn, placed and read, by those who may."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal, SlotTaken
from bot.meetings.service.changes import MeetingService
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.people.store import members
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.subjects import KINDS
from bot.talks.model.submission import Completion, Materials, Submission
from bot.talks.model.talks import Booking, Speaker, TalkStatus
from bot.talks.service.lists import TalkQuery, TalkSelection
from bot.talks.service.presentations import TalkChanged
from bot.talks.service.talks import TalkService
from bot.waitlist.service.swaps import WaitlistService
from tests.made_once import MadeOnce, Workshop
from tests.worlds import NOW, World

PAST = TalkQuery(selection=TalkSelection.PAST)
WAITING = TalkQuery(selection=TalkSelection.WAITING)
URL = "http://meridian.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """A collaboration with a public series of two slots and a hidden one."""

    world: World
    speaking: TalkService
    scheduling: MeetingService
    ben: Viewer
    cleo: Viewer

    async def free(self, *, slug: str = "seminar", most: int = 9) -> list[Booking]:
        return await self.speaking.free_slots(self.ben, slug=slug, now=NOW, most=most)

    async def talk_by(self, viewer: Viewer, title: str = "Kernels", *, at: int = 0) -> Booking:
        slot = (await self.free())[at].slot
        done = await self.speaking.sign_up(
            viewer, slot_id=slot.id, submission=Submission(title=title), now=NOW
        )
        return done.booking


@pytest.fixture(scope="session")
def made_world(made_world: MadeOnce[World], workshop: Workshop) -> MadeOnce[World]:
    """A collaboration with a public series and a hidden one."""
    return workshop.in_the_world(made_world, hold_seminars)


async def hold_seminars(world: World) -> None:
    publisher = Publisher(world.store, URL, standing=KINDS.standing)
    for title, visibility, slots in (("Seminar", "public", 2), ("Steering", "members", 1)):
        described = SeriesDescription(
            title=title,
            when="Thursdays 17:00 10 times",
            zone="epfl",
            minutes=60,
            slots=slots,
            visibility=visibility,
            join_link="https://meet.example.org/x",
        )
        await SeriesService(world.store, publisher).create(world.organizer, described, now=NOW)


@pytest.fixture
async def hall(world: World) -> Hall:
    """A collaboration in which members may speak."""
    store, publisher = world.store, Publisher(world.store, URL, standing=KINDS.standing)
    return Hall(
        world=world,
        speaking=TalkService(store, publisher),
        scheduling=MeetingService(store, publisher),
        ben=await world.viewer("Ben"),
        cleo=await world.viewer("Cleo"),
    )


def id_of(booking: Booking) -> int:
    assert booking.talk is not None
    return booking.talk.id


async def test_who_never_set_anything_signs_up_and_the_slot_is_theirs(hall: Hall) -> None:
    slot = (await hall.free())[0]
    submission = Submission(
        title="TBA",
        abstract="a" * 4000,
        co_speakers="Cleo, Ada Lovelace (EPFL)",
        paper="2106.10165",
        public_name="Benjamin Adler",
    )

    done = await hall.speaking.sign_up(
        hall.ben, slot_id=slot.slot.id, submission=submission, now=NOW
    )

    talk = done.booking.talk
    assert talk is not None
    assert (talk.title, talk.heading, len(talk.abstract)) == (None, "TBA", 4000)
    assert talk.speaker_names == "Benjamin Adler, Cleo, Ada Lovelace"
    assert talk.is_given_by(hall.ben.require_member().id)
    assert talk.is_given_by(hall.cleo.require_member().id)
    assert slot.slot.id not in [one.slot.id for one in await hall.free()]
    assert done.presentation == await hall.speaking.talk(hall.ben, talk.id)


async def test_the_name_shown_in_public_is_kept_for_the_next_time(hall: Hall) -> None:
    slot = (await hall.free())[0].slot
    submission = Submission(title="One", public_name="Benjamin Adler")
    await hall.speaking.sign_up(hall.ben, slot_id=slot.id, submission=submission, now=NOW)

    async with hall.world.store.read() as connection:
        kept = await members.by_id(connection, hall.ben.require_member().id)

    assert kept is not None
    assert kept.name == "Benjamin Adler"


async def test_slots_of_a_meeting_share_its_minutes(hall: Hall) -> None:
    first, second = (await hall.free())[:2]

    assert first.meeting.id == second.meeting.id
    assert second.start - first.start == timedelta(minutes=30)
    assert (first.end, second.end) == (second.start, first.meeting.end)


async def test_who_speaks_elsewhere_at_that_hour_is_warned(hall: Hall) -> None:
    first = await hall.talk_by(hall.ben, "First")
    hidden = (await hall.free(slug="steering"))[0]

    done = await hall.speaking.sign_up(
        hall.ben, slot_id=hidden.slot.id, submission=Submission(title="Second"), now=NOW
    )

    assert [clash.talk for clash in done.clashes] == [first.talk]


async def test_the_slot_before_and_after_is_no_clash(hall: Hall) -> None:
    await hall.talk_by(hall.ben, "First half")
    second_half = (await hall.free())[0].slot

    done = await hall.speaking.sign_up(
        hall.ben, slot_id=second_half.id, submission=Submission(title="Second half"), now=NOW
    )

    assert done.clashes == ()


async def test_a_taken_slot_is_refused_to_others_and_to_its_holder(hall: Hall) -> None:
    """F46."""
    slot = (await hall.talk_by(hall.ben)).slot
    again = Submission(title="Again")

    with pytest.raises(SlotTaken, match="Somebody was faster"):
        await hall.speaking.sign_up(hall.cleo, slot_id=slot.id, submission=again, now=NOW)
    with pytest.raises(NotAllowed, match="already signed up for this slot"):
        await hall.speaking.sign_up(hall.ben, slot_id=slot.id, submission=again, now=NOW)


async def test_what_is_past_or_called_off_takes_nobody(hall: Hall) -> None:
    slots = await hall.free()
    await hall.scheduling.cancel(
        hall.world.organizer, slots[2].meeting.id, reason="strike", now=NOW
    )
    one = Submission(title="One")

    with pytest.raises(SlotTaken, match="cancelled"):
        await hall.speaking.sign_up(hall.ben, slot_id=slots[2].slot.id, submission=one, now=NOW)
    with pytest.raises(SlotTaken, match="already started"):
        await hall.speaking.sign_up(
            hall.ben, slot_id=slots[0].slot.id, submission=one, now=slots[0].start
        )


async def test_strangers_neither_sign_up_nor_see_hidden_slots(hall: Hall) -> None:
    stranger = await hall.world.stranger()
    public, hidden = (await hall.free())[0], (await hall.free(slug="steering"))[0]

    with pytest.raises(NotAllowed, match="Only members"):
        await hall.speaking.sign_up(
            stranger, slot_id=public.slot.id, submission=Submission(title="x"), now=NOW
        )
    shown = await hall.speaking.free_slots(stranger, now=NOW, most=100)
    assert hidden.slot.id not in [one.slot.id for one in shown]
    with pytest.raises(NotFound):
        await hall.speaking.free_slots(stranger, slug="steering", now=NOW)


async def test_another_collaborations_slots_and_talks_are_not_there(hall: Hall) -> None:
    talk, slot = await hall.talk_by(hall.ben), (await hall.free())[0].slot
    other = await World.found(hall.world.store, guild_id=2, slug="physics")

    with pytest.raises(NotFound):
        await hall.speaking.sign_up(
            other.organizer, slot_id=slot.id, submission=Submission(title="x"), now=NOW
        )
    with pytest.raises(NotFound):
        await hall.speaking.talk(other.organizer, id_of(talk))
    with pytest.raises(NotFound):
        await hall.speaking.withdraw(other.organizer, id_of(talk), now=NOW)


async def test_organizers_sign_up_members_and_guests_others_only_themselves(hall: Hall) -> None:
    slot = (await hall.free())[0].slot
    guest = Speaker(name="Eleni Papadaki", affiliation="Crete")

    with pytest.raises(NotAllowed, match="Only organizers"):
        await hall.speaking.sign_up(
            hall.ben, slot_id=slot.id, submission=Submission(), speaker=guest, now=NOW
        )
    done = await hall.speaking.sign_up(
        hall.world.organizer, slot_id=slot.id, submission=Submission(), speaker=guest, now=NOW
    )

    assert done.booking.talk is not None
    assert done.booking.talk.speakers == (guest,)


async def test_an_edit_changes_what_was_typed_and_keeps_who_speaks(hall: Hall) -> None:
    slot = (await hall.free())[0].slot
    first = Submission(title="Old", co_speakers="Cleo, Ada Lovelace (EPFL)")
    booked = await hall.speaking.sign_up(hall.ben, slot_id=slot.id, submission=first, now=NOW)
    changed = Submission(title="New", abstract="More", co_speakers="Ada Lovelace, Cleo")

    done = await hall.speaking.edit(
        hall.ben, id_of(booked.booking), submission=changed, revision=0, now=NOW
    )

    assert (done.talk.title, done.talk.abstract) == ("New", "More")
    assert [(s.name, s.affiliation) for s in done.talk.speakers] == [
        ("Ben", ""),
        ("Ada Lovelace", "EPFL"),
        ("Cleo", ""),
    ]
    assert done.talk.is_given_by(hall.cleo.require_member().id)


async def test_an_edit_of_what_somebody_else_changed_is_refused(hall: Hall) -> None:
    """F47."""
    talk_id = id_of(await hall.talk_by(hall.ben))
    theirs, mine = Submission(title="Theirs"), Submission(title="Mine")
    await hall.speaking.edit(hall.world.organizer, talk_id, submission=theirs, revision=0, now=NOW)

    with pytest.raises(TalkChanged, match="look again"):
        await hall.speaking.edit(hall.ben, talk_id, submission=mine, revision=0, now=NOW)

    assert (await hall.speaking.talk(hall.ben, talk_id)).talk.title == "Theirs"


async def test_only_speakers_and_organizers_change_a_talk(hall: Hall) -> None:
    talk_id = id_of(await hall.talk_by(hall.ben))
    links = Materials(slides="https://a.example/s")

    with pytest.raises(NotAllowed, match="Only the speakers"):
        await hall.speaking.set_materials(hall.cleo, talk_id, materials=links, now=NOW)
    with pytest.raises(NotAllowed, match="Only the speakers"):
        await hall.speaking.withdraw(hall.cleo, talk_id, now=NOW)
    done = await hall.speaking.set_materials(
        hall.world.organizer, talk_id, materials=links, now=NOW
    )

    assert done.talk.slides == "https://a.example/s"


async def test_a_withdrawn_talk_frees_its_slot_and_is_gone(hall: Hall) -> None:
    booked = await hall.talk_by(hall.ben)

    done = await hall.speaking.withdraw(hall.ben, id_of(booked), now=NOW)

    assert done.talk.status is TalkStatus.WITHDRAWN
    assert booked.slot.id in [one.slot.id for one in await hall.free()]
    with pytest.raises(NotFound):
        await hall.speaking.talk(hall.ben, id_of(booked))


async def test_a_talk_that_was_given_keeps_its_place_but_takes_materials(hall: Hall) -> None:
    booked = await hall.talk_by(hall.ben)
    later = booked.end + timedelta(days=1)

    with pytest.raises(Refusal, match="already started"):
        await hall.speaking.withdraw(hall.ben, id_of(booked), now=later)
    done = await hall.speaking.set_materials(
        hall.ben, id_of(booked), materials=Materials(video="https://v.example/1"), now=later
    )

    assert done.talk.video == "https://v.example/1"


async def test_organizers_place_a_talk_in_another_slot(hall: Hall) -> None:
    booked, target = await hall.talk_by(hall.ben), (await hall.free())[3].slot

    placed = await hall.speaking.place(
        hall.world.organizer, id_of(booked), slot_id=target.id, now=NOW
    )

    assert placed.booking is not None
    assert placed.booking.slot == target
    assert booked.slot.id in [one.slot.id for one in await hall.free()]
    with pytest.raises(NotAllowed):
        await hall.speaking.place(hall.ben, id_of(booked), slot_id=booked.slot.id, now=NOW)


async def test_a_talk_is_not_placed_on_another(hall: Hall) -> None:
    mine, theirs = await hall.talk_by(hall.ben), await hall.talk_by(hall.cleo)

    with pytest.raises(SlotTaken):
        await hall.speaking.place(
            hall.world.organizer, id_of(mine), slot_id=theirs.slot.id, now=NOW
        )


async def test_lists_show_what_is_coming_and_past_by_series_and_speaker(hall: Hall) -> None:
    for number in range(8):
        await hall.talk_by(hall.ben if number % 2 else hall.cleo, f"Talk {number}")
    after_two = (await hall.free())[0].start - timedelta(weeks=2)

    def titles(found: tuple[Booking, ...]) -> list[str]:
        return [one.talk.heading for one in found if one.talk]

    first = await hall.speaking.listing(hall.ben, now=NOW)
    second = await hall.speaking.listing(hall.ben, TalkQuery(page=2), now=NOW)
    past = await hall.speaking.listing(hall.ben, PAST, now=after_two)
    bens = await hall.speaking.listing(hall.ben, TalkQuery(speaker="ben"), now=NOW)
    none = await hall.speaking.listing(hall.ben, TalkQuery(slug="steering"), now=NOW)

    assert titles(first.bookings) == [f"Talk {number}" for number in range(6)]
    assert (first.is_last, second.is_last) == (False, True)
    assert titles(second.bookings) == ["Talk 6", "Talk 7"]
    assert titles(past.bookings)[-2:] == ["Talk 0", "Talk 1"]
    assert titles(bens.bookings) == ["Talk 1", "Talk 3", "Talk 5", "Talk 7"]
    assert titles(none.bookings) == []


async def test_talks_without_a_slot_are_listed_for_those_who_may_change_them(hall: Hall) -> None:
    booked = await hall.talk_by(hall.ben)
    planning = SeriesService(
        hall.world.store, Publisher(hall.world.store, URL, standing=KINDS.standing)
    )
    ended = SeriesDescription(ended=True)
    await planning.edit(hall.world.organizer, "seminar", ended, now=NOW)

    bens = await hall.speaking.listing(hall.ben, WAITING, now=NOW)
    cleos = await hall.speaking.listing(hall.cleo, WAITING, now=NOW)

    assert [talk.id for talk in bens.waiting] == [id_of(booked)]
    assert cleos.waiting == ()


async def test_the_join_link_is_for_members(hall: Hall) -> None:
    booked = await hall.talk_by(hall.ben)

    member = await hall.speaking.talk(hall.cleo, id_of(booked))
    stranger = await hall.speaking.talk(await hall.world.stranger(), id_of(booked))

    assert member.booking is not None
    assert stranger.booking is not None
    assert member.booking.terms.join_link == "https://meet.example.org/x"
    assert stranger.booking.terms.join_link is None


async def test_a_member_who_was_renamed_is_known_by_the_new_name(hall: Hall) -> None:
    joining = MembershipService(hall.world.store)
    await joining.describe_oneself(hall.cleo, public_name="Cleopatra", site_slug="mit")
    slot = (await hall.free())[0].slot

    done = await hall.speaking.sign_up(
        hall.ben, slot_id=slot.id, submission=Submission(co_speakers="cleopatra"), now=NOW
    )

    assert done.booking.talk is not None
    assert done.booking.talk.speakers[1].affiliation == "MIT"


async def test_who_takes_themselves_off_a_waiting_talk_sees_it_once_more(hall: Hall) -> None:
    talk_id = await waiting_talk(hall, co_speakers="Cleo")
    present = (await hall.speaking.talk(hall.cleo, talk_id)).talk

    done = await hall.speaking.edit(
        hall.cleo,
        talk_id,
        submission=Submission(title="Later"),
        revision=present.revision,
        now=NOW,
    )

    assert done.talk.speaker_names == "Ben"
    with pytest.raises(NotFound, match="no such talk"):
        await hall.speaking.talk(hall.cleo, talk_id)


async def test_nobody_else_changes_or_exchanges_a_waiting_talk(hall: Hall) -> None:
    talk_id, own = await waiting_talk(hall), id_of(await hall.talk_by(hall.cleo))
    speaking, cleo = hall.speaking, hall.cleo
    trading = WaitlistService(
        hall.world.store, Publisher(hall.world.store, URL, standing=KINDS.standing)
    )
    tries = (
        speaking.edit(cleo, talk_id, submission=Submission(), revision=0, now=NOW),
        speaking.complete(cleo, talk_id, completion=Completion(), revision=0, now=NOW),
        speaking.set_materials(cleo, talk_id, materials=Materials(), now=NOW),
        speaking.withdraw(cleo, talk_id, now=NOW),
        trading.ask_swap(cleo, own, talk_id, now=NOW),
        trading.ask_swap(cleo, talk_id, own, now=NOW),
    )

    for attempt in tries:
        with pytest.raises(NotFound, match="no such talk"):
            await attempt


async def waiting_talk(hall: Hall, **typed: str) -> int:
    """Let Ben propose a talk; return its id."""
    submission = Submission(title="Later", **typed)
    return (await hall.speaking.propose(hall.ben, "seminar", submission=submission, now=NOW)).id


@pytest.mark.parametrize("whose", ["Ben", "Cleo"])
@pytest.mark.parametrize("column", ["public_name", "display_name"])
async def test_a_name_that_is_somebodys_discord_id_keeps_nobody_from_speaking(
    hall: Hall, whose: str, column: str
) -> None:
    renamed = {"Ben": hall.ben, "Cleo": hall.cleo}[whose].require_member().id
    discord_id = str(hall.ben.require_member().discord_id)
    async with hall.world.store.write() as connection:
        await members.update(connection, renamed, **{column: discord_id})

    signed_up = await hall.talk_by(hall.ben)
    proposed = (await hall.speaking.talk(hall.ben, await waiting_talk(hall))).talk
    edited = await hall.speaking.edit(
        hall.ben, proposed.id, submission=Submission(), revision=proposed.revision, now=NOW
    )

    assert signed_up.talk is not None
    for talk in (signed_up.talk, proposed, edited.talk):
        assert [s.member_id for s in talk.speakers] == [hall.ben.require_member().id]
