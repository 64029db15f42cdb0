"""Connections to SQLite that send a statement to their thread and take its rows in one trip.

aiosqlite gives each connection a thread, and each call takes a trip there and back: to make a
cursor, to execute, to fetch, to close. Trips cost more than most of our statements do.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiosqlite

Row = tuple[Any, ...]
Run = Callable[[sqlite3.Cursor], object]


class StatementCursor:
    """A cursor that fetches its rows as it executes; SQLAlchemy would fetch all of them anyway."""

    def __init__(self, connection: "StatementConnection") -> None:
        self._connection = connection
        self._rows: list[Row] = []
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute a statement and fetch its rows."""
        await self._run(lambda cursor: cursor.execute(sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Execute a statement once for each of the parameters."""
        await self._run(lambda cursor: cursor.executemany(sql, parameters))
        return self

    async def fetchall(self) -> list[Row]:
        """Return the rows not returned yet."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: the cursor in the thread was closed after its last row."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _run(self, run: Run) -> None:
        await self._connection.run(lambda connection: self._in_thread(connection, run))

    def _in_thread(self, connection: sqlite3.Connection, run: Run) -> None:
        cursor = connection.cursor()
        try:
            run(cursor)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            # Only after the last row, since RETURNING counts rows as they are fetched.
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class StatementConnection(aiosqlite.Connection):
    """An aiosqlite connection with cursors that take one trip a statement."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, iter_chunk_size=64)
        # A connection that nobody closed does not keep the program from ending.
        self._thread.daemon = True

    def cursor(self) -> Any:  # noqa: ANN401 - SQLAlchemy enters whatever this returns
        """Return a cursor; enter it with `async with`."""
        return StatementCursor(self)

    async def run(self, function: Callable[[sqlite3.Connection], None]) -> None:
        """Call a function with SQLite's own connection, in its thread."""
        await self._execute(function, self._conn)  # type: ignore[no-untyped-call]


async def connect(path: Path, *, patience: float) -> StatementConnection:
    """Open a SQLite file in autocommit mode; a lock is waited for `patience` seconds."""

    def connector() -> sqlite3.Connection:
        # Only the connection's own thread uses it, but it may be closed by another.
        return sqlite3.connect(
            path, timeout=patience, isolation_level=None, check_same_thread=False
        )

    connection = StatementConnection(connector)
    await connection
    return connection
