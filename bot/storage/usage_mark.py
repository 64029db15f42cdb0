"""Marking a database file as in use, closed or a copy, so that a log that is lost is noticed.

The mark is the header's user_version, where nobody else writes. While Meridian runs, what was saved
last is in the write-ahead log beside the file alone: a file in use without one lost it.
"""

from enum import IntEnum
from pathlib import Path

OFFSET = 60  # of user_version in the header (sqlite.org/fileformat.html)


class Mark(IntEnum):
    """What a database file says of itself; NONE was last written by an older program."""

    NONE = 0
    CLOSED = 1
    IN_USE = 2
    COPY = 3


def marking(mark: Mark) -> str:
    """Return the statement that writes a mark."""
    return f"PRAGMA user_version = {mark:d}"


def log_of(path: Path) -> Path:
    """Return the write-ahead log of a database file."""
    return path.with_name(f"{path.name}-wal")


def lost_its_log(path: Path, header: bytes) -> bool:
    """Say whether a file was in use and the log that was beside it is gone."""
    return _marked(header) == Mark.IN_USE and not has_log(path)


def has_a_foreign_log(path: Path, header: bytes) -> bool:
    """Say whether a copy was put where the log of another database still stands."""
    return _marked(header) == Mark.COPY and has_log(path)


def _marked(header: bytes) -> int:
    """Return the mark in the file itself, whatever a log beside it says."""
    return int.from_bytes(header[OFFSET : OFFSET + 4], "big")


def has_log(path: Path) -> bool:
    """Say whether there is anything in the log."""
    # The mark itself went through the log, which is not empty from then on.
    log = log_of(path)
    return log.exists() and log.stat().st_size > 0
