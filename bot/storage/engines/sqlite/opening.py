"""Opening a database file: creating it, or bringing it to this program's schema.

Everything is inspected before SQLite opens the file for writing. An existing file is never
overwritten, and a start that is refused leaves every byte unchanged.
"""

import logging
import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.core.translation import _
from bot.storage.engines.sqlite.backups import CopyDiffers, copy_before_migration
from bot.storage.engines.sqlite.inspection import APPLICATION_ID, inspect
from bot.storage.engines.sqlite.usage_mark import Mark, marking
from bot.storage.migration import HEAD, migrate
from bot.storage.refusals import StoreRefusal

log = logging.getLogger(__name__)


def prepare(path: Path, *, now: datetime) -> None:
    """Create the database file, or bring an existing one to this program's schema.

    A copy is kept before each migration. Either step happens completely or not at all.
    """
    report = inspect(path)
    if report.lost_its_log:
        log.warning(report.loss)
    try:
        if not report.exists:
            _create(path)
        elif report.revision != HEAD:
            copy_before_migration(path, revision=report.revision, now=now)
            migrate(path)
    except CopyDiffers as error:
        message = _(
            "{fault} Without a copy the database {path} is not migrated. Check the disk.",
            fault=error,
            path=path,
        )
        raise StoreRefusal(message) from error
    except (OSError, sqlite3.Error, DBAPIError) as error:
        message = _(
            "The database {path} cannot be written ({reason}). Nothing in it was changed.",
            path=path,
            reason=getattr(error, "orig", error),
        )
        raise StoreRefusal(message) from error
    _require_writable(path)


def _create(path: Path) -> None:
    # Created under another name first, so that a kill leaves no half-made database behind.
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(unfinished)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrate(unfinished)
    unfinished.rename(path)


def _require_writable(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _close_mark(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        message = _(
            "The database {path} cannot be written ({reason}). "
            "Give this user the right to write it (its mode is {mode:o}).",
            path=path,
            reason=error,
            mode=path.stat().st_mode & 0o777,
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
