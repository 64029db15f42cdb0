"""A made-up release of the time-zone database, in which the law of one zone has changed."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.meetings.model.meetings import Meeting
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.time_zone_release import rederive
from bot.meetings.store import meetings
from bot.meetings.store import zone_offsets as timelines
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Delivery, Kind
from bot.programme.model.calendar_entries import Entry, FeedAudience
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.settings import Settings
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.made_once import MadeOnce, Workshop
from tests.times.time_zone_laws import abolish_summer_time
from tests.worlds import NOW, World

RELEASE = "2027x"
WINTER, SUMMER = (datetime(2027, month, 15, tzinfo=NOW.tzinfo) for month in (2, 7))


class Seminar:
    """A weekly seminar, Thursdays 17:00 in Lausanne, derived under the release of today."""

    def __init__(self, store: Store, publisher: Publisher, world: World) -> None:
        self.store, self.publisher, self.world = store, publisher, world

    async def coming(self) -> list[Meeting]:
        async with self.store.read() as connection:
            return await meetings.of_series(connection, 1)

    async def public_entries(self) -> dict[int, Entry]:
        ids = [meeting.id for meeting in await self.coming()]
        async with self.store.read() as connection:
            found = await entries.of_meetings(connection, ids)
        return {key[0]: entry for key, entry in found.items() if key[1] is FeedAudience.PUBLIC}

    async def told(self) -> list[Delivery]:
        async with self.store.read() as connection:
            return await deliveries.of_kind(connection, 1, [Kind.ZONES])


@pytest.fixture(scope="session")
def made_world(made_world: MadeOnce[World], workshop: Workshop) -> MadeOnce[World]:
    """A collaboration with a weekly seminar, as after the last start."""
    return workshop.in_the_world(made_world, hold_a_seminar)


async def hold_a_seminar(world: World) -> None:
    publisher = Publisher(world.store, Settings().public_url, standing=KINDS.standing)
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00", zone="epfl")
    await SeriesService(world.store, publisher).create(world.organizer, described, now=NOW)
    await rederive(world.store, publisher, now=NOW)


@pytest.fixture
def seminar(world: World) -> Seminar:
    publisher = Publisher(world.store, Settings().public_url, standing=KINDS.standing)
    return Seminar(world.store, publisher, world)


async def test_nothing_happens_under_the_same_release(seminar: Seminar) -> None:
    before = await seminar.public_entries()

    found = await rederive(seminar.store, seminar.publisher, now=NOW)

    assert found == []
    assert await seminar.public_entries() == before
    assert await seminar.told() == []


async def test_a_release_that_changes_nothing_here_is_only_recorded(seminar: Seminar) -> None:
    found = await rederive(seminar.store, seminar.publisher, now=NOW, release=RELEASE)

    assert found == []
    assert {meeting.tz_release for meeting in await seminar.coming()} == {RELEASE}
    async with seminar.store.read() as connection:
        kept = await timelines.every(connection)
    assert {timeline.release for timeline in kept.values()} == {RELEASE}


async def test_where_the_anchor_gives_up_summer_time_its_hour_stays_and_the_instant_moves(
    seminar: Seminar, laws: Path
) -> None:
    """F20."""
    before, shown = await seminar.coming(), await seminar.public_entries()

    abolish_summer_time(laws, "Europe/Zurich", hours=1, name="CET")
    await rederive(seminar.store, seminar.publisher, now=NOW, release=RELEASE)

    now_shown = await seminar.public_entries()
    for was, now in zip(before, await seminar.coming(), strict=True):
        in_summer = was.start.hour == 15  # 17:00 in Zurich
        moved = timedelta(hours=1) if in_summer else timedelta()
        assert (now.wall, now.start - was.start) == (was.wall, moved)
        raised = now_shown[now.id].sequence - shown[now.id].sequence
        assert raised == (1 if in_summer else 0)


async def test_where_another_site_gives_up_summer_time_the_instant_stays_and_calendars_say_so(
    seminar: Seminar, laws: Path
) -> None:
    before, shown = await seminar.coming(), await seminar.public_entries()

    abolish_summer_time(laws, "America/Chicago", hours=-6, name="CST")
    found = await rederive(seminar.store, seminar.publisher, now=NOW, release=RELEASE)

    assert [m.start for m in await seminar.coming()] == [m.start for m in before]
    in_summer = {one.meeting.id for one in found}
    now_shown = await seminar.public_entries()
    raised = {i for i in shown if now_shown[i].sequence > shown[i].sequence}
    assert raised == in_summer
    assert len(in_summer) > 30
    assert b"09:00 Chicago" in now_shown[max(in_summer)].body.replace(b"\r\n ", b"")


async def test_organizers_get_one_message_that_lists_the_meetings(
    seminar: Seminar, laws: Path
) -> None:
    abolish_summer_time(laws, "America/Chicago", hours=-6, name="CST")

    found = await rederive(seminar.store, seminar.publisher, now=NOW, release=RELEASE)
    again = await rederive(seminar.store, seminar.publisher, now=NOW, release=RELEASE)

    assert again == []
    (told,) = await seminar.told()
    assert told.payload["count"] == len(found)
    assert sum(group["count"] for group in told.payload["moved"]) == len(found)


async def test_a_meeting_moved_by_hand_keeps_the_wall_time_it_was_given(
    seminar: Seminar, laws: Path
) -> None:
    scheduling = MeetingService(seminar.store, seminar.publisher)
    summer = next(m for m in await seminar.coming() if m.start > SUMMER)
    day = f"{summer.wall:%Y-%m-%d}"
    await scheduling.move(
        seminar.world.organizer,
        summer.id,
        when=f"{day} 11:00 Chicago",
        reason="room",
        now=NOW,
    )

    abolish_summer_time(laws, "America/Chicago", hours=-6, name="CST")
    await rederive(seminar.store, seminar.publisher, now=NOW, release=RELEASE)

    moved = next(m for m in await seminar.coming() if m.id == summer.id)
    assert f"{moved.wall:%H:%M} {moved.zone}" == "11:00 America/Chicago"
    assert f"{moved.start.astimezone(NOW.tzinfo):%H:%M}" == "17:00"


async def test_a_meeting_that_has_begun_stays_as_it_was(seminar: Seminar, laws: Path) -> None:
    before = await seminar.coming()
    later = before[-1].start

    abolish_summer_time(laws, "Europe/Zurich", hours=1, name="CET")
    found = await rederive(seminar.store, seminar.publisher, now=later, release=RELEASE)

    assert found == []
    assert [m.start for m in await seminar.coming()] == [m.start for m in before]
