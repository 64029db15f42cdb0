"""How long a meeting may last, and how many slots it may have."""

from bot.core.refusals import Refusal
from bot.core.translation import _

SHORTEST_SLOT = 5  # minutes
LONGEST_MEETING = 24 * 60
MOST_SLOTS = 24


def require_length(minutes: int, slots: int) -> None:
    """Refuse a length or a number of slots that a meeting cannot have."""
    if not 1 <= slots <= MOST_SLOTS:
        message = _(
            "A meeting can have 1 to {most} slots, not {slots}.", most=MOST_SLOTS, slots=slots
        )
        raise Refusal(message)
    shortest = slots * SHORTEST_SLOT
    if not shortest <= minutes <= LONGEST_MEETING:
        message = _(
            "A meeting with {count} slot lasts {shortest} to {longest} minutes, not {minutes}.",
            plural="A meeting with {count} slots lasts {shortest} to {longest} minutes, "
            "not {minutes}.",
            count=slots,
            shortest=shortest,
            longest=LONGEST_MEETING,
            minutes=minutes,
        )
        raise Refusal(message)
