"""What tests of cogs stand on: a server of the stand-in Discord, with the whole program in it."""

import pytest
import simcord

from bot.app import App
from tests.servers import Server, StillClock


@pytest.fixture
def clock() -> StillClock:
    """A clock that stands at Monday, 23 November 2026."""
    return StillClock()


@pytest.fixture
async def server(discord_world: simcord.Env, app: App) -> Server:
    """A server whose collaboration is set up."""
    return await Server(discord_world, app, "Theory").set_up()
