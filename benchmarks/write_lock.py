"""The write lock: how long a change keeps everybody else from writing."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, event


@dataclass(slots=True)
class Holds:
    """How long the write lock was held at most, in seconds on the wall."""

    longest: float = 0.0
    _since: float | None = None

    def begun(self, _connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        """Note when a change has the lock."""
        if statement == "BEGIN IMMEDIATE":
            self._since = time.perf_counter()

    def ended(self, _connection: Connection) -> None:
        """Note that whatever had the lock lets it go."""
        if self._since is not None:
            self.longest = max(self.longest, time.perf_counter() - self._since)
            self._since = None


@contextmanager
def watched() -> Iterator[Holds]:
    """Watch the write lock of a store in this process; nothing may read from it meanwhile."""
    holds = Holds()
    event.listen(Engine, "after_cursor_execute", holds.begun)
    # These come before the change is saved: what takes long is what is done until then.
    event.listen(Engine, "commit", holds.ended)
    event.listen(Engine, "rollback", holds.ended)
    try:
        yield holds
    finally:
        event.remove(Engine, "after_cursor_execute", holds.begun)
        event.remove(Engine, "commit", holds.ended)
        event.remove(Engine, "rollback", holds.ended)
