"""Only one process at a time uses a database file."""

import subprocess
import sys
from pathlib import Path

from bot.storage.engines.sqlite.inspection import inspect
from bot.storage.engines.sqlite.process_lock import process_lock
from bot.storage.migration import HEAD
from tests.conftest import database_url

HOLDER = """
import asyncio, sys
from datetime import UTC, datetime
from bot.storage.database import Store
async def hold():
    store = await Store.open(sys.argv[1], now=datetime(2026, 11, 24, tzinfo=UTC))
    print("open", flush=True)
    await asyncio.sleep(60)
    await store.close()
asyncio.run(hold())
"""


def test_a_second_bot_on_the_same_file_refuses_to_start_and_names_the_first(
    database: Path,
) -> None:
    """F13."""
    command = [sys.executable, "-c", HOLDER, database_url(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"

        second = subprocess.run(command, capture_output=True, text=True, check=False)
        first.kill()

    assert second.returncode == 1
    assert f"Another Meridian (process {first.pid}) is using the database" in second.stderr


def test_a_killed_bot_leaves_no_lock_behind(database: Path) -> None:
    """F13."""
    command = [sys.executable, "-c", HOLDER, database_url(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()

    with process_lock(database):
        assert inspect(database).revision == HEAD
