"""Connections to SQLite whose statements take one trip to their thread."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.storage.engines.sqlite.driver import StatementConnection


class CountingConnection(StatementConnection):
    """Counts its trips."""

    trips = 0

    async def _execute(self, fn: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as inherited
        self.trips += 1
        return await super()._execute(fn, *arguments, **named)  # type: ignore[no-untyped-call]


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[CountingConnection]:
    """A connection to a table of one number a row."""
    made = CountingConnection(lambda: sqlite3.connect(tmp_path / "a.db", isolation_level=None))
    async with made, made.cursor() as cursor:
        await cursor.execute("CREATE TABLE numbers (id INTEGER PRIMARY KEY, number UNIQUE)")
        await cursor.executemany("INSERT INTO numbers (number) VALUES (?)", [(1,), (2,), (3,)])
        yield made


async def test_a_query_takes_one_trip_with_all_its_rows(connection: CountingConnection) -> None:
    before = connection.trips

    async with connection.cursor() as cursor:
        await cursor.execute("SELECT number FROM numbers WHERE number > ?", (1,))
        rows = await cursor.fetchall()

    assert rows == [(2,), (3,)]
    assert [column[0] for column in cursor.description] == ["number"]
    assert connection.trips == before + 1


async def test_a_change_says_how_many_rows_it_changed(connection: CountingConnection) -> None:
    async with connection.cursor() as cursor:
        await cursor.execute("UPDATE numbers SET number = number + 10 WHERE number > 1")
        assert cursor.rowcount == 2
        await cursor.execute("DELETE FROM numbers RETURNING number")
        assert cursor.rowcount == 3
        assert await cursor.fetchall() == [(1,), (12,), (13,)]
        await cursor.execute("INSERT INTO numbers (id, number) VALUES (77, 5)")
        assert cursor.lastrowid == 77
        assert await cursor.fetchall() == []


async def test_after_a_refused_statement_the_next_one_works(connection: CountingConnection) -> None:
    async with connection.cursor() as cursor:
        with pytest.raises(sqlite3.IntegrityError):
            await cursor.execute("INSERT INTO numbers (number) VALUES (1)")

        await cursor.execute("SELECT count(*) FROM numbers")

    assert await cursor.fetchall() == [(3,)]
