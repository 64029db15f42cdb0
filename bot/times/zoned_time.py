"""A wall time in a zone together with its instant."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.times.zones import instants_of, wall_time

TURNS = ("first", "second")


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonedTime:
    """A wall time in a zone, with the one instant that it means.

    `city` is the place that was typed for the zone, where one was: it is what people are answered.
    """

    wall: datetime
    zone: str
    instant: datetime
    city: str = field(default="", compare=False)

    @property
    def typed(self) -> str:
        """The text that means this moment, whoever types it."""
        both = instants_of(self.wall, self.zone)
        turn = f" {TURNS[both.index(self.instant)]}" if len(both) > 1 else ""
        return f"{self.wall:%Y-%m-%d %H:%M} {self.zone}{turn}"

    @property
    def kept(self) -> str:
        """The same with the city that was typed, for drafts and choices of this server."""
        return f"{self.typed} ({self.city})" if self.city else self.typed


def zoned_time_at(instant: datetime, zone: str, *, city: str = "") -> ZonedTime:
    """Return the moment that an instant is in a zone."""
    return ZonedTime(wall=wall_time(instant, zone), zone=zone, instant=instant, city=city)
