"""The database: one connection writes, others read; each change is one transaction."""

import asyncio
import logging
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import ExitStack, asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import AsyncAdaptedQueuePool, event, make_url, select
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core.refusals import NotSaved
from bot.storage.backups import copied_at, copy_nightly
from bot.storage.opening import StoreRefusal, alone, prepare
from bot.storage.tables import instance
from bot.storage.usage_mark import Mark, marking

__all__ = ["Store", "StoreRefusal", "path_of"]

log = logging.getLogger(__name__)

READERS = 4
PATIENCE = 2.0  # seconds that a write waits for another program; Discord waits three for an answer
IMPATIENCE = 0.1  # the same, for a write that has waited already
# What SQLite's primary result codes mean for the person who asked (sqlite.org/rescode.html).
FAILURES = {
    5: "The database is busy just now, so nothing was saved: please try again in a moment.",
    6: "The database is busy just now, so nothing was saved: please try again in a moment.",
    8: "The database cannot be written just now, so nothing was saved: please tell an organizer.",
    13: "The storage is full, so nothing was saved: please tell an organizer.",
}

Listener = Callable[[], Awaitable[None]]
Value = TypeVar("Value")


def path_of(url: str) -> Path:
    """Return the file that a database address means; refuse what is not a SQLite file."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        message = "DATABASE_URL is no address: it must be like sqlite+aiosqlite:///data/meridian.db"
        raise StoreRefusal(message) from error
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        message = "DATABASE_URL must be a SQLite file, like sqlite+aiosqlite:///data/meridian.db"
        raise StoreRefusal(message)
    return Path(address.database or "")


class Store:
    """The database of one running Meridian. Make one with `await Store.open(url, now=now)`."""

    def __init__(self, path: Path, held: ExitStack) -> None:
        self.path = path
        self.instance_name = ""
        self._held = held
        self._writer = _engine(path, reads_only=False)
        self._impatient_writer = self._writer.execution_options(is_impatient=True)
        self._reader = _engine(path, reads_only=True)
        self._turn = asyncio.Lock()
        self._listeners: list[Listener] = []
        self._recalled = Recalled()

    @classmethod
    async def open(cls, url: str, *, now: datetime) -> Self:
        """Open the database, made if it is not there, at this program's schema.

        Raises StoreRefusal, with the file untouched, where that cannot be.
        """
        path = path_of(url)
        with ExitStack() as held:
            held.enter_context(alone(path))
            await asyncio.to_thread(prepare, path, now=now)
            store = cls(path, held.pop_all())
        await store._mark(Mark.IN_USE)
        async with store.read() as connection:
            store.instance_name = await connection.scalar(select(instance.c.name)) or ""
        return store

    async def close(self) -> None:
        """Finish the change in hand, close all connections, let another process in."""
        async with self._turn:
            await self._reader.dispose()
            await self._mark(Mark.CLOSED)
            await self._writer.dispose()
        self._held.close()

    async def _mark(self, mark: Mark) -> None:
        """Mark the file; without a mark only the loss of its log would go unnoticed."""
        with suppress(sqlite3.OperationalError):
            async with self._writer.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None  # noqa: S101 - it was connected just now
                await driver.execute_fetchall(marking(mark))
                # Into the file itself, for whoever finds it without its log.
                await driver.execute_fetchall("PRAGMA wal_checkpoint")

    async def back_up(self, *, now: datetime) -> None:
        """Keep a proved copy in `backups/` beside the file, one for each day (UTC)."""
        copy = await asyncio.to_thread(copy_nightly, self.path, now=now)
        if copy is not None:
            log.info("the database was copied to %s", copy)

    @property
    def copied_at(self) -> datetime | None:
        """When the last nightly copy was made."""
        return copied_at(self.path)

    @property
    def megabytes(self) -> float:
        """How large the file is."""
        return self.path.stat().st_size / 1e6

    def after_commit(self, listener: Listener) -> None:
        """Call `listener` after each change that was, or may have been, saved."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Read in one consistent view of the database."""
        with _in_words():
            async with self._reader.connect() as connection, connection.begin():
                yield connection

    async def recall(
        self, key: Hashable, load: Callable[[AsyncConnection], Awaitable[Value]]
    ) -> Value:
        """Return what `load` reads, read once until the next change: nobody else writes this file.

        `key` names what is read, arguments included. The value is shared: it must be immutable.
        """
        recalled = self._recalled  # a change begins another: what was read before it is not kept
        if key not in recalled.values:
            async with recalled.reading[key]:
                if key not in recalled.values:
                    async with self.read() as connection:
                        recalled.values[key] = await load(connection)
        value: Value = recalled.values[key]
        return value

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Change the database in one transaction, alone; an exception undoes all of it."""
        is_whole = False
        try:
            with _in_words():
                async with self._turn_to_write() as writer, writer.begin() as connection:
                    yield connection
                    is_whole = True
        finally:
            # Who stops waiting during the commit cannot know whether it was saved: tell them too.
            if is_whole:
                self._recalled = Recalled()
                await self._tell()

    @asynccontextmanager
    async def _turn_to_write(self) -> AsyncIterator[AsyncEngine]:
        """Wait for one's turn; who has waited behind others for another program waits no more."""
        clock = asyncio.get_running_loop().time
        asked = clock()
        async with self._turn:
            is_late = clock() - asked > PATIENCE / 2
            yield self._impatient_writer if is_late else self._writer

    async def _tell(self) -> None:
        for listener in self._listeners:
            try:
                await listener()
            except Exception:
                # The change stands: one listener that fails keeps neither its maker nor the others.
                log.exception("a change was saved, but not everybody could be told")


class Recalled:
    """What was read since the last change, and who is reading what: each is read once."""

    def __init__(self) -> None:
        self.values: dict[Hashable, Any] = {}
        self.reading: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)


class _in_words:  # noqa: N801 - reads as what it does
    """Turn a failure of the database into a refusal that a person understands."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise the refusal where the failure is one that people can do something about."""
        if isinstance(error, OperationalError):
            code = _code_of(error)
            if code in FAILURES:
                log.error("the database failed: %s", error.orig)
                raise NotSaved(FAILURES[code]) from error


def _code_of(error: OperationalError) -> int:
    return int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF


def _engine(path: Path, *, reads_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        poolclass=AsyncAdaptedQueuePool,
        pool_size=READERS if reads_only else 1,
        max_overflow=0,
        pool_timeout=60,
        connect_args={"isolation_level": None, "timeout": PATIENCE},
    )
    # A reader never checkpoints: SQLite before 3.51.3 can corrupt a log that two connections do.
    own = ("wal_autocheckpoint = 0", "query_only = 1") if reads_only else ()
    pragmas = ("foreign_keys = ON", "synchronous = FULL", *own)

    def configure(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        # A deferred BEGIN that reads first and writes later fails where another wrote between.
        if not connection.get_execution_options().get("is_impatient"):
            connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
            return
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(1000 * IMPATIENCE)}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(1000 * PATIENCE)}")

    event.listen(engine.sync_engine, "connect", configure)
    event.listen(engine.sync_engine, "begin", begin)
    return engine
