"""ScheduleImport a schedule: made once, whole, and never twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.imports.model.schedule import read_schedule
from bot.imports.service.schedule_import import Imported, ScheduleImport
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.service.changes import Scheduling
from bot.people.model.viewers import Standing, Viewer
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.model.series import Series
from bot.series.service.series import Planning
from bot.servers.service.setup import Founding
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks import store as talks
from bot.talks.model.talks import Booking
from bot.talks.service.talks import Speaking, When
from tests.worlds import NOW, World, visitor

HEAD = "start,minutes,timezone,speaker,affiliation,title,abstract,location,slides,video\n"
PAST = (
    "2025-10-02 17:00,60,Europe/Zurich,Ines Carvalho,EPFL,A start,,CM 1 4,,\n"
    '2025-10-09 17:00,60,Europe/Zurich,"Peter Halloran, Yu Chen",MIT,Kernels,,,,\n'
    "2025-10-16 17:00,-60,Europe/Zurich,Nobody,,Backwards,,,,\n"
)
COMING = "2027-01-15 10:00,60,Europe/Zurich,Ada Okoye,,A Friday talk,,,,\n"


async def bring_in(
    store: Store, body: str, *, write: bool = True, slug: str = "archive"
) -> Imported:
    importing = ScheduleImport(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )
    return await importing.run(
        read_schedule(HEAD + body),
        collaboration="physics",
        series_slug=slug,
        write=write,
        now=NOW,
    )


async def made_here(world: World) -> Planning:
    """Make a series of two slots on Thursdays in Discord, as it were."""
    planning = Planning(
        world.store, Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    )
    described = SeriesDescription(
        title="Archive", when="Thursdays 17:00", zone="epfl", minutes=90, slots=2
    )
    await planning.create(world.organizer, described, now=NOW)
    return planning


async def bring_in_here(world: World, body: str) -> Imported:
    return await ScheduleImport(
        world.store, Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    ).run(
        read_schedule(HEAD + body),
        collaboration=world.organizer.collaboration.slug,
        series_slug="archive",
        write=True,
        now=NOW,
    )


async def public(store: Store) -> Viewer:
    async with store.read() as connection:
        found = await collaborations.by_slug(connection, "physics")
    assert found is not None
    return Viewer(collaboration=found, standing=Standing.PUBLIC)


async def stored_series(store: Store) -> Series:
    viewer = await public(store)
    async with store.read() as connection:
        found = await series.by_slug(connection, viewer.collaboration.id, "archive")
    assert found is not None
    return found


async def archive(store: Store) -> list[Booking]:
    found = await stored_series(store)
    async with store.read() as connection:
        return await talks.bookings(connection, talks.in_series(found.id))


async def titles(store: Store, when: When = When.PAST) -> list[str]:
    speaking = Speaking(store, Publisher(store, "http://meridian.test", standing=KINDS.standing))
    page = await speaking.listing(await public(store), when=when, now=NOW)
    return [booking.talk.heading for booking in page.bookings if booking.talk]


async def test_an_empty_database_gets_collaboration_series_and_talks(store: Store) -> None:
    done = await bring_in(store, PAST)

    assert (len(done.made), len(done.refused)) == (2, 1)
    assert (done.new_collaboration, done.new_series) == (True, True)
    assert await titles(store) == ["Kernels", "A start"]


async def test_a_dry_run_saves_nothing(store: Store) -> None:
    done = await bring_in(store, PAST, write=False)

    assert len(done.made) == 2
    async with store.read() as connection:
        assert await collaborations.every(connection) == []


async def test_a_second_run_changes_nothing(store: Store) -> None:
    await bring_in(store, PAST)
    async with store.read() as connection:
        before = await collaborations.revisions(connection)

    again = await bring_in(store, PAST)

    assert (len(again.made), len(again.present)) == (0, 2)
    async with store.read() as connection:
        assert await collaborations.revisions(connection) == before


async def test_speakers_rooms_and_sites_are_kept(store: Store) -> None:
    await bring_in(store, PAST)

    booked = await archive(store)
    assert booked[0].series.room == "CM 1 4"
    assert [s.name for b in booked if b.talk for s in b.talk.speakers] == [
        "Ines Carvalho",
        "Peter Halloran",
        "Yu Chen",
    ]
    assert booked[0].talk is not None
    assert booked[0].talk.speakers[0].site_id is not None


async def test_talks_of_one_date_are_slots_of_one_meeting(store: Store) -> None:
    body = (
        "2025-10-02 17:00,60,Europe/Zurich,One,,First,,,,\n"
        "2025-10-02 18:00,60,Europe/Zurich,Two,,Second,,,,\n"
        "2025-10-02 20:00,60,Europe/Zurich,Three,,Later that day,,,,\n"
    )

    done = await bring_in(store, body)
    again = await bring_in(store, body)

    assert [talk.title for talk in done.made] == ["First", "Second"]
    assert [(row.line, row.reason[:37]) for row in done.refused] == [
        (4, "The series already has a meeting on t")
    ]
    assert [f"{b.start:%H:%M} {b.talk.title}" for b in await archive(store) if b.talk] == [
        "15:00 First",
        "16:00 Second",
    ]
    assert (again.made, len(again.present), again.refused) == ((), 2, done.refused)


async def test_a_talk_that_was_retitled_here_is_not_made_again(store: Store) -> None:
    await bring_in(store, PAST)
    (first, _) = await archive(store)
    assert first.talk is not None
    async with store.write() as connection:
        await talks.update_talk(connection, first.talk.id, title="A better title")

    again = await bring_in(store, PAST)

    assert (again.made, len(again.present)) == ((), 2)


async def test_a_meeting_that_was_moved_here_keeps_its_talk(store: Store) -> None:
    await bring_in(store, COMING)
    organizer = replace(await public(store), standing=Standing.ORGANIZER)
    (booking,) = await archive(store)
    scheduling = Scheduling(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )
    await scheduling.move(
        organizer, booking.meeting.id, when="2027-01-14 15:00", reason="strike", now=NOW
    )

    again = await bring_in(store, COMING)

    assert (again.made, len(again.present), again.refused) == ((), 1, ())


async def test_a_meeting_that_was_called_off_takes_no_talk_in(store: Store) -> None:
    await bring_in(store, COMING)
    organizer = replace(await public(store), standing=Standing.ORGANIZER)
    (booking,) = await archive(store)
    scheduling = Scheduling(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )
    await scheduling.cancel(organizer, booking.meeting.id, reason="strike", now=NOW)
    other = "2027-01-15 10:00,60,Europe/Zurich,Somebody Else,,Another talk,,,,\n"

    again = await bring_in(store, COMING + other)

    assert ([t.line for t in again.present], [row.line for row in again.refused]) == ([2], [3])
    assert "does not take place (cancelled)" in again.refused[0].reason


async def test_talks_take_the_free_slots_of_a_series_that_is_there(world: World) -> None:
    await made_here(world)

    done = await bring_in_here(
        world,
        "2026-12-03 17:45,45,Europe/Zurich,One,,At the second slot,,,,\n"
        "2026-12-03 17:00,45,Europe/Zurich,Two,,At the first slot,,,,\n"
        "2026-12-03 17:00,45,Europe/Zurich,Three,,One too many,,,,\n",
    )

    assert [talk.line for talk in done.made] == [2, 3]
    assert [(row.line, row.reason[:30]) for row in done.refused] == [
        (4, "The slots of the meeting at th")
    ]
    assert (done.new_collaboration, done.new_series, done.ended) == (False, False, False)
    async with world.store.read() as connection:
        booked = await talks.bookings(connection, talks.is_filled())
    assert [booking.talk.title for booking in booked if booking.talk] == [
        "At the first slot",
        "At the second slot",
    ]


async def test_a_date_that_is_skipped_takes_no_talk_in(world: World) -> None:
    await made_here(world)
    scheduling = Scheduling(
        world.store, Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    )
    await scheduling.skip(world.organizer, "archive", date(2026, 12, 3), reason="feast", now=NOW)

    done = await bring_in_here(world, "2026-12-03 17:00,45,Europe/Zurich,One,,First,,,,\n")

    assert done.made == ()
    assert "does not take place (skipped)" in done.refused[0].reason


async def test_a_series_that_was_ended_here_makes_no_meetings_again(world: World) -> None:
    planning = await made_here(world)
    await planning.edit(world.organizer, "archive", SeriesDescription(ended=True), now=NOW)

    done = await bring_in_here(world, "2026-12-05 11:00,45,Europe/Zurich,One,,First,,,,\n")

    assert done.goes_on_again
    assert await planning.extend_horizon(now=NOW + timedelta(days=30)) == 0


@pytest.mark.parametrize(
    ("affiliation", "slug"),
    [
        ("epfl", "epfl"),
        ("Computer Science, Stanford University", "stanford"),
        ("Lausanne", "epfl"),
        ("University of Chicago, Chicago", None),
        ("MIT/Harvard", None),
        ("", None),
    ],
)
async def test_an_affiliation_is_a_site_where_it_obviously_is(
    store: Store, affiliation: str, slug: str | None
) -> None:
    await bring_in(store, f'2025-10-02 17:00,60,UTC,One,"{affiliation}",First,,,,\n')

    (booking,) = await archive(store)
    async with store.read() as connection:
        known = await sites.of(connection, booking.meeting.collaboration_id)
    assert booking.talk is not None
    (speaker,) = booking.talk.speakers
    found = next((site.slug for site in known if site.id == speaker.site_id), None)
    assert (speaker.affiliation, found) == (affiliation, slug)


async def test_a_file_without_a_good_row_makes_nothing(store: Store) -> None:
    done = await bring_in(store, "soon,60,UTC,One,,First,,,,\n")

    assert [row.line for row in done.refused] == [2]
    async with store.read() as connection:
        assert await collaborations.every(connection) == []


async def test_no_meeting_is_made_that_the_file_does_not_hold(store: Store) -> None:
    await bring_in(store, PAST + COMING)
    planning = Planning(store, Publisher(store, "http://meridian.test", standing=KINDS.standing))

    made = await planning.extend_horizon(now=NOW + timedelta(days=30))

    assert made == 0
    assert await titles(store, When.COMING) == ["A Friday talk"]


async def test_a_series_whose_talks_are_past_has_ended(store: Store) -> None:
    done = await bring_in(store, PAST)

    assert done.ended
    assert (await stored_series(store)).ended_at == NOW


async def test_a_series_that_had_ended_goes_on_with_talks_to_come(store: Store) -> None:
    await bring_in(store, PAST)

    done = await bring_in(store, COMING)
    again = await bring_in(store, COMING)

    assert (len(done.made), done.new_series, done.goes_on_again) == (1, False, True)
    assert (await stored_series(store)).ended_at is None
    assert (len(again.made), again.goes_on_again) == (0, False)


@pytest.mark.parametrize("before", ["", PAST], ids=["new", "ended before"])
async def test_an_edit_keeps_what_the_file_lets_come_and_makes_no_more(
    store: Store, before: str
) -> None:
    if before:
        await bring_in(store, before)
    later = COMING.replace("01-15", "02-05").replace("Friday", "second")
    done = await bring_in(store, COMING + later)
    organizer = replace(await public(store), standing=Standing.ORGANIZER)
    planning = Planning(store, Publisher(store, "http://meridian.test", standing=KINDS.standing))

    join_link = SeriesDescription(join_link="https://meet.example.org/archive")
    await planning.edit(organizer, "archive", join_link, now=NOW)

    coming = [b for b in await archive(store) if b.meeting.start > NOW]
    assert [b.talk.title for b in coming if b.talk] == ["A Friday talk", "A second talk"]
    assert {booking.meeting.status for booking in coming} == {MeetingStatus.SCHEDULED}
    assert (done.new_series, done.goes_on_again) == (not before, bool(before))


async def test_nobody_is_told_that_an_imported_meeting_was_moved(store: Store) -> None:
    await bring_in(store, COMING)

    (booking,) = await archive(store)
    async with store.read() as connection:
        kept = await entries.of_meetings(connection, [booking.meeting.id])
    assert not booking.meeting.was_moved
    assert [b"Moved" in entry.body for entry in kept.values()] == [False, False]


async def test_a_discord_server_takes_the_collaboration_over(store: Store) -> None:
    done = await bring_in(store, PAST)

    publisher = Publisher(store, "http://meridian.test", standing=KINDS.standing)
    founded = await Founding(store, publisher).set_up(
        visitor("Ada", may_manage_server=True), claim=done.claim_code, now=NOW
    )

    assert founded.collaboration.guild_id == 1
    assert await titles(store) == ["Kernels", "A start"]


async def test_many_rows_are_counted_as_they_go(store: Store) -> None:
    rows = [
        f"{1990 + day // 300}-{1 + day % 300 // 25:02}-{1 + day % 25:02} 17:00,60,UTC,S,,T{day},,,,"
        for day in range(600)
    ]
    seen: list[int] = []
    importing = ScheduleImport(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )

    await importing.run(
        read_schedule(HEAD + "\n".join(rows)),
        collaboration="physics",
        series_slug="archive",
        write=False,
        progress=lambda done, _of: seen.append(done),
        now=NOW,
    )

    assert seen == [200, 400, 600]
