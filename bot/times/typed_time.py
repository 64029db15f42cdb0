"""What a typed time means: one moment, or a choice between several."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.zoned_time import ZonedTime
from bot.times.zones import wall_time


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTime:
    """A moment that was understood, with a note that tells it from other readings.

    `others` are less likely readings that are offered with this one. `minutes` is how long it
    lasts, where an end was typed too.
    """

    moment: ZonedTime
    note: str = ""
    minutes: int | None = None
    others: tuple["TypedTime", ...] = ()

    def without_end(self) -> Self:
        """Return it where only a beginning makes sense; refuse one with an end."""
        if self.minutes or any(one.minutes for one in self.others):
            message = _("An end makes no sense here. Please type only when it begins.")
            raise Refusal(message)
        return self

    @property
    def typed(self) -> str:
        """The text that means this, whoever types it."""
        return self._with_end(self.moment.typed)

    @property
    def kept(self) -> str:
        """The same with the city that was typed, for drafts and choices of this server."""
        return self._with_end(self.moment.kept)

    def _with_end(self, typed: str) -> str:
        if self.minutes is None:
            return typed
        begins = len("2026-11-26 17:00")
        end = wall_time(self.moment.instant + timedelta(minutes=self.minutes), self.moment.zone)
        return f"{typed[:begins]}-{end:%H:%M}{typed[begins:]}"


@dataclass(eq=False)
class AmbiguousTime(Refusal):
    """The words may mean any of the readings: people choose, Meridian never guesses.

    `reason` says what to type; `why` is a sentence that only says what is unclear, for a message
    with buttons.
    """

    readings: tuple[TypedTime, ...]
    why: str
