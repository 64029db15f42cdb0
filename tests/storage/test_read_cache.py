"""What is read often is read once, until something changes."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.store import members
from bot.series.service.directory import series_of
from bot.servers.service.directory import sites_of
from bot.servers.store import collaborations
from bot.servers.store.collaborations import table
from bot.sites.store import sites
from bot.storage.database import Store
from tests.statements import counting as statements
from tests.worlds import NOW, World


class Counting:
    """Counts the collaborations, and how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    async def load(self, connection: AsyncConnection) -> int:
        self.times += 1
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def add(store: Store, slug: str) -> None:
    async with store.write() as connection:
        await collaborations.insert(connection, slug=slug, name=slug)


async def test_what_was_read_is_not_read_again_until_a_change(store: Store) -> None:
    counting = Counting()

    before = [await store.recall("count", counting.load) for _ in range(3)]
    await add(store, "theory")
    after = [await store.recall("count", counting.load) for _ in range(3)]

    assert (before, after, counting.times) == ([0, 0, 0], [1, 1, 1], 2)


async def test_a_change_that_is_undone_leaves_what_was_read(store: Store) -> None:
    counting = Counting()
    await store.recall("count", counting.load)

    with pytest.raises(ZeroDivisionError):
        async with store.write():
            _ = 1 / 0

    assert await store.recall("count", counting.load) == 0
    assert counting.times == 1


async def test_what_was_read_before_a_change_but_kept_after_it_is_never_shown(store: Store) -> None:
    reading, changed = asyncio.Event(), asyncio.Event()
    counting = Counting()

    async def slowly(connection: AsyncConnection) -> int:
        found = await counting.load(connection)
        reading.set()
        await changed.wait()
        return found

    slow = asyncio.create_task(store.recall("count", slowly))
    await reading.wait()
    await add(store, "theory")
    changed.set()

    assert await slow == 0
    assert await store.recall("count", counting.load) == 1


async def test_a_failure_to_read_is_not_kept(store: Store) -> None:
    async def fail(_connection: AsyncConnection) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.recall("count", fail)

    assert await store.recall("count", Counting().load) == 0


async def test_a_write_in_one_server_leaves_what_others_have_in_memory(
    store: Store, world: World
) -> None:
    there = await World.found(store, guild_id=2, slug="optics")
    here, elsewhere = world.organizer.collaboration.id, there.organizer.collaboration.id
    before = [await sites_of(store, one) for one in (here, elsewhere)]
    _, viewer = await world.viewer("Ben"), await world.viewer("Ben")
    await series_of(store, here)
    async with store.change(elsewhere) as change:
        await sites.update(change, before[1][0].id, city="Berlin")
        await members.update(change, there.organizer.require_member().id, public_name="Ada")

    with statements() as sent:
        again = await sites_of(store, here)
        await series_of(store, here)
        assert await world.viewer("Ben") == viewer
        assert sent.count == 0, str(sent)
        changed = await sites_of(store, elsewhere)

    assert again is before[0]
    assert changed[0].city == "Berlin"


async def test_a_change_of_several_servers_is_told_to_each(store: Store, world: World) -> None:
    here = world.organizer.collaboration.id
    known = await sites_of(store, here)
    async with store.write() as change:
        await sites.update(change, known[0].id, city="Berlin")

    assert (await sites_of(store, here))[0].city == "Berlin"


async def test_what_the_clock_makes_untrue_is_read_again(store: Store) -> None:
    counting, later = Counting(), NOW + timedelta(hours=1)

    for now in (NOW, later - timedelta(seconds=1), later, later):
        await store.recall("count", counting.load, now=now, valid_until=lambda _: later)

    assert counting.times == 3
