"""A seminar whose data expires."""

from datetime import timedelta

from sqlalchemy import func, select

from bot.meetings.store.meetings import table as meetings_table
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.worlds import NOW, World

DAY = timedelta(days=1)


def publisher(store: Store) -> Publisher:
    return Publisher(store, "http://meridian.test", standing=KINDS.standing)


async def seminar(store: Store, when: str = "Thursdays 17:00") -> tuple[World, int]:
    """Return a world with a seminar, and its first meeting."""
    world = await World.found(store)
    described = SeriesDescription(title="Seminar", when=when, zone="epfl", channel_id=5)
    await SeriesService(store, publisher(store)).create(world.organizer, described, now=NOW)
    async with store.read() as connection:
        found = await connection.scalar(select(func.min(meetings_table.c.id)))
    return world, int(found or 0)
