"""Inspection of a database file before it is opened for writing; it changes nothing."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.core.translation import _
from bot.storage.engines.sqlite.backups import copies_of
from bot.storage.engines.sqlite.usage_mark import has_a_foreign_log, has_log, log_of, lost_its_log
from bot.storage.migration import HEAD, is_known
from bot.storage.refusals import StoreRefusal

# "Mrdn" in the header of the file (PRAGMA application_id), to recognise our own databases.
APPLICATION_ID = 0x4D72646E
MAGIC = b"SQLite format 3\0"
HEADER = 100  # bytes of the header of a database file


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an inspection found out about a database file."""

    path: Path
    exists: bool
    size: int = 0
    revision: str | None = None
    lost_its_log: bool = False

    @property
    def loss(self) -> str:
        """Return what a lost log means and how to go on; empty if no log was lost."""
        if not self.lost_its_log:
            return ""
        return _(
            "The database {path} was in use when it was last written, and its log {log} is gone, "
            "so the latest changes may be missing. (The file was copied while Meridian was "
            "running, or the log was deleted.) Meridian goes on with what is there. {remedy}",
            path=self.path,
            log=log_of(self.path),
            remedy=_remedy(self.path),
        )


def inspect(path: Path) -> Report:
    """Look at a database file without changing it; raise StoreRefusal if it is unfit."""
    if not path.exists():
        return Report(path=path, exists=False)
    _require_header(path)
    is_lost = lost_its_log(path, _head(path))  # looked at before SQLite creates another
    revision = _require_sound(path)
    return Report(
        path=path,
        exists=True,
        size=path.stat().st_size,
        revision=revision,
        lost_its_log=is_lost,
    )


def application_of(path: Path) -> int | None:
    """Return the Discord application that a database belongs to, or None if none is noted."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT application_id FROM instance").fetchone()
    except sqlite3.Error:  # there is no database yet, or an older program made it
        return None
    return None if row is None else row[0]


def _require_header(path: Path) -> None:
    header = _head(path)
    if not header:
        raise _unfit(path, _("The database {path} is empty.", path=path))
    if not header.startswith(MAGIC):
        raise _unfit(path, _("The file {path} is not a database.", path=path))
    if len(header) < HEADER or _is_cut(path, header):
        raise _unfit(path, _("The database {path} is cut off: its end is missing.", path=path))
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise _unfit(path, _("The database {path} belongs to another program.", path=path))
    if has_a_foreign_log(path, header):
        message = _(
            "The database {path} is a restored copy, but the log of the previous database is still "
            "next to it and would damage it. Move the log away first: mv {log} {log}.old",
            path=path,
            log=log_of(path),
        )
        raise StoreRefusal(message)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEADER)


def _is_cut(path: Path, header: bytes) -> bool:
    # While there is a write-ahead log, some pages may exist only there.
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
        raise _damaged(path, str(error)) from error
    if verdict != "ok":
        raise _damaged(path, verdict)
    found = None if revision is None else str(revision[0])
    # Reading all migrations takes longer than all else here, so it is left out where it can be.
    if found not in {None, HEAD} and not is_known(found):
        message = _(
            "The database {path} has schema {found}, which is newer than this program's {known}. "
            "Run the newer program, or set DATABASE_URL to another file. Nothing was changed.",
            path=path,
            found=found,
            known=HEAD,
        )
        raise StoreRefusal(message)
    return found


def _damaged(path: Path, reason: str) -> StoreRefusal:
    return _unfit(path, _("The database {path} is damaged ({reason}).", path=path, reason=reason))


def _unfit(path: Path, fault: str) -> StoreRefusal:
    message = _("{fault} Nothing was changed. {remedy}", fault=fault, remedy=_remedy(path))
    return StoreRefusal(message)


def _remedy(path: Path) -> str:
    """Return how to go back to the newest copy."""
    copies = copies_of(path)
    if not copies:
        return _("If you have a copy, put it there. To start afresh, move the file away.")
    # The log of the file that goes would damage the copy.
    return _(
        "To go back to the newest copy, stop Meridian and run: "
        "rm -f {path}-wal {path}-shm; cp {copy} {path}",
        path=path,
        copy=copies[-1],
    )
