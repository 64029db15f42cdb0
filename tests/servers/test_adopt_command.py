"""`python -m bot adopt`: a database goes over to another Discord application."""

from pathlib import Path

import pytest

from bot.adopt_command import run_adopt
from bot.servers.service.departures import DepartureService
from bot.settings import Settings
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.conftest import MADE, database_url

FORMER, PRESENT = 1, 2


async def test_the_next_application_to_connect_gets_the_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = database_url(tmp_path / "meridian.db")
    assert await connects(url, FORMER)
    assert not await connects(url, PRESENT)

    assert await run_adopt(Settings(database_url=url)) == 0

    assert "connects next" in capsys.readouterr().out
    assert await connects(url, PRESENT)
    assert not await connects(url, FORMER)


async def connects(url: str, application_id: int) -> bool:
    store = await Store.open(url, now=MADE)
    departing = DepartureService(store, standing=KINDS.standing)
    is_its_own = await departing.connect(application_id)
    await store.close()
    return is_its_own
