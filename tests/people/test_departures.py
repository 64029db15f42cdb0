"""What becomes of each row that names a member who left long ago."""

from datetime import timedelta

from sqlalchemy import func, select

from bot.people.model.members import Role
from bot.people.service import MembershipService
from bot.people.store import departures as leaving
from bot.people.store import members
from bot.people.store.departures import FATES, Fate
from bot.people.store.members import table as members_table
from bot.polls import store as polls
from bot.polls.store import invitations as invitations_table
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.series.store import table as series_table
from bot.storage.database import Store
from bot.storage.metadata import metadata
from bot.subjects import KINDS
from bot.talks.model.talks import Speaker, TalkStatus
from bot.talks.store import talks
from tests.worlds import NOW, World

YEAR = timedelta(days=365)


def test_the_fate_of_every_row_that_names_a_member_is_decided() -> None:
    naming = {
        str(key.parent)
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is members_table
    }

    assert naming == FATES.keys()


def test_a_row_that_holds_a_member_or_names_nobody_can() -> None:
    columns = {
        name: metadata.tables[name.partition(".")[0]].c[name.partition(".")[2]] for name in FATES
    }

    assert all(columns[name].nullable for name, fate in FATES.items() if fate is Fate.STAYS)


async def leave(store: Store, *member_ids: int) -> None:
    for member_id in member_ids:
        await MembershipService(store).leave(member_id, now=NOW)


async def test_a_member_goes_a_year_after_they_left_and_the_name_of_a_talk_stays(
    store: Store,
) -> None:
    world = await World.found(store)
    ben, _ = await world.viewer("Ben"), await world.viewer("Zoe")
    ben_id = ben.require_member().id
    series_id = await _series(world)
    async with store.write() as connection:
        talk_id = await talks.insert_talk(
            connection,
            spoken_by=[Speaker(name="Benjamin B.", member_id=ben_id)],
            collaboration_id=ben.collaboration.id,
            series_id=series_id,
            slot_id=None,
            title="Kernels",
            status=TalkStatus.PROPOSED,
            created_at=NOW,
        )
    await leave(store, ben_id)

    async with store.write() as connection:
        assert await leaving.remove_left(connection, NOW - YEAR / 365, 10) == 0
        assert await leaving.remove_left(connection, NOW, 10) == 1
        assert await leaving.remove_left(connection, NOW, 10) == 0

    async with store.read() as connection:
        assert await members.by_id(connection, ben_id) is None
        talk = await talks.by_id(connection, talk_id)
    assert talk is not None
    assert talk.speakers == (Speaker(name="Benjamin B."),)


async def test_who_put_a_poll_stays_without_a_name_and_the_votes_of_others_stay(
    store: Store,
) -> None:
    world = await World.found(store)
    ben, zoe = await world.viewer("Ben"), await world.viewer("Zoe")
    await MembershipService(store).describe_oneself(ben, site_slug="mit", role=Role.FACULTY)
    ben_id = ben.require_member().id
    async with store.write() as connection:
        poll_id = await polls.make(
            connection,
            collaboration_id=ben.collaboration.id,
            title="When?",
            minutes=60,
            channel_id=5,
            made_by=ben_id,
            deadline=NOW + timedelta(days=1),
            starts=[NOW + timedelta(days=2)],
            asked=[ben_id, zoe.require_member().id],
        )
    await leave(store, ben_id)

    async with store.write() as connection:
        assert await leaving.remove_left(connection, NOW, 10) == 1
        assert await leaving.remove_left(connection, NOW, 10) == 0

    async with store.read() as connection:
        found = await members.by_id(connection, ben_id)
        assert await polls.by_id(connection, poll_id) is not None
        asked = list(await connection.scalars(select(invitations_table.c.member_id)))
    assert found is not None
    assert (found.display_name, found.site_id, found.role) == (leaving.NAMELESS, None, None)
    assert found.discord_id < 0
    assert asked == [zoe.require_member().id]


async def test_the_number_of_the_newest_member_is_never_given_again(store: Store) -> None:
    world = await World.found(store)
    newest = (await world.viewer("Ben")).require_member()
    await leave(store, newest.id)

    async with store.write() as connection:
        await leaving.remove_left(connection, NOW, 10)
    back = (await world.viewer("Ben")).require_member()

    assert back.id > newest.id
    async with store.write() as connection:
        assert await leaving.remove_left(connection, NOW, 10) == 1
        count = await connection.scalar(select(func.count()).select_from(members_table))
    assert count == 2  # Ada and Ben, who came back


async def _series(world: World) -> int:
    publisher = Publisher(world.store, "http://meridian.test", standing=KINDS.standing)
    planning = SeriesService(world.store, publisher)
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00", zone="epfl")
    await planning.create(world.organizer, described, now=NOW)
    async with world.store.read() as connection:
        return int(await connection.scalar(select(series_table.c.id)) or 0)
