"""PostgreSQL in its own words: what is true of it without a connection."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql

from bot.storage.engines.engine import Failure

# By SQLSTATE (appendix A of PostgreSQL's manual).
FAILURES = {
    "40001": Failure.BUSY,  # two changes got in each other's way
    "40P01": Failure.BUSY,
    "53300": Failure.BUSY,
    "55P03": Failure.BUSY,
    "25006": Failure.READ_ONLY,
    "53100": Failure.FULL,
    "23505": Failure.NOT_UNIQUE,
}
EVERYTHING = 0  # the key of advisory locks that stands for all collaborations


class PostgreSQL:
    """PostgreSQL, where servers do not wait for each other."""

    name = "postgresql"

    def insert(self, table: Table) -> postgresql.Insert:
        """Return an INSERT that can say what to do with a row that is there already."""
        return postgresql.insert(table)

    def failure_of(self, error: BaseException | None) -> Failure | None:
        """Return what is wrong by its SQLSTATE."""
        return FAILURES.get(str(getattr(error, "sqlstate", "")))

    def turn(self, collaboration_id: int | None) -> tuple[str, ...]:
        """Return what begins a change, and takes locks that go with its transaction."""
        if collaboration_id is None:
            return ("BEGIN", f"SELECT pg_advisory_xact_lock({EVERYTHING})")
        return (
            "BEGIN",
            f"SELECT pg_advisory_xact_lock_shared({EVERYTHING})",
            f"SELECT pg_advisory_xact_lock({collaboration_id:d})",
        )
