"""What tests of the web stand on."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.services.publishing import Publisher
from bot.store.database import Store
from bot.web.server import Web
from tests.web.stages import HeldClock, Stage
from tests.worlds import World


@pytest.fixture
async def stage(store: Store) -> AsyncIterator[Stage]:
    """A collaboration served over HTTP, with nothing in it."""
    clock = HeldClock()
    publisher = Publisher(store, "http://meridian.test")
    web = Web(store, publisher.links, clock)
    world = await World.found(store)
    await web.start("127.0.0.1", 0)
    async with aiohttp.ClientSession(auto_decompress=False) as client:
        yield Stage(
            store=store, world=world, publisher=publisher, web=web, client=client, clock=clock
        )
    await web.stop(now=clock.now())
