"""A cache of what was read; a value is forgotten once a table that it was read from changes."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import event
from sqlalchemy.engine import Connection

from bot.core.recent_values import RecentValues
from bot.storage.metadata import metadata
from bot.storage.statements import going_with

MOST_VALUES = 5_000


@dataclass(slots=True)
class CachedValue:
    """A value, the tables that it was read from, and how many changes there were before."""

    since: int
    value: Any = None
    tables: set[str] = field(default_factory=set)


class ReadCache:
    """The values read so far, and a lock for each key so that each value is read only once."""

    def __init__(self, most: int = MOST_VALUES) -> None:
        self._entries: RecentValues[Hashable, CachedValue] = RecentValues(most)
        self._reading: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._changes = 0
        self._last_change: defaultdict[str, int] = defaultdict(int)

    def lock(self, key: Hashable) -> asyncio.Lock:
        """Return the lock of everybody who reads the value of a key."""
        return self._reading.setdefault(key, asyncio.Lock())

    def get(self, key: Hashable) -> CachedValue | None:
        """Return the value of a key, None if it was never read or may have changed."""
        found = self._entries.get(key)
        if found is None or any(self._last_change[name] > found.since for name in found.tables):
            return None
        return found

    def begin(self) -> CachedValue:
        """Return an entry for what is read from now on: what changes meanwhile makes it untrue."""
        return CachedValue(self._changes)

    def put(self, key: Hashable, entry: CachedValue) -> None:
        """Keep what was read."""
        self._entries.put(key, entry)

    def changed(self, tables: Collection[str]) -> None:
        """Forget what was read from these tables."""
        self._changes += 1
        for name in tables:
            self._last_change[name] = self._changes


@contextmanager
def tables_read(connection: Connection, found: set[str]) -> Iterator[None]:
    """Add to `found` the tables that are read within a block."""

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.update(_named_in(statement))

    event.listen(connection, "before_cursor_execute", hear)
    yield


@contextmanager
def tables_written(connection: Connection, found: set[str]) -> Iterator[None]:
    """Add to `found` the tables whose rows may change within a block."""

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        found.update(_written_by(statement))

    event.listen(connection, "before_cursor_execute", hear)
    yield


WRITES = re.compile(r"\b(?:INTO|UPDATE|DELETE FROM) (\w+)")
# What a collaboration shows has changed, of which this statement is not a part.
RAISES_REVISION = re.compile(r"UPDATE collaborations SET revision=\([^,]*\) WHERE")


@lru_cache(maxsize=4096)
def _named_in(statement: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", statement)) & metadata.tables.keys()


@lru_cache(maxsize=4096)
def _written_by(statement: str) -> frozenset[str]:
    """Return the tables that a statement may change; none for a query."""
    if RAISES_REVISION.match(statement):
        return frozenset()
    written = frozenset(WRITES.findall(statement)) & metadata.tables.keys()
    if "DELETE FROM" in statement:
        return frozenset(t.name for name in written for t in going_with(metadata.tables[name]))
    return written
