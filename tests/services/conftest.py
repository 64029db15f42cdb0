"""What tests of services stand on: a collaboration on a real database file."""

import pytest

from bot.services.publishing import Publisher
from bot.store.database import Store
from tests.worlds import World


@pytest.fixture
async def world(store: Store) -> World:
    """A collaboration anchored in Lausanne, with Ada as its organizer."""
    return await World.found(store)


@pytest.fixture
def publisher(store: Store) -> Publisher:
    """The publisher of this test's store."""
    return Publisher(store, "http://meridian.test")
