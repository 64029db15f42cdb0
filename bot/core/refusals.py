"""Refusals: a sentence for the person who asked for something that is not done."""

from dataclasses import dataclass


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - expected, and shown to the person
    """A request is refused, in a clear sentence that says what to do instead.

    The text is shown unchanged to the person who asked, so it contains nothing internal.
    There are subclasses only where a caller treats one refusal differently from others.
    """

    reason: str

    def __str__(self) -> str:
        """Return the sentence for the person."""
        return self.reason


class NotAllowed(Refusal):
    """The person may not do this, so no draft of what they typed is kept."""


class NotFound(Refusal):
    """The thing is not in this collaboration, or this person may not see it."""


class SlotTaken(Refusal):
    """Somebody else got the slot first; the draft is kept and another slot is offered."""


class NotSaved(Refusal):
    """The store cannot save anything right now."""
