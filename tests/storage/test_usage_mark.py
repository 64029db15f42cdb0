"""A database that lost its log, or has the log of another, is noticed when it is opened."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.database import Store, StoreRefusal
from bot.storage.engines.sqlite.backups import copies_of
from bot.storage.engines.sqlite.inspection import inspect
from bot.storage.engines.sqlite.usage_mark import log_of
from tests.conftest import database_url

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
KILLED = """
import asyncio, os, signal, sys
from datetime import UTC, datetime
from bot.servers.store import collaborations
from bot.storage.database import Store

async def serve():
    store = await Store.open(sys.argv[1], now=datetime(2026, 11, 24, 9, tzinfo=UTC))
    await store.back_up(now=datetime(2026, 11, 24, 9, tzinfo=UTC))
    async with store.write() as connection:
        await collaborations.insert(connection, slug="last", name="Last")
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(serve())
"""


@pytest.fixture
def killed(database: Path) -> Path:
    """A database whose program was killed just after it saved something."""
    ended = subprocess.run([sys.executable, "-c", KILLED, database_url(database)], check=False)
    assert ended.returncode == -signal.SIGKILL
    return database


async def opened_with(file: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Open and close a database; return the logged messages."""
    caplog.clear()
    store = await Store.open(database_url(file), now=NOW)
    await store.close()
    return [record.getMessage() for record in caplog.records]


async def test_a_database_that_was_killed_or_closed_has_lost_nothing(
    killed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = await opened_with(killed, caplog)
    then = await opened_with(killed, caplog)

    assert (first, then) == ([], [])
    with closing(sqlite3.connect(killed)) as connection:
        assert connection.execute("SELECT slug FROM collaborations").fetchall() == [("last",)]


@pytest.mark.parametrize("empties", [False, True], ids=["deleted", "emptied"])
async def test_a_log_that_is_gone_is_told_once_with_the_newest_copy(
    killed: Path, caplog: pytest.LogCaptureFixture, *, empties: bool
) -> None:
    """F9."""
    if empties:
        log_of(killed).write_bytes(b"")
    else:
        log_of(killed).unlink()

    looked_at = inspect(killed)
    (told,) = await opened_with(killed, caplog)
    then = await opened_with(killed, caplog)

    (copy,) = copies_of(killed)
    assert looked_at.loss == told
    assert "is gone, so the latest changes may be missing" in told
    assert told.endswith(f"rm -f {killed}-wal {killed}-shm; cp {copy} {killed}")
    assert then == []


async def test_a_copy_made_with_cp_while_it_ran_is_told(
    database: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """F9."""
    store = await Store.open(database_url(database), now=NOW)
    elsewhere = tmp_path / "elsewhere.db"
    shutil.copy(database, elsewhere)
    await store.close()

    (told,) = await opened_with(elsewhere, caplog)

    assert told.startswith(f"The database {elsewhere} was in use when it was last written")


async def test_a_copy_put_beside_the_log_of_another_is_refused_and_told_how_to_go_on(
    killed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """F9."""
    log = log_of(killed)
    (copy,) = copies_of(killed)
    shutil.copy(copy, killed)

    with pytest.raises(StoreRefusal, match=f"Move the log away first: mv {log} {log}.old"):
        await Store.open(database_url(killed), now=NOW)

    log.rename(f"{log}.old")
    assert await opened_with(killed, caplog) == []
