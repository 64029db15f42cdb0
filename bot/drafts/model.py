"""How a draft ended: its buttons say so, instead of doing something a second time."""

from enum import StrEnum
from secrets import randbelow

from bot.core.translation import _

SMALLEST_ID, LARGEST_ID = 2**40, 2**62


class Outcome(StrEnum):
    """How a draft ended."""

    SAVED = "saved"
    DISCARDED = "discarded"
    REPLACED = "replaced"


GONE = _("What you typed is no longer here, or was already saved. Start again.")
ANOTHERS = _("This is somebody else's: only they can use it. Please type the command yourself.")
ENDED = {
    Outcome.SAVED: _("This was already saved, so nothing was done a second time."),
    Outcome.DISCARDED: _("You have discarded this, so nothing was saved. Start again."),
    Outcome.REPLACED: _("You have changed this since. Please use your latest version of it."),
}


def fresh_id() -> int:
    """Return an id that no draft had before: old buttons name a draft that may be gone.

    It is random. The small numbers are left to drafts of older versions, which counted.
    """
    return SMALLEST_ID + randbelow(LARGEST_ID - SMALLEST_ID)
