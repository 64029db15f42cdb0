"""SQLite's driver: a statement is one step, and a transaction is what it was without that."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.engines.sqlite_driver import BEGIN_TO_READ, DriverConnection

FILLED = "INSERT INTO names (name) VALUES (?)"


@pytest.fixture
async def one(tmp_path: Path) -> AsyncIterator[DriverConnection]:
    """A connection to a file with a table of names."""
    connection = DriverConnection(tmp_path / "names.db", patience=1)
    await connection
    await connection.cursor().execute("PRAGMA journal_mode = WAL")
    await connection.cursor().execute("CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT)")
    yield connection
    await connection.close()


@pytest.fixture
async def other(one: DriverConnection, tmp_path: Path) -> AsyncIterator[DriverConnection]:
    """Another connection to the same file."""
    del one
    connection = DriverConnection(tmp_path / "names.db", patience=1)
    await connection
    yield connection
    await connection.close()


async def count(connection: DriverConnection) -> int:
    """Return how many names a connection sees."""
    cursor = await connection.cursor().execute("SELECT count(*) FROM names")
    return int((await cursor.fetchall())[0][0])


async def test_a_transaction_that_reads_sees_one_state_from_its_first_statement_on(
    one: DriverConnection, other: DriverConnection
) -> None:
    await one.cursor().execute(BEGIN_TO_READ)
    assert await count(one) == 0

    await other.cursor().execute(FILLED, ["Ada"])

    assert await count(one) == 0
    await one.commit()
    assert await count(one) == 1


async def test_a_transaction_in_which_nothing_was_asked_leaves_nothing_behind(
    one: DriverConnection,
) -> None:
    await one.cursor().execute(BEGIN_TO_READ)
    await one.commit()

    await count(one)

    assert not one.in_transaction


async def test_what_is_rolled_back_is_undone(one: DriverConnection) -> None:
    await one.cursor().execute("BEGIN IMMEDIATE")
    await one.cursor().executemany(FILLED, [["Ada"], ["Ben"]])
    await one.rollback()

    assert await count(one) == 0


async def test_a_cursor_tells_what_a_statement_did(one: DriverConnection) -> None:
    added = await one.cursor().execute(FILLED, ["Ada"])
    changed = await one.cursor().execute("UPDATE names SET name = 'Grace'")
    found = await one.cursor().execute("SELECT id, name FROM names")

    assert (added.lastrowid, changed.rowcount) == (1, 1)
    assert [column[0] for column in found.description] == ["id", "name"]
    assert await found.fetchall() == [(1, "Grace")]
