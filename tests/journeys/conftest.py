"""What journeys stand on."""

import pytest
import simcord

from bot.app import App
from tests.journeys.scene import Scene, set_the_scene
from tests.servers import StillClock


@pytest.fixture
def clock() -> StillClock:
    """A clock that stands at Monday, 23 November 2026."""
    return StillClock()


@pytest.fixture
async def scene(discord_world: simcord.Env, app: App) -> Scene:
    """Two servers in which something is going on."""
    return await set_the_scene(discord_world, app)
