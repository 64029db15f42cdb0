"""The mark of a database file: in use, closed or a copy. It shows when a log was lost.

The mark is the header's user_version, which nothing else writes. While Meridian runs, the latest
changes exist only in the write-ahead log next to the file: a file in use without a log lost them.
"""

from enum import IntEnum
from pathlib import Path

OFFSET = 60  # of user_version in the header (sqlite.org/fileformat.html)


class Mark(IntEnum):
    """The state of a database file; NONE means that an older program wrote it last."""

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
    """Return whether a file was in use and its log is gone."""
    return _marked(header) == Mark.IN_USE and not has_log(path)


def has_a_foreign_log(path: Path, header: bytes) -> bool:
    """Return whether a copy was put next to the log of another database."""
    return _marked(header) == Mark.COPY and has_log(path)


def _marked(header: bytes) -> int:
    """Return the mark in the file itself, ignoring any log."""
    return int.from_bytes(header[OFFSET : OFFSET + 4], "big")


def has_log(path: Path) -> bool:
    """Return whether there is a log with anything in it."""
    # Writing the mark itself went through the log, so the log of a file in use is not empty.
    log = log_of(path)
    return log.exists() and log.stat().st_size > 0
