"""A cache of what was read; a value is forgotten once a table that it was read from changes."""

import asyncio
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import CursorResult, Executable, Table
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import CoreExecuteOptionsParameter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.recent_values import RecentValues
from bot.storage.statements import read_by

MOST_VALUES = 5_000
MOST_REVISIONS = 100_000  # of tables of collaborations; beyond that all values are forgotten


@dataclass(slots=True)
class CachedValue:
    """A value, the tables that it was read from, and how many changes there were before.

    `collaboration_id` is the only one whose changes make it untrue, None where any change does.
    Before `read_at`, and from `valid_until` on, it may be untrue without any change.
    """

    since: int
    value: Any = None
    tables: set[Table] = field(default_factory=set)
    collaboration_id: int | None = None
    read_at: datetime | None = None
    valid_until: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Return whether it is true at this moment, unless something has changed."""
        is_later = self.read_at is None or self.read_at <= now
        return is_later and (self.valid_until is None or now < self.valid_until)


class Reading(AsyncConnection):
    """A transaction that only reads, and notes which tables."""

    __slots__ = ("tables",)

    def __init__(self, engine: AsyncEngine, connection: Connection, tables: set[Table]) -> None:
        """Read in the transaction that this connection has begun; add to `tables`."""
        super().__init__(engine, connection)
        self.tables = tables

    async def execute(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401 - whatever SQLAlchemy takes
        *,
        execution_options: CoreExecuteOptionsParameter | None = None,
    ) -> CursorResult[Any]:
        """Send a query."""
        self.tables |= read_by(statement)
        return await super().execute(statement, parameters, execution_options=execution_options)


class ReadCache:
    """The values read so far, and a lock for each key so that each value is read only once.

    A collaboration's tables each have a revision: how many changes there were up to its last one.
    """

    def __init__(self, most: int = MOST_VALUES) -> None:
        self._most = most
        self._entries: RecentValues[Hashable, CachedValue] = RecentValues(most)
        self._reading: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._changes = self._forgotten = 0
        # The revisions of tables in a collaboration; under None, those of changes of several.
        self._revisions: dict[tuple[int | None, Table], int] = {}
        self._latest: dict[Table, int] = {}  # of whichever collaboration

    def lock(self, key: Hashable) -> asyncio.Lock:
        """Return the lock of everybody who reads the value of a key."""
        return self._reading.setdefault(key, asyncio.Lock())

    def get(self, key: Hashable, *, now: datetime | None = None) -> CachedValue | None:
        """Return the value of a key, None if it was never read or may be untrue by `now`."""
        found = self._entries.get(key)
        if found is None or found.since < self._forgotten:
            return None
        if now is not None and not found.is_valid(now):
            return None
        changed = (self._revision(found.collaboration_id, table) for table in found.tables)
        return None if any(one > found.since for one in changed) else found

    def _revision(self, collaboration_id: int | None, table: Table) -> int:
        if collaboration_id is None:
            return self._latest.get(table, 0)
        of_all = self._revisions.get((None, table), 0)
        return max(of_all, self._revisions.get((collaboration_id, table), 0))

    def begin(self) -> CachedValue:
        """Return an entry for what is read from now on: what changes meanwhile makes it untrue."""
        return CachedValue(self._changes)

    def put(self, key: Hashable, entry: CachedValue) -> None:
        """Keep what was read."""
        self._entries.put(key, entry)

    def changed(self, tables: Collection[Table], *, collaboration_id: int | None) -> None:
        """Forget what was read from these tables, in one collaboration or (None) in all."""
        self._changes += 1
        if len(self._revisions) > MOST_REVISIONS:
            self._revisions.clear()
            self._latest.clear()
            self._entries = RecentValues(self._most)
            self._forgotten = self._changes
        for table in tables:
            self._revisions[collaboration_id, table] = self._latest[table] = self._changes
