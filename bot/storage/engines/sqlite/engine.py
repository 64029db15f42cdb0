"""SQLite in its own words."""

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from bot.storage.engines.engine import Failure

# By primary result codes, and by extended ones (sqlite.org/rescode.html).
FAILURES = {
    5: Failure.BUSY,
    6: Failure.BUSY,
    8: Failure.READ_ONLY,
    13: Failure.FULL,
    1555: Failure.NOT_UNIQUE,  # a primary key
    2067: Failure.NOT_UNIQUE,
}
PRIMARY = 0xFF


class SQLite:
    """SQLite, where one change at a time has the whole file."""

    name = "sqlite"

    def insert(self, table: Table) -> sqlite.Insert:
        """Return an INSERT that can say what to do with a row that is there already."""
        return sqlite.insert(table)

    def failure_of(self, error: BaseException | None) -> Failure | None:
        """Return what is wrong by its result code."""
        code = int(getattr(error, "sqlite_errorcode", 0))
        return FAILURES.get(code) or FAILURES.get(code & PRIMARY)

    def turn(self, collaboration_id: int | None) -> tuple[str, ...]:  # noqa: ARG002 - one lock for all
        """Return what begins a change, once every other one is over.

        A deferred BEGIN that reads first and writes later fails if another wrote in between.
        """
        return ("BEGIN IMMEDIATE",)
