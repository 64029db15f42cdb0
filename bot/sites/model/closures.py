"""Closures: a time at which a site is not working, and who said so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.times.zones import occurrence_instant


class Level(StrEnum):
    """How closed: hard means that nobody works, soft that many would rather not."""

    HARD = "hard"
    SOFT = "soft"


class Origin(StrEnum):
    """Who stated a closure: a person, a calendar that was imported, or a file of Meridian's own."""

    STATED = "stated"
    IMPORTED = "imported"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A time at which a site is not working, from an instant to an instant."""

    start: datetime
    end: datetime
    name: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnClosure:
    """A closure that a site or a member stated, in wall time there; whole days end at midnight."""

    id: int = 0
    begins: datetime
    ends: datetime
    name: str
    level: Level
    origin: Origin = Origin.STATED

    def at(self, zone: str) -> Closure:
        """Return the closure that it is in a zone."""
        start, end = (occurrence_instant(wall, zone) for wall in (self.begins, self.ends))
        return Closure(start=start, end=end, name=self.name, level=self.level)
