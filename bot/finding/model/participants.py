"""The search for a time: its participants, their availability, and the days searched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.fairness.model.ledger import Ledger
from bot.finding.model.availability import Grid
from bot.sites.model.sites import Site

FARTHEST = timedelta(weeks=8, days=1)
MOST_PEOPLE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A participant: their zone, working days and hours, and when they are busy.

    Without `hours` of their own they are available from 6:00 to 23:00 on working days. A weight of
    2 counts twice where not everyone can come; somebody who would rather not come counts half.
    `away` are the quarters of the search's grid in which they are busy, because thousands of
    appointments take less memory that way.
    """

    id: int
    site_id: int | None
    zone: str
    days: frozenset[int]
    hours: tuple[time, time] | None = None
    busy: Sequence[Interval] = ()
    away: int = 0
    rather_not: Sequence[Interval] = ()
    required: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedTimes:
    """When a site is closed: hard, nobody there can come; soft, they would rather not."""

    hard: Sequence[Interval] = ()
    soft: Sequence[Interval] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHours:
    """Hours of the day in a zone that the whole meeting must be within."""

    zone: str
    hours: tuple[time, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search for a time for these people, of this many minutes, between two instants.

    Days begin in `zone`; `ledger` is what each site has paid so far.
    """

    people: Sequence[Participant]
    sites: Sequence[Site]
    minutes: int
    since: datetime
    until: datetime
    zone: str
    ledger: Ledger = field(default_factory=dict)
    closed: Mapping[int, ClosedTimes] = field(default_factory=dict)
    only: DayHours | None = None

    @property
    def grid(self) -> Grid:
        """The quarters of an hour to search."""
        return Grid.between(self.since, self.until)

    @property
    def asked(self) -> list[Site]:
        """The sites that have participants."""
        ids = {person.site_id for person in self.people}
        return [site for site in self.sites if site.id in ids]

    @property
    def places(self) -> set[str]:
        """The zones of those sites, and of participants without a site."""
        zone_of = {site.id: site.zone for site in self.sites}
        return {zone_of.get(person.site_id or 0, person.zone) for person in self.people}

    @property
    def weights(self) -> dict[str, int]:
        """The weight of the participants in each zone."""
        weights: dict[str, int] = {}
        for person in self.people:
            weights[person.zone] = weights.get(person.zone, 0) + person.weight
        return weights

    def require_feasible(self) -> None:
        """Refuse a search that would take too long."""
        if self.until - self.since > FARTHEST:
            message = _("I can search eight weeks at a time. Please type an earlier last date.")
            raise Refusal(message)
        if len(self.people) > MOST_PEOPLE:
            message = _(
                "I can find a time for up to {count} people. Please name fewer.", count=MOST_PEOPLE
            )
            raise Refusal(message)
