"""What is wrong when a statement fails: by the engine's code, never by the words of its message."""

from enum import Enum, auto

from sqlalchemy.exc import DBAPIError


class Failure(Enum):
    """What is wrong with a statement that failed, as far as Meridian can do something about it."""

    BUSY = auto()
    READ_ONLY = auto()
    FULL = auto()
    NOT_UNIQUE = auto()


# By primary result codes, and by extended ones (sqlite.org/rescode.html).
SQLITE = {
    5: Failure.BUSY,
    6: Failure.BUSY,
    8: Failure.READ_ONLY,
    13: Failure.FULL,
    1555: Failure.NOT_UNIQUE,  # a primary key
    2067: Failure.NOT_UNIQUE,
}
PRIMARY = 0xFF
# By SQLSTATE (appendix A of PostgreSQL's manual).
POSTGRESQL = {
    "40001": Failure.BUSY,  # two changes got in each other's way
    "40P01": Failure.BUSY,
    "53300": Failure.BUSY,
    "55P03": Failure.BUSY,
    "25006": Failure.READ_ONLY,
    "53100": Failure.FULL,
    "23505": Failure.NOT_UNIQUE,
}


def failure_of(error: DBAPIError) -> Failure | None:
    """Return what is wrong, None if it is nothing that is told apart here."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return POSTGRESQL.get(state)
    code = int(getattr(error.orig, "sqlite_errorcode", 0))
    return SQLITE.get(code) or SQLITE.get(code & PRIMARY)
