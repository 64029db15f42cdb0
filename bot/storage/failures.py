"""Failures of the database, explained to the person whose change was not saved."""

import logging

from sqlalchemy.exc import OperationalError

from bot.core.refusals import NotSaved
from bot.core.translation import _

log = logging.getLogger(__name__)

BUSY = _("The database is busy, so nothing was saved. Try again in a moment.")
# By SQLite's primary result codes (sqlite.org/rescode.html).
FAILURES = {
    5: BUSY,
    6: BUSY,
    8: _("The database can't be written right now, so nothing was saved. Tell an organizer."),
    13: _("The storage is full, so nothing was saved. Tell an organizer."),
}


class explained_failures:  # noqa: N801 - a context manager, which reads as a function
    """Turn a failure of the database into a refusal that a person understands."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise a refusal if people can do something about the failure."""
        if isinstance(error, OperationalError):
            code = int(getattr(error.orig, "sqlite_errorcode", 0)) & 0xFF
            if code in FAILURES:
                log.error("the database failed: %s", error.orig)
                raise NotSaved(FAILURES[code]) from error
