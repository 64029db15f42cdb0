"""Copies of the database file, before a migration and every night, each verified row by row."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from bot.core.translation import _
from bot.storage.engines.sqlite.usage_mark import Mark, marking

COPIES_KEPT = 10  # of those made before migrations
NIGHTS_KEPT = 7
OLDEST_NIGHT = timedelta(days=7)
NIGHT, SCHEMA, ANY = "nightly", "schema-*", "*"


class CopyDiffers(Exception):  # noqa: N818 - a sentence for the operator, like a Refusal
    """A copy differs from the database, so it was removed."""


def copies_of(path: Path, kind: str = ANY) -> list[Path]:
    """Return the copies kept of a database file, oldest first."""
    return sorted((path.parent / "backups").glob(f"{path.stem}-*Z-{kind}{path.suffix}"))


def copy_before_migration(path: Path, *, revision: str | None, now: datetime) -> Path:
    """Keep a copy of a file before it is migrated."""
    copy = _copy(path, kind=f"schema-{revision}", now=now)
    _prune(path, SCHEMA, kept=COPIES_KEPT)
    return copy


def copy_nightly(path: Path, *, now: datetime) -> Path | None:
    """Copy the running database, unless it was already copied today (UTC).

    Copies older than a week are removed, so that what was deleted here is soon gone there as well.
    Raises CopyDiffers, and keeps no copy, if the copy differs from the database.
    """
    last = copied_at(path)
    if last is not None and last.date() >= now.date():
        return None
    copy = _copy(path, kind=NIGHT, now=now)
    _prune(path, NIGHT, kept=NIGHTS_KEPT)
    for old in copies_of(path, NIGHT):
        if now - _made_at(old) > OLDEST_NIGHT:
            old.unlink()
    return copy


def copied_at(path: Path) -> datetime | None:
    """Return when the last nightly copy of a database file was made, if ever."""
    copies = copies_of(path, NIGHT)
    return _made_at(copies[-1]) if copies else None


def _made_at(copy: Path) -> datetime:
    # From its name, since the file's own times change when it is moved.
    stamp = copy.stem.rpartition("Z-")[0].rpartition("-")[2]
    return datetime.strptime(f"{stamp}+0000", "%Y%m%dT%H%M%S%z")


def verify(copy: Path, held: Mapping[str, str]) -> None:
    """Compare a copy's tables with digests of the original's; raise CopyDiffers.

    `PRAGMA integrity_check` would not do: it does not look at what is in a row.
    """
    try:
        with closing(_reading(copy)) as connection:
            found = digests(connection)
    except sqlite3.Error as error:
        message = _("The copy {copy} cannot be read ({reason}).", copy=copy, reason=error)
        raise CopyDiffers(message) from error
    differing = sorted(
        name for name in held.keys() | found.keys() if held.get(name) != found.get(name)
    )
    if differing:
        message = _(
            "The copy {copy} differs from the database in these tables: {tables}.",
            copy=copy,
            tables=", ".join(differing),
        )
        raise CopyDiffers(message)


def digests(connection: sqlite3.Connection) -> dict[str, str]:
    """Return a digest of all rows of each table, and of the schema itself."""
    # Damaged text must be compared too, and a text must differ from a blob of the same bytes.
    connection.text_factory = bytearray
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    return {
        name: _digest(connection, name)
        for name in ("sqlite_schema", *(bytes(name).decode() for (name,) in names.fetchall()))
    }


def _digest(connection: sqlite3.Connection, table: str) -> str:
    digest = blake2b(digest_size=16)
    quoted = table.replace('"', '""')
    for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - a table's own name
        digest.update(repr(row).encode())
    return digest.hexdigest()


def _copy(path: Path, *, kind: str, now: datetime) -> Path:
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{path.stem}-{now:%Y%m%dT%H%M%SZ}-{kind}{path.suffix}"
    with _unfinished(folder, name) as unfinished:
        verify(unfinished, copy_into(unfinished, path))
        unfinished.rename(folder / name)
    return folder / name


@contextmanager
def _unfinished(folder: Path, name: str) -> Iterator[Path]:
    """Create an empty file to copy into; remove unfinished files, also those of earlier runs."""
    for left in folder.glob("*.new"):
        left.unlink()
    unfinished = folder / f"{name}.new"
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield unfinished
    finally:
        unfinished.unlink(missing_ok=True)


def copy_into(unfinished: Path, path: Path) -> dict[str, str]:
    """Copy a database as it is at one moment; return its digests at that moment."""
    with closing(_reading(path)) as source, closing(sqlite3.connect(unfinished)) as target:
        # A transaction reads, and copies, one state, whatever is written in the meantime.
        source.execute("BEGIN")
        held = digests(source)
        # In one step: with several, each write in between would start the copy again.
        source.backup(target, pages=-1)
        # A single file without a log, marked as a copy.
        target.execute("PRAGMA journal_mode = DELETE")
        target.execute(marking(Mark.COPY))
    return held


def _reading(path: Path) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def _prune(path: Path, kind: str, *, kept: int) -> None:
    for old in copies_of(path, kind)[:-kept]:
        old.unlink()
