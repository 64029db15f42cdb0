"""The program on what an earlier version left behind."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings
from tests.discord_servers import StandIn, StillClock
from tests.kept import restoring
from tests.worlds import NOW

if TYPE_CHECKING:
    from bot.app import App


@pytest.fixture(scope="session")
def left() -> restoring.Row:
    """What was kept of Discord and of the feeds."""
    return restoring.discord()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A copy of the database that was kept."""
    file = tmp_path / "meridian.db"
    file.write_bytes(restoring.database())
    return file


@pytest.fixture
def settings(settings: Settings, left: restoring.Row) -> Settings:
    """The settings under which it was made."""
    return replace(settings, secret_key=left["key"], public_url=left["public_url"])


@pytest.fixture
def clock(left: restoring.Row) -> StillClock:
    """A clock that stands at the moment at which it was kept."""
    still = StillClock()
    still.jump(datetime.fromisoformat(left["now"]) - NOW)
    return still


@pytest.fixture
async def kept(
    app: "App", left: restoring.Row, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[restoring.Kept]:
    """The program in Discord as it was left."""
    world = StandIn(app.client, check_errors=False, strict_sync=False)
    found = restoring.Kept(world, left)
    found.restore()
    await world.start()
    yield found
    await world.shutdown()
    failed = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert [(record.getMessage(), record.exc_info) for record in failed] == []
