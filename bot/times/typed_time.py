"""What a typed time means: one moment, or a choice between several."""

from dataclasses import dataclass

from bot.core.refusals import Refusal
from bot.times.zoned_time import ZonedTime


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTime:
    """A moment that was understood, and what tells it from other readings of the same words.

    `others` are readings less likely, but so near that they are offered beside this one.
    """

    moment: ZonedTime
    note: str = ""
    others: tuple["TypedTime", ...] = ()


@dataclass(eq=False)
class AmbiguousTime(Refusal):
    """The words may mean any of the readings: they are asked back, never guessed.

    `reason` says what to type; `why` says only what is not clear, to stand above buttons.
    """

    readings: tuple[TypedTime, ...]
    why: str
