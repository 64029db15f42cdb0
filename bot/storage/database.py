"""The store: one connection writes, others read, and each change is one transaction."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from datetime import datetime
from typing import Self, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.change import Change
from bot.storage.directory import Directories
from bot.storage.engines.sqlite.connections import path_of
from bot.storage.engines.sqlite.file import SQLiteFile
from bot.storage.engines.sqlite.usage_mark import Mark
from bot.storage.failures import explained_failures
from bot.storage.hooks import Hook, Hooks
from bot.storage.instance import instance
from bot.storage.read_cache import ReadCache, Reading
from bot.storage.refusals import StoreRefusal
from bot.storage.saved import note_saved

__all__ = ["Store", "StoreRefusal", "path_of"]

log = logging.getLogger(__name__)

Listener = Callable[[Change], Awaitable[None]]
Value = TypeVar("Value")


class Store:
    """The database of one running Meridian. Make one with `await Store.open(url, now=now)`."""

    def __init__(self, file: SQLiteFile, held: ExitStack) -> None:
        self.path = file.path
        self.instance_name = ""
        self._file, self._held = file, held
        self._writer, self._impatient_writer = file.writer()
        self._reader = file.reader()
        self._turn = asyncio.Lock()
        self._listeners: list[Listener] = []
        self._hooks = Hooks()
        self._cache = ReadCache()
        self._caches = [self._cache]
        self._directories = Directories()

    @classmethod
    async def open(cls, url: str, *, now: datetime) -> Self:
        """Open the database at this program's schema, creating it if needed.

        Raises StoreRefusal, with the file untouched, if that is not possible.
        """
        file = SQLiteFile.at(url)
        with ExitStack() as held:
            held.enter_context(file.held())
            await file.prepare(now=now)
            store = cls(file, held.pop_all())
        await file.mark(store._writer, Mark.IN_USE)
        async with store.read() as connection:
            store.instance_name = await connection.scalar(select(instance.c.name)) or ""
        return store

    async def close(self) -> None:
        """Finish the current change, close all connections and release the process lock."""
        async with self._turn:
            await self._reader.dispose()
            await self._file.mark(self._writer, Mark.CLOSED)
            await self._writer.dispose()
        self._held.close()

    async def back_up(self, *, now: datetime) -> None:
        """Keep a verified copy, one a day (UTC)."""
        await self._file.back_up(now=now)

    @property
    def copied_at(self) -> datetime | None:
        """When the last nightly copy was made, if ever."""
        return self._file.copied_at

    @property
    def megabytes(self) -> float:
        """How much the store takes on the disk."""
        return self._file.megabytes

    def before_commit(self, hook: Hook) -> None:
        """Run `hook` in the transaction of each change of its class, before it is saved."""
        self._hooks.add(hook)

    async def changed(self, connection: Change, change: object) -> None:
        """Run the hooks of a change; to be called in its transaction, once the rows are written."""
        await self._hooks.run(connection, change)

    def after_commit(self, listener: Listener) -> None:
        """Call `listener` after each change that was saved, or may have been."""
        self._listeners.append(listener)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Read in one consistent view of the database."""
        with explained_failures():
            async with self._reader.connect() as connection, connection.begin():
                yield connection

    def cache(self, *, most: int) -> ReadCache:
        """Return a cache for `recall` of so many values, where the usual one is not for them."""
        made = ReadCache(most)
        self._caches.append(made)
        return made

    async def recall(
        self,
        key: Hashable,
        load: Callable[[AsyncConnection], Awaitable[Value]],
        *,
        whose: Callable[[Value], int | None] = lambda _: None,
        now: datetime | None = None,
        valid_until: Callable[[Value], datetime | None] = lambda _: None,
        cache: ReadCache | None = None,
    ) -> Value:
        """Return what `load` reads; it runs once until a table that it reads is changed.

        `key` identifies what is read, including arguments. The value is shared, so it must be
        immutable. `whose` returns the collaboration of a value: changes of others leave it. From
        `valid_until` on, by `now`, it is read again.
        """
        cache = self._cache if cache is None else cache
        known = cache.get(key, now=now)
        if known is None:
            async with cache.lock(key):
                known = cache.get(key, now=now)
                if known is None:
                    known = cache.begin()
                    known.read_at = now
                    known.value = value = await self._load(load, known.tables)
                    known.collaboration_id, known.valid_until = whose(value), valid_until(value)
                    cache.put(key, known)
        found: Value = known.value
        return found

    async def _load(
        self, load: Callable[[AsyncConnection], Awaitable[Value]], tables: set[Table]
    ) -> Value:
        """Return what is read; add to `tables` those that it was read from."""
        async with self.read() as connection:
            assert connection.sync_connection is not None  # noqa: S101 - it has begun
            return await load(Reading(self._reader, connection.sync_connection, tables))

    def write(self) -> AbstractAsyncContextManager[Change]:
        """Change what belongs to no collaboration or to several; otherwise use `change`."""
        return self._changing(None)

    def change(self, collaboration_id: int) -> AbstractAsyncContextManager[Change]:
        """Change what belongs to a collaboration, in one exclusive transaction.

        An exception undoes all of it. Its directory is in memory, unless it has changed lately.
        """
        return self._changing(collaboration_id)

    def change_aside(
        self, collaboration_id: int | None, *, is_patient: bool = True
    ) -> AbstractAsyncContextManager[Change]:
        """Change what nobody asked to have saved, such as drafts and what Discord tells of people.

        If an answer fails afterwards, it is still true to say that nothing was saved. Who is not
        patient waits hardly at all for other programs.
        """
        return self._changing(collaboration_id, is_asked_for=False, is_patient=is_patient)

    @asynccontextmanager
    async def _changing(
        self, collaboration_id: int | None, *, is_asked_for: bool = True, is_patient: bool = True
    ) -> AsyncIterator[Change]:
        change: Change | None = None
        try:
            with explained_failures():
                async with self._turn_to_write(is_patient) as writer, writer.begin() as connection:
                    assert connection.sync_connection is not None  # noqa: S101 - it has begun
                    change = Change(
                        writer,
                        connection.sync_connection,
                        self._directories.of(collaboration_id),
                        collaboration_id=collaboration_id,
                    )
                    yield change
                    change.is_whole = True
            if is_asked_for and change.written:
                note_saved()
        finally:
            # Somebody cancelled during the commit cannot know if it was saved: notify anyway.
            if change is not None and change.is_whole:
                await self._tell(change)

    @asynccontextmanager
    async def _turn_to_write(self, is_patient: bool) -> AsyncIterator[AsyncEngine]:  # noqa: FBT001 - in one place
        """Wait for the writing connection; after a long wait, wait less for other programs."""
        clock = asyncio.get_running_loop().time
        asked = clock()
        async with self._turn:
            is_late = self._file.is_late(clock() - asked)
            yield self._impatient_writer if is_late or not is_patient else self._writer

    async def _tell(self, change: Change) -> None:
        """Forget what a change has made untrue, and call the listeners."""
        for cache in self._caches:
            cache.changed(change.written, collaboration_id=change.collaboration_id)
        if change.changes_directory and change.collaboration_id is None:
            self._directories.forget(change.written)
        for listener in self._listeners:
            try:
                await listener(change)
            except Exception:
                # The change is saved: one failing listener must not block the others.
                log.exception("a change was saved, but a listener failed")
