"""What a series' meetings will be is known before they are changed."""

import pytest

from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.rearrangement import as_planned
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.talks import Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from tests.worlds import NOW, World

WEEKLY = "Thursdays 17:00 60 times"


async def programmes(store: Store, series_id: int) -> list[Programme]:
    async with store.read() as connection:
        booked = await stored_bookings.where(connection, conditions.in_series(series_id))
    return stored_bookings.programmes_of(booked)


@pytest.mark.parametrize(
    "edited",
    [
        SeriesDescription(when="Thursdays 18:00 60 times"),
        SeriesDescription(when="every 2 weeks on Thu 17:00 30 times"),
        SeriesDescription(when="Fridays 17:00 60 times", minutes=90),
        SeriesDescription(room="BC 420"),
    ],
)
async def test_a_long_series_is_rendered_before_its_edit(
    store: Store, world: World, edited: SeriesDescription
) -> None:
    publisher = Publisher(store, "http://meridian.test", standing=KINDS.standing)
    service = SeriesService(store, publisher)
    described = SeriesDescription(title="Weekly", when=WEEKLY)
    made = (await service.create(world.organizer, described, now=NOW)).series
    before = await programmes(store, made.id)

    publisher.rendered = 0
    preview = await service.edit(world.organizer, made.slug, edited, now=NOW)
    after = {one.meeting.id: one for one in await programmes(store, made.id)}

    planned = as_planned(before, preview.series, preview.plan)
    assert [after[one.meeting.id] for one in planned] == planned
    assert publisher.rendered >= 30
    assert publisher.rehearsed == publisher.rendered
