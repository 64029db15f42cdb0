"""Servers that remove Meridian: rest, return, deletion, and what must not put anybody to rest."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.core.refusals import Refusal
from bot.feeds.service import SubscriptionService
from bot.meetings.service.time_zone_release import rederive
from bot.meetings.store import meetings
from bot.outbox import dispatch, receipts
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, State
from bot.outbox.outcomes import Again, Parked
from bot.outbox.results import DeliveryResults, Ended
from bot.programme.service.publication import Publisher
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.servers.service.departures import DepartureService
from bot.servers.service.recipients import StoredRecipients
from bot.servers.store import collaborations, tombstones
from bot.storage.database import Store
from bot.storage.metadata import metadata
from bot.subjects import KINDS
from bot.waitlist import store as market
from bot.waitlist.service.offers import offer_on
from tests.worlds import NOW, World, speak

BOT = 77
DAY = timedelta(days=1)


@pytest.fixture
def departing(store: Store) -> DepartureService:
    return DepartureService(store, standing=KINDS.standing)


async def seminar(world: World, publisher: Publisher, title: str = "Seminar") -> None:
    """Give a collaboration a weekly seminar that is announced, and a message of an organizer."""
    collaboration_id = world.organizer.collaboration.id
    async with world.store.write() as connection:
        await collaborations.update(connection, collaboration_id, announcement_channel_id=5)
    description = SeriesDescription(title=title, when="Thursdays 17:00", minutes=60, slots=1)
    planning = SeriesService(world.store, publisher)
    await planning.create(await world.viewer("Ada", role_ids=(10, 20)), description, now=NOW)
    async with world.store.write() as connection:
        await deliveries.insert_many(connection, collaboration_id, [composed("a word", days=10)])
        await publisher.planner.plan_within(connection, collaboration_id, now=NOW)


def composed(name: str, *, days: int) -> Due:
    due = NOW + days * DAY
    return Due(
        kind=Kind.COMPOSED,
        what=f"composed:{name}",
        target="channel:5",
        due=due,
        pointless_after=due + DAY,
    )


async def states(store: Store, collaboration_id: int = 1) -> dict[State, int]:
    async with store.read() as connection:
        counted = await receipts.counts(connection, collaboration_id)
    return {state: count for state, count in counted.items() if count}


async def everything(store: Store) -> dict[str, int]:
    """Return how many rows there are in each table but that of time zones."""
    async with store.read() as connection:
        return {
            table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
            if table.name != "timelines"
        }


async def left(departing: DepartureService, *guild_ids: int, days: int = 0) -> list[bool]:
    return [
        await departing.leave(guild_id, application_id=BOT, now=NOW + days * DAY)
        for guild_id in guild_ids
    ]


async def test_what_waits_is_withdrawn_and_nothing_is_planned_any_more(
    store: Store, world: World, publisher: Publisher, departing: DepartureService
) -> None:
    await seminar(world, publisher)
    before = await states(store)
    assert before[State.WAITING] > 1

    assert await left(departing, 1) == [True]
    later = NOW + 40 * DAY
    rows = await everything(store)
    await publisher.planner.plan_ahead(store, now=later)
    await SeriesService(store, publisher).extend_horizon(now=later)
    await rederive(store, publisher, now=later, release="2099z")
    async with store.write() as connection:
        await publisher.publish_collaboration(connection, 1, now=later)
    await offer_on(store, now=later)

    assert await states(store) == {State.WITHDRAWN: before[State.WAITING]}
    assert await everything(store) == rows


@pytest.mark.parametrize("outcome", [Again(why="no answer"), Parked(why="refused")])
async def test_what_was_on_its_way_as_the_server_left_waits_for_no_other_try(
    store: Store, world: World, departing: DepartureService, outcome: Again | Parked
) -> None:
    async with store.write() as connection:
        await deliveries.insert_many(connection, 1, [composed("a word", days=0)])
        claimed = await dispatch.claim(connection, now=NOW, lease=DAY, most=1)
    await left(departing, world.guild_id)

    ended = Ended(delivery=claimed[0], outcome=outcome, rendered=None, at=NOW)
    await DeliveryResults(store, KINDS, StoredRecipients()).store(ended)
    assert await states(store) == {State.WITHDRAWN: 1}

    await departing.come_back(world.guild_id, now=NOW)
    async with store.read() as connection:
        said = await deliveries.by_id(connection, claimed[0].id)
    assert said is not None
    assert said.state is State.WAITING


async def test_slots_are_offered_to_nobody_and_swaps_do_not_lapse(
    store: Store, world: World, publisher: Publisher, departing: DepartureService
) -> None:
    await seminar(world, publisher)
    ben = (await world.viewer("Ben")).require_member()
    async with store.write() as connection:
        await market.stand_by(connection, series_id=1, member_id=ben.id, now=NOW)
    await left(departing, 1)

    await offer_on(store, now=NOW)

    async with store.read() as connection:
        assert await market.open_offers(connection, 1) == []
    await departing.come_back(1, now=NOW)
    await offer_on(store, now=NOW)
    async with store.read() as connection:
        assert len(await market.open_offers(connection, 1)) == 1


async def test_back_in_time_everything_waits_as_before_but_what_is_pointless_by_then(
    store: Store, world: World, publisher: Publisher, departing: DepartureService
) -> None:
    await seminar(world, publisher)
    async with store.write() as connection:
        await deliveries.insert_many(connection, 1, [composed("soon", days=1)])
        await deliveries.insert_many(connection, 1, [composed("given up", days=10)])
        given_up = await deliveries.by_key(connection, 1, composed("given up", days=10))
        assert given_up is not None
        await deliveries.withdraw(connection, [given_up.id], why="an organizer took it back")
    await left(departing, 1)

    assert await departing.come_back(1, now=NOW + 5 * DAY)

    async with store.read() as connection:
        said = await deliveries.of_kind(connection, 1, [Kind.COMPOSED])
        derived = await deliveries.of_kind(
            connection, 1, [Kind.DIGEST, Kind.ORGANIZER_NUDGE, Kind.SOON], states=[State.WAITING]
        )
        found = await collaborations.by_id(connection, 1)
    assert {one.what.removeprefix("composed:"): one.state for one in said} == {
        "a word": State.WAITING,
        "soon": State.WITHDRAWN,
        "given up": State.WITHDRAWN,
    }
    assert derived
    assert found is not None
    assert found.left_at is None
    assert not await departing.come_back(1, now=NOW + 5 * DAY)


async def test_what_is_deleted_is_all_of_one_collaboration_and_nothing_of_others(
    store: Store, world: World, publisher: Publisher, departing: DepartureService
) -> None:
    await seminar(world, publisher)
    before = await everything(store)
    other = await World.found(store, guild_id=2, slug="optics")
    await seminar(other, publisher)
    async with store.read() as connection:
        last = await meetings.last_id(connection)
    await speak(store, last, name="Grace")
    ben = await other.viewer("Ben")
    token = await SubscriptionService(store).subscribe(ben, label="phone", now=NOW)
    await left(departing, 2)

    assert await departing.delete_old(now=NOW + 90 * DAY - timedelta(seconds=1)) == 0
    assert await departing.delete_old(now=NOW + 90 * DAY) == 1

    assert await everything(store) == {**before, "tombstones": 2}
    async with store.read() as connection:
        assert await tombstones.exists(connection, "optics")
        assert await tombstones.exists(connection, token)
        assert not await tombstones.exists(connection, "deep-learning-theory")
        assert await meetings.last_id(connection) == last


async def test_no_meeting_gets_the_id_of_a_deleted_one_and_no_group_its_short_name(
    store: Store, world: World, publisher: Publisher, departing: DepartureService
) -> None:
    other = await World.found(store, guild_id=2, slug="optics")
    await seminar(other, publisher)
    async with store.read() as connection:
        last = await meetings.last_id(connection)
    await left(departing, 2)
    await departing.delete_old(now=NOW + 90 * DAY)

    await seminar(world, publisher)

    async with store.read() as connection:
        made = await meetings.of_series(connection, (await series.of(connection, 1))[0].id)
    assert min(meeting.id for meeting in made) > last
    with pytest.raises(Refusal, match="Choose another one"):
        await World.found(store, guild_id=3, slug="optics")


def test_every_table_belongs_to_collaborations_or_is_known_not_to() -> None:
    others = {t.name for t in metadata.sorted_tables if tombstones.belonging(t, 1) is None}

    assert others == {"instance", "timelines", "tombstones"}


async def test_who_came_back_in_time_is_not_deleted(
    store: Store, world: World, departing: DepartureService
) -> None:
    await left(departing, 1)
    await departing.come_back(1, now=NOW + 89 * DAY)

    assert await departing.delete_old(now=NOW + 91 * DAY) == 0
    async with store.read() as connection:
        assert await collaborations.by_guild(connection, world.guild_id) is not None


async def test_another_bot_puts_nobody_to_rest_until_it_is_given_the_database(
    world: World, departing: DepartureService
) -> None:
    assert await departing.connect(1)

    assert await left(departing, world.guild_id) == [False]
    assert "adopt" in departing.concern


async def test_where_most_servers_vanish_within_an_hour_all_keep_everything(
    store: Store, world: World, publisher: Publisher, departing: DepartureService
) -> None:
    await seminar(world, publisher)
    for guild_id in range(2, 6):
        await World.found(store, guild_id=guild_id, slug=f"group-{guild_id}")
    waiting = await states(store)

    assert await left(departing, 1, 2, 3, 4) == [True, True, False, False]

    async with store.read() as connection:
        assert await collaborations.at_rest(connection) == []
    assert await states(store) == waiting
    assert "Most servers" in departing.concern


async def test_servers_that_leave_on_different_days_are_put_to_rest_each(
    store: Store, world: World, departing: DepartureService
) -> None:
    for guild_id in (2, 3):
        await World.found(store, guild_id=guild_id, slug=f"group-{guild_id}")

    done = [await left(departing, guild_id, days=guild_id) for guild_id in (world.guild_id, 2, 3)]

    assert done == [[True], [True], [True]]


async def test_a_server_without_a_collaboration_changes_nothing(
    world: World, departing: DepartureService
) -> None:
    assert await left(departing, world.guild_id + 1) == [False]
