"""Importing a schedule: made once, whole, and never twice."""

from datetime import timedelta

from bot.domain.meetings import MeetingStatus
from bot.domain.schedules import read_schedule
from bot.domain.viewers import Standing, Viewer
from bot.services.founding import Founding
from bot.services.importing import Imported, Importing
from bot.services.planning import Planning
from bot.services.publishing import Publisher
from bot.services.speaking import Speaking, When
from bot.store import collaborations, series, talks
from bot.store.database import Store
from tests.worlds import NOW, visitor

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
    importing = Importing(store, Publisher(store, "http://meridian.test"))
    return await importing.run(
        read_schedule(HEAD + body),
        collaboration="physics",
        series_slug=slug,
        write=write,
        now=NOW,
    )


async def public(store: Store) -> Viewer:
    async with store.read() as connection:
        found = await collaborations.by_slug(connection, "physics")
    assert found is not None
    return Viewer(collaboration=found, standing=Standing.PUBLIC)


async def titles(store: Store, when: When = When.PAST) -> list[str]:
    speaking = Speaking(store, Publisher(store, "http://meridian.test"))
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

    async with store.read() as connection:
        found = await series.by_slug(connection, (await public(store)).collaboration.id, "archive")
        assert found is not None
        booked = await talks.bookings(connection, talks.in_series(found.id))

    assert booked[0].series.room == "CM 1 4"
    assert [s.name for b in booked if b.talk for s in b.talk.speakers] == [
        "Ines Carvalho",
        "Peter Halloran",
        "Yu Chen",
    ]
    assert booked[0].talk is not None
    assert booked[0].talk.speakers[0].site_id is not None


async def test_two_talks_at_one_hour_share_a_meeting(store: Store) -> None:
    body = (
        "2025-10-02 17:00,60,Europe/Zurich,One,,First,,,,\n"
        "2025-10-02 17:00,60,Europe/Zurich,Two,,Second,,,,\n"
        "2025-10-02 19:00,60,Europe/Zurich,Three,,Later that day,,,,\n"
    )

    done = await bring_in(store, body)

    assert [talk.title for talk in done.made] == ["First", "Second"]
    assert [(row.line, row.reason[:33]) for row in done.refused] == [
        (4, "The series has a meeting on that ")
    ]
    assert await titles(store) == ["First", "Second"]


async def test_no_meeting_is_made_that_the_file_does_not_hold(store: Store) -> None:
    await bring_in(store, PAST + COMING)
    planning = Planning(store, Publisher(store, "http://meridian.test"))

    made = await planning.extend_horizon(now=NOW + timedelta(days=30))

    assert made == 0
    assert await titles(store, When.COMING) == ["A Friday talk"]


async def test_a_series_that_goes_on_takes_more_talks_in(store: Store) -> None:
    await bring_in(store, PAST)

    done = await bring_in(store, COMING)

    assert (len(done.made), done.new_series) == (1, False)
    async with store.read() as connection:
        booked = await talks.bookings(connection)
    assert {booking.meeting.status for booking in booked} == {MeetingStatus.SCHEDULED}


async def test_a_discord_server_takes_the_collaboration_over(store: Store) -> None:
    await bring_in(store, PAST)

    founded = await Founding(store, Publisher(store, "http://meridian.test")).set_up(
        visitor("Ada", may_manage_server=True), name="Physics", slug="physics", now=NOW
    )

    assert founded.collaboration.guild_id == 1
    assert await titles(store) == ["Kernels", "A start"]


async def test_many_rows_are_counted_as_they_go(store: Store) -> None:
    rows = [
        f"{1990 + day // 300}-{1 + day % 300 // 25:02}-{1 + day % 25:02} 17:00,60,UTC,S,,T{day},,,,"
        for day in range(600)
    ]
    seen: list[int] = []
    importing = Importing(store, Publisher(store, "http://meridian.test"))

    await importing.run(
        read_schedule(HEAD + "\n".join(rows)),
        collaboration="physics",
        series_slug="archive",
        write=False,
        progress=lambda done, _of: seen.append(done),
        now=NOW,
    )

    assert seen == list(range(1, 601))
