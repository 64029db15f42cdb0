"""A change: what it read is read once, and it is told only to those whom it concerns."""

import pytest
from sqlalchemy import delete

from bot.people.store import members
from bot.servers.store import collaborations
from bot.sites.store import sites
from bot.sites.store.tables import sites as sites_table
from bot.storage.change import Change
from bot.storage.database import Store
from tests.storage.queries import queries
from tests.worlds import World


async def test_what_was_read_in_a_change_is_not_asked_again(store: Store, world: World) -> None:
    organizer = world.organizer.require_member()
    async with store.change(world.organizer.collaboration.id) as change:
        first = await members.by_id(change, organizer.id)
        with queries() as sent:
            again = await members.by_id(change, organizer.id)
            other = await members.by_id(change, organizer.id + 1)

    assert first == again == organizer
    assert other is None
    assert len(sent) == 1


async def test_what_was_written_since_is_read_again(store: Store, world: World) -> None:
    organizer = world.organizer.require_member()
    async with store.change(world.organizer.collaboration.id) as change:
        await members.by_id(change, organizer.id)
        await members.update(change, organizer.id, public_name="Countess")
        renamed = await members.by_id(change, organizer.id)

    assert renamed is not None
    assert renamed.public_name == "Countess"


async def test_rows_that_went_with_others_are_not_remembered(store: Store, world: World) -> None:
    collaboration = world.organizer.collaboration
    async with store.change(collaboration.id) as change:
        before = await collaborations.by_id(change, collaboration.id)
        await change.execute(delete(sites_table))
        after = await collaborations.by_id(change, collaboration.id)

    assert before is not None
    assert after is not None
    assert before.anchor_site_id is not None
    assert after.anchor_site_id is None


async def test_a_collaborations_sites_are_in_memory_from_change_to_change(
    store: Store, world: World
) -> None:
    here = world.organizer.collaboration.id
    async with store.change(here) as change:
        first = await sites.of(change, here)
    async with store.change(here) as change:
        await collaborations.raise_revision(change, here)
        with queries() as sent:
            again = await sites.of(change, here)

    assert again == first
    assert sent == []


async def test_a_changed_site_is_known_to_the_next_change(store: Store, world: World) -> None:
    here = world.organizer.collaboration.id
    async with store.change(here) as change:
        known = await sites.of(change, here)
        await sites.update(change, known[0].id, city="Berlin")
    async with store.change(here) as change:
        in_own = await sites.of(change, here)
    async with store.write() as change:
        await sites.update(change, known[0].id, city="Bonn")
    async with store.change(here) as change:
        in_any = await sites.of(change, here)

    assert (in_own[0].city, in_any[0].city) == ("Berlin", "Bonn")


async def test_what_was_undone_is_not_remembered(store: Store, world: World) -> None:
    here = world.organizer.collaboration.id
    with pytest.raises(ZeroDivisionError):
        async with store.change(here) as change:
            known = await sites.of(change, here)
            await sites.update(change, known[0].id, city="Berlin")
            await sites.of(change, here)
            _ = 1 / 0
    async with store.change(here) as change:
        after = await sites.of(change, here)

    assert after == known


async def test_a_change_leaves_what_others_have_in_memory(store: Store, world: World) -> None:
    here = world.organizer.collaboration.id
    elsewhere = (await World.found(store, guild_id=2, slug="optics")).organizer.collaboration.id
    async with store.change(here) as change:
        await sites.of(change, here)
    async with store.change(elsewhere) as change:
        there = await sites.of(change, elsewhere)
        await sites.update(change, there[0].id, city="Berlin")
    async with store.change(here) as change:
        with queries() as sent:
            await sites.of(change, here)

    assert sent == []


async def test_listeners_are_told_whom_a_change_concerns(store: Store, world: World) -> None:
    here = world.organizer.collaboration.id
    told: list[tuple[int | None, set[str], dict[int, int]]] = []

    async def listen(change: Change) -> None:
        told.append(
            (change.collaboration_id, {t.name for t in change.written}, dict(change.revisions))
        )

    store.after_commit(listen)
    async with store.change(here) as change:
        before = await collaborations.revision(change, here)
        await members.update(change, world.organizer.require_member().id, public_name="Ada")
        await collaborations.raise_revision(change, here)
    async with store.write() as change:
        await sites.update(change, 1, city="Berlin")

    assert told == [(here, {"members"}, {here: before + 1}), (None, {"sites"}, {})]


async def test_what_was_made_of_unchanged_rows_is_not_made_again(
    store: Store, world: World
) -> None:
    here = world.organizer.collaboration.id
    async with store.change(here) as change:
        first = await members.of(change, here)
    async with store.change(here) as change:
        again = await members.of(change, here)
        await members.update(change, first[0].id, public_name="Countess")
        renamed = await members.of(change, here)

    assert all(one is other for one, other in zip(first, again, strict=True))
    assert renamed[0].public_name == "Countess"
