"""SQLAlchemy engines for a SQLite file: one connection that writes, several that only read."""

from pathlib import Path
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import LRUCache

from bot.core.translation import _
from bot.storage.engines.sqlite.driver import connect
from bot.storage.engines.sqlite.engine import SQLite
from bot.storage.refusals import StoreRefusal

SQLITE = SQLite()
READERS = 4
PATIENCE = 2.0  # seconds that a write waits for another program; Discord waits three for an answer
DURABILITY = "FULL"  # a change that was saved is on the disk, also after a power cut
IMPATIENCE = 0.1  # the same, for a write that has already waited
MOST_COMPILED = 1000  # statements of the stores, of which there are fewer


class _Compiled(LRUCache[Any, Any]):
    """Compiled statements of all engines, which speak one dialect: each is compiled once.

    SQLAlchemy's keys begin with the dialect, of which each engine has its own object.
    """

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401 - as inherited
        return super().get(key[1:], default)

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - as inherited
        return super().__getitem__(key[1:])

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - as inherited
        super().__setitem__(key[1:], value)


_compiled = _Compiled(MOST_COMPILED)


def path_of(url: str) -> Path:
    """Return the file of a database address; refuse anything but a SQLite file."""
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreRefusal(_not_sqlite()) from error
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        raise StoreRefusal(_not_sqlite())
    return Path(address.database or "")


def _not_sqlite() -> str:
    return _(
        "DATABASE_URL must be the address of a SQLite file, like "
        "sqlite+aiosqlite:///data/meridian.db."
    )


def create_engine(path: Path, *, reads_only: bool) -> AsyncEngine:
    """Return the engine of the writing connection, or of the reading ones."""
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        poolclass=AsyncAdaptedQueuePool,
        pool_size=READERS if reads_only else 1,
        max_overflow=0,
        pool_timeout=60,
        async_creator=lambda: connect(path, patience=PATIENCE),
        execution_options={"compiled_cache": _compiled},
    )
    # A reader never checkpoints: before 3.51.3, SQLite can corrupt a log that two connections do.
    own = ("wal_autocheckpoint = 0", "query_only = 1") if reads_only else ()
    pragmas = ("foreign_keys = ON", f"synchronous = {DURABILITY}", *own)

    def configure(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("is_impatient"):
            for statement in ("BEGIN",) if reads_only else SQLITE.turn(None):
                connection.exec_driver_sql(statement)
            return
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(1000 * IMPATIENCE)}")
        try:
            for statement in SQLITE.turn(None):
                connection.exec_driver_sql(statement)
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(1000 * PATIENCE)}")

    event.listen(engine.sync_engine, "connect", configure)
    event.listen(engine.sync_engine, "begin", begin)
    return engine
