"""The times that a search finds: what each costs, and who can come."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """How many participants of a site there are, can come, and would rather not.

    `points` are what the time costs the site; `site_id` is None for people without a site.
    """

    site_id: int | None
    asked: int
    free: int
    rather_not: int
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedTime:
    """A time, what it costs, and who can come.

    `absence`, `hardest` and `everybody` add up to its points. `spares` is set if another time was
    up to a point cheaper, but this one costs less to the sites that have paid most.
    """

    start: datetime
    minutes: int
    absence: float
    hardest: float
    everybody: float
    turnouts: tuple[Turnout, ...]
    cannot: frozenset[int]
    spares: bool

    @property
    def points(self) -> float:
        """The total cost: the lower, the better."""
        return self.absence + self.hardest + self.everybody

    @property
    def asked(self) -> int:
        """How many were asked."""
        return sum(turnout.asked for turnout in self.turnouts)

    @property
    def free(self) -> int:
        """How many can come."""
        return sum(turnout.free for turnout in self.turnouts)
