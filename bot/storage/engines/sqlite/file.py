"""The file of a store: who holds it, its connections, its mark and its copies."""

import asyncio
import logging
import sqlite3
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.engines.sqlite.backups import copied_at, copy_nightly
from bot.storage.engines.sqlite.connections import PATIENCE, create_engine, path_of
from bot.storage.engines.sqlite.opening import prepare
from bot.storage.engines.sqlite.process_lock import process_lock
from bot.storage.engines.sqlite.usage_mark import Mark, marking

log = logging.getLogger(__name__)


class SQLiteFile:
    """A SQLite file as a store uses it; `Store` does everything else in SQLAlchemy's words."""

    def __init__(self, path: Path) -> None:
        """Take the file at this path, which need not be there yet."""
        self.path = path

    @classmethod
    def at(cls, url: str) -> Self:
        """Return the file of a database address; raise StoreRefusal for another engine's."""
        return cls(path_of(url))

    def held(self) -> AbstractContextManager[None]:
        """Keep other programs of ours from using the file; raise StoreRefusal if one does."""
        return process_lock(self.path)

    async def prepare(self, *, now: datetime) -> None:
        """Bring the file to this program's schema, or create it; raise StoreRefusal if unfit."""
        await asyncio.to_thread(prepare, self.path, now=now)

    def writer(self) -> tuple[AsyncEngine, AsyncEngine]:
        """Return the one connection that writes, and itself for who has waited for it already."""
        engine = create_engine(self.path, reads_only=False)
        return engine, engine.execution_options(is_impatient=True)

    def is_late(self, waited: float) -> bool:
        """Return whether somebody waited so many seconds that they must not wait much longer."""
        return waited > PATIENCE / 2

    def reader(self) -> AsyncEngine:
        """Return the connections that only read."""
        return create_engine(self.path, reads_only=True)

    async def mark(self, writer: AsyncEngine, mark: Mark) -> None:
        """Mark the file; if this fails, only the loss of its log would go unnoticed."""
        with suppress(sqlite3.OperationalError):
            async with writer.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None  # noqa: S101 - it was connected just now
                await driver.execute_fetchall(marking(mark))
                # Into the file itself, in case its log is lost.
                await driver.execute_fetchall("PRAGMA wal_checkpoint")

    async def back_up(self, *, now: datetime) -> None:
        """Keep a verified copy in the folder `backups` next to the file, one a day (UTC)."""
        copying = asyncio.create_task(asyncio.to_thread(copy_nightly, self.path, now=now))
        try:
            copy = await asyncio.shield(copying)
        except asyncio.CancelledError:
            # A thread cannot be stopped; nobody may close or remove the files that it works on.
            await asyncio.wait([copying])
            raise
        if copy is not None:
            log.info("the database was copied to %s", copy)

    @property
    def copied_at(self) -> datetime | None:
        """When the last nightly copy was made, if ever."""
        return copied_at(self.path)

    @property
    def megabytes(self) -> float:
        """The size of the file."""
        return self.path.stat().st_size / 1e6
