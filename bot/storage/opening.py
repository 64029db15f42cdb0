"""Opening the database file: alone, unharmed, of the right schema, or not at all.

All looking happens before SQLite opens the file for writing: nothing is ever made over a file that
is there, and a start that is refused leaves every byte as it was.
"""

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.storage.backups import CopyDiffers, copies_of, copy_before_migration
from bot.storage.migration import HEAD, is_known, migrate
from bot.storage.usage_mark import Mark, has_a_foreign_log, has_log, log_of, lost_its_log, marking

log = logging.getLogger(__name__)

# "Mrdn" in the header of the file (PRAGMA application_id), so that no other program's is taken.
APPLICATION_ID = 0x4D72646E
MAGIC = b"SQLite format 3\0"
HEADER = 100  # bytes of the header of a database file


class StoreRefusal(Exception):  # noqa: N818 - a sentence for the operator, like a Refusal
    """The store cannot be opened, in a sentence that says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `python -m bot check` says of a database file."""

    path: Path
    exists: bool
    size: int = 0
    revision: str | None = None
    lost_its_log: bool = False

    @property
    def loss(self) -> str:
        """Say what a lost log means, and how to go on; nothing where none was lost."""
        if not self.lost_its_log:
            return ""
        return (
            f"The database {self.path} was in use when it was last written, and its log "
            f"{log_of(self.path)} is gone: what was saved last may be missing (it was copied "
            "while Meridian ran, or the log was deleted). Meridian goes on with what there is. "
            f"{_remedy(self.path)}"
        )

    @property
    def sqlite_can_corrupt(self) -> bool:
        """Whether this SQLite has the fault of two connections that checkpoint a WAL at once.

        Versions 3.7.0 to 3.51.2; Meridian writes and checkpoints on one connection alone.
        """
        return (3, 7, 0) <= sqlite3.sqlite_version_info < (3, 51, 3)


def inspect(path: Path) -> Report:
    """Look at a database file without changing it; raise StoreRefusal for one that is unfit."""
    if not path.exists():
        return Report(path=path, exists=False)
    _require_header(path)
    is_lost = lost_its_log(path, _head(path))  # looked at before SQLite makes another
    revision = _require_sound(path)
    return Report(
        path=path,
        exists=True,
        size=path.stat().st_size,
        revision=revision,
        lost_its_log=is_lost,
    )


def application_of(path: Path) -> int | None:
    """Return the Discord application whose database a file is, None where none is noted."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT application_id FROM instance").fetchone()
    except sqlite3.Error:  # there is none yet, or it is of an older program
        return None
    return None if row is None else row[0]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the database file for this process; refuse while another holds it.

    The lock is on a file beside it: closing any handle of the database file itself would drop
    SQLite's own locks. The kernel gives it back however the process ends.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = (
            f"The folder {path.parent} of the database cannot be written ({error.strerror}): "
            "make it, or give this user the right to write there, or set DATABASE_URL to another."
        )
        raise StoreRefusal(message) from error
    try:
        _lock(handle, path)
        yield
    finally:
        os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
        message = (
            f"Another Meridian (process {holder}) uses the database {path}: "
            "stop it first; two on one database would post everything twice."
        )
        raise StoreRefusal(message) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)


def prepare(path: Path, *, now: datetime) -> None:
    """Make the database file, or bring one that is there to this program's schema.

    A copy is kept before each migration. Either happens whole or not at all.
    """
    report = inspect(path)
    if report.lost_its_log:
        log.warning(report.loss)
    try:
        if not report.exists:
            _make(path)
        elif report.revision != HEAD:
            copy_before_migration(path, revision=report.revision, now=now)
            migrate(path)
    except CopyDiffers as error:
        message = f"{error} Without a copy the database {path} is not migrated: is the disk sound?"
        raise StoreRefusal(message) from error
    except (OSError, sqlite3.Error, DBAPIError) as error:
        reason = getattr(error, "orig", error)
        message = f"The database {path} cannot be written ({reason}): nothing was changed in it."
        raise StoreRefusal(message) from error
    _require_writable(path)


def _make(path: Path) -> None:
    # Made under another name first: a kill on the way leaves no half-made database behind.
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(unfinished)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(unfinished)
    unfinished.rename(path)


def _require_header(path: Path) -> None:
    header = _head(path)
    if not header:
        raise StoreRefusal(_unfit(path, "is empty"))
    if not header.startswith(MAGIC):
        raise StoreRefusal(_unfit(path, "is not a database"))
    if len(header) < HEADER or _is_cut(path, header):
        raise StoreRefusal(_unfit(path, "is cut: its end is missing"))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise StoreRefusal(_unfit(path, "is the database of another program"))
    if has_a_foreign_log(path, header):
        stray = log_of(path)
        message = (
            f"The database {path} is a copy that was put back, but the log of the one before is "
            f"still beside it and would damage it. Move it away first: mv {stray} {stray}.old"
        )
        raise StoreRefusal(message)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEADER)


def _is_cut(path: Path, header: bytes) -> bool:
    # While a write-ahead log stands beside it, pages may still be there alone.
    if has_log(path):
        return False
    page_size = int.from_bytes(header[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages_are_counted = header[24:28] == header[92:96]
    pages = int.from_bytes(header[28:32], "big")
    return pages_are_counted and path.stat().st_size < page_size * pages


def _require_sound(path: Path) -> str | None:
    """Return the schema's revision; refuse a damaged file and one of a newer program."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise StoreRefusal(_unfit(path, f"is damaged ({error})")) from error
    if verdict != "ok":
        raise StoreRefusal(_unfit(path, f"is damaged ({verdict})"))
    found = None if revision is None else str(revision[0])
    if found is not None and not is_known(found):
        message = (
            f"The database {path} is of schema {found}, newer than this program's {HEAD}: "
            "run the newer program, or point DATABASE_URL at another file. Nothing was changed."
        )
        raise StoreRefusal(message)
    return found


def _require_writable(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _close_mark(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        message = (
            f"The database {path} cannot be written ({error}): "
            f"give this user the right to write it (its mode is {path.stat().st_mode & 0o777:o})."
        )
        raise StoreRefusal(message) from error
    for file in (path, *path.parent.glob(f"{path.name}-*")):
        file.chmod(0o600)


def _close_mark(connection: sqlite3.Connection) -> None:
    """Mark the file as closed until it is in use, and has a log, again."""
    if connection.execute("PRAGMA user_version").fetchone()[0] == Mark.CLOSED:
        return
    # A copy has no log: this goes straight into the file, and no log of ours is foreign to it.
    with suppress(sqlite3.OperationalError):
        connection.execute(marking(Mark.CLOSED))


def _unfit(path: Path, reason: str) -> str:
    return f"The database {path} {reason}. Nothing was changed. {_remedy(path)}"


def _remedy(path: Path) -> str:
    """Say how to go back to the newest copy."""
    copies = copies_of(path)
    if not copies:
        return "If you have a copy, put it there; to begin anew, move the file away."
    away = f"rm -f {path}-wal {path}-shm"  # the log of the file that goes would damage the other
    return f"To go back to the newest copy, with Meridian stopped: {away}; cp {copies[-1]} {path}"
