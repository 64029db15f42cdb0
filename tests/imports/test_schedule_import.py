"""A schedule is imported completely or not at all, and only once."""

from dataclasses import replace

import pytest

from bot.imports.model.schedule import read_schedule
from bot.imports.service.schedule_import import ScheduleImport
from bot.meetings.service.changes import MeetingService
from bot.people.model.viewers import Standing
from bot.programme.service.publication import Publisher
from bot.servers.service.setup import ServerSettings, SetupService
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.store import talks
from tests.imports.archives import (
    COMING,
    HEAD,
    PAST,
    archive,
    bring_in,
    public,
    titles,
)
from tests.worlds import NOW, visitor


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
    assert booked[0].terms.room == "CM 1 4"
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
    scheduling = MeetingService(
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
    scheduling = MeetingService(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    )
    await scheduling.cancel(organizer, booking.meeting.id, reason="strike", now=NOW)
    other = "2027-01-15 10:00,60,Europe/Zurich,Somebody Else,,Another talk,,,,\n"

    again = await bring_in(store, COMING + other)

    assert ([t.line for t in again.present], [row.line for row in again.refused]) == ([2], [3])
    assert "does not take place (cancelled)" in again.refused[0].reason


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


async def test_a_discord_server_takes_the_collaboration_over(store: Store) -> None:
    done = await bring_in(store, PAST)

    founded = await SetupService(store).set_up(
        visitor("Ada", may_manage_server=True), ServerSettings(claim=done.claim_code), now=NOW
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
