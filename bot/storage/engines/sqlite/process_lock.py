"""The lock that keeps a second Meridian from using the same database file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.translation import _
from bot.storage.refusals import StoreRefusal


@contextmanager
def process_lock(path: Path) -> Iterator[None]:
    """Hold the database file for this process; refuse while another process holds it.

    A separate lock file is used, because closing any handle of the database file itself would drop
    SQLite's own locks. The kernel releases the lock however the process ends.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        message = _(
            "The folder {folder} of the database cannot be written ({reason}). Create it, give "
            "this user the right to write there, or set DATABASE_URL to another place.",
            folder=path.parent,
            reason=error.strerror,
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
        holder = os.pread(handle, 20, 0).decode(errors="replace").strip() or _("unknown")
        message = _(
            "Another Meridian (process {holder}) is using the database {path}. Stop it first: two "
            "on one database would post everything twice.",
            holder=holder,
            path=path,
        )
        raise StoreRefusal(message) from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
