"""Failures of the database, explained to the person whose change was not saved."""

import logging

from sqlalchemy.exc import DBAPIError

from bot.core.refusals import NotSaved
from bot.core.translation import _
from bot.storage.engines.engine import Failure
from bot.storage.engines.errors import failure_of

log = logging.getLogger(__name__)

FAILURES = {
    Failure.BUSY: _("The database is busy, so nothing was saved. Try again in a moment."),
    Failure.READ_ONLY: _(
        "The database can't be written right now, so nothing was saved. Tell an organizer."
    ),
    Failure.FULL: _("The storage is full, so nothing was saved. Tell an organizer."),
}


class explained_failures:  # noqa: N801 - a context manager, which reads as a function
    """Turn a failure of the database into a refusal that a person understands."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise a refusal if people can do something about the failure."""
        failure = failure_of(error) if isinstance(error, DBAPIError) else None
        if failure in FAILURES:
            log.error("the database failed: %s", getattr(error, "orig", error))
            raise NotSaved(FAILURES[failure]) from error
