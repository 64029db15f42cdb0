"""The one way Meridian says no: a sentence for the person who asked."""

from dataclasses import dataclass


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - the domain's word for "no, because..."
    """Refuse in one clear sentence that says what to do instead.

    The text is shown as it stands to the person who asked, so it holds nothing internal.
    Subclasses exist only where a caller treats one refusal differently from the others.
    """

    reason: str

    def __str__(self) -> str:
        """Return the sentence for the person."""
        return self.reason


class NotAllowed(Refusal):
    """The person may not do this; what they typed is of no use to them, so no draft is kept."""


class NotFound(Refusal):
    """The thing asked for is not in this collaboration, or this person may not see it."""


class SlotTaken(Refusal):
    """Somebody else got the slot first; the draft is kept and another slot is offered."""


class NotSaved(Refusal):
    """The store cannot keep anything just now."""
