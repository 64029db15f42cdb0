"""Searches: for whom a time is looked for, within what, and what is known of these people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.fairness.model.ledger import Ledger
from bot.finding.model.availability import Grid
from bot.sites.model.sites import Site

FARTHEST = timedelta(weeks=8, days=1)
MOST_PEOPLE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is asked: where their clock is, when they work, and when they are busy.

    `hours` are their own; without any they can be asked from 6:00 to 23:00 on working days. Of two
    people, one of weight 2 counts twice where not everybody can come. Who would rather not counts
    half. `away` are quarters of the search's grid in which they are busy: thousands of appointments
    take less room so.
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
class Closed:
    """When a site is closed: hard, so that nobody there can come; soft, so that they rather not."""

    hard: Sequence[Interval] = ()
    soft: Sequence[Interval] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hours of the day in a zone within which the whole of a meeting is to be."""

    zone: str
    hours: tuple[time, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: a time for these people, of so many minutes, between two instants.

    `zone` says where days begin, `ledger` what each site has paid so far.
    """

    people: Sequence[Person]
    sites: Sequence[Site]
    minutes: int
    since: datetime
    until: datetime
    zone: str
    ledger: Ledger = field(default_factory=dict)
    closed: Mapping[int, Closed] = field(default_factory=dict)
    only: Part | None = None

    @property
    def grid(self) -> Grid:
        """The quarters of an hour that are looked through."""
        return Grid.between(self.since, self.until)

    @property
    def asked(self) -> list[Site]:
        """The sites of which somebody is asked."""
        ids = {person.site_id for person in self.people}
        return [site for site in self.sites if site.id in ids]

    @property
    def places(self) -> set[str]:
        """The zones of the sites that are asked, and those of people of no site."""
        zone_of = {site.id: site.zone for site in self.sites}
        return {zone_of.get(person.site_id or 0, person.zone) for person in self.people}

    @property
    def weights(self) -> dict[str, int]:
        """How much weight the people have whose clocks are in each zone."""
        weights: dict[str, int] = {}
        for person in self.people:
            weights[person.zone] = weights.get(person.zone, 0) + person.weight
        return weights

    def require_feasible(self) -> None:
        """Refuse a search that would take too long."""
        if self.until - self.since > FARTHEST:
            message = "I can look through eight weeks at once: please name an earlier last date."
            raise Refusal(message)
        if len(self.people) > MOST_PEOPLE:
            message = f"I can ask for {MOST_PEOPLE} people at most: please name fewer."
            raise Refusal(message)
