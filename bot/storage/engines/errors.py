"""What is wrong when a statement fails: by the engine's code, never by the words of its message."""

from sqlalchemy.exc import DBAPIError

from bot.storage.engines.engine import Failure
from bot.storage.engines.known import ENGINES


def failure_of(error: DBAPIError) -> Failure | None:
    """Return what is wrong, None if it is nothing that is told apart here."""
    found = (engine.failure_of(error.orig) for engine in ENGINES.values())
    return next((failure for failure in found if failure is not None), None)
