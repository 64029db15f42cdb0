"""Parts of a typed time that contradict each other."""

from collections.abc import Sequence
from typing import TypeVar

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_times.tokenizer import EXAMPLES

AnyToken = TypeVar("AnyToken")


class Contradiction(Refusal):
    """These tokens contradict each other; another reading of the words may make sense."""


def only_one(found: Sequence[AnyToken]) -> AnyToken | None:
    """Return the one token of its kind; refuse two different ones, which contradict each other."""
    if len(found) > 1:
        message = _(
            "That can mean two different things. Please type one time, like {examples}.",
            examples=EXAMPLES,
        )
        raise Contradiction(message)
    return found[0] if found else None
