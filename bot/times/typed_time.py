"""What a typed time means: one moment, or a choice between several."""

from dataclasses import dataclass

from bot.core.refusals import Refusal
from bot.times.zoned_time import ZonedTime


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTime:
    """A moment that was understood, with a note that tells it from other readings.

    `others` are less likely readings that are offered with this one.
    """

    moment: ZonedTime
    note: str = ""
    others: tuple["TypedTime", ...] = ()


@dataclass(eq=False)
class AmbiguousTime(Refusal):
    """The words may mean any of the readings: people choose, Meridian never guesses.

    `reason` says what to type; `why` is a sentence that only says what is unclear, for a message
    with buttons.
    """

    readings: tuple[TypedTime, ...]
    why: str
