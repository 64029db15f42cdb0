"""The review of lines and swaps, one collaboration after the other."""

import logging

import pytest
from sqlalchemy import text

from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from bot.waitlist import store as market
from bot.waitlist.model import Offer
from bot.waitlist.service.offers import offer_on
from tests.worlds import NOW, World, speak

REFUSING = """
CREATE TRIGGER refuse_letters BEFORE INSERT ON deliveries WHEN NEW.collaboration_id = 1
BEGIN SELECT RAISE(ABORT, 'no letters for the first collaboration'); END
"""


async def waiting_world(world: World, publisher: Publisher) -> World:
    """Give a collaboration a free slot with somebody in line, and a swap that nobody answered."""
    collaboration_id = world.organizer.collaboration.id
    described = SeriesDescription(title="Seminar", when="Thursdays 17:00 3 times", zone="epfl")
    await SeriesService(world.store, publisher).create(world.organizer, described, now=NOW)
    member_id = (await world.viewer("Ben")).require_member().id
    async with world.store.read() as connection:
        free = await stored_bookings.where(
            connection, conditions.in_collaboration(collaboration_id)
        )
    mine, other = [await speak(world.store, booking.meeting.id) for booking in free[:2]]
    async with world.store.write() as connection:
        await market.stand_by(
            connection, series_id=free[0].meeting.series_id, member_id=member_id, now=NOW
        )
        await market.ask_swap(
            connection,
            collaboration_id=collaboration_id,
            talk_id=mine,
            slot_id=free[0].slot.id,
            other_talk_id=other,
            other_slot_id=free[1].slot.id,
            asked_by=member_id,
            until=NOW,
        )
    return world


async def lapsed(world: World) -> int:
    async with world.store.read() as connection:
        found = await market.lapsed_swaps(connection, world.organizer.collaboration.id, now=NOW)
    return len(found)


async def offers(world: World) -> list[Offer]:
    async with world.store.read() as connection:
        return await market.open_offers(connection, world.organizer.collaboration.id)


@pytest.fixture
async def worlds(store: Store, world: World, publisher: Publisher) -> tuple[World, World]:
    """Two collaborations with a free slot, and somebody in line, in each."""
    second = await World.found(store, guild_id=2, slug="optics")
    return await waiting_world(world, publisher), await waiting_world(second, publisher)


async def test_each_collaboration_offers_its_free_slots(worlds: tuple[World, World]) -> None:
    await offer_on(worlds[0].store, now=NOW)

    assert [len(await offers(world)) for world in worlds] == [1, 1]
    assert [await lapsed(world) for world in worlds] == [0, 0]


async def test_an_error_in_one_collaboration_is_logged_and_the_others_get_their_offers(
    worlds: tuple[World, World], caplog: pytest.LogCaptureFixture
) -> None:
    failing, other = worlds
    async with failing.store.write() as connection:
        await connection.execute(text(REFUSING))

    with caplog.at_level(logging.ERROR):
        await offer_on(failing.store, now=NOW)

    assert await offers(failing) == []
    assert [offer.collaboration_id for offer in await offers(other)] == [2]
    assert (await lapsed(failing), await lapsed(other)) == (1, 0)
    assert [record.getMessage() for record in caplog.records] == [
        "offers and swaps of collaboration 1 were not reviewed"
    ]
