"""Shortlists: the best times that were found for some people, as they are shown."""

from collections import Counter
from dataclasses import dataclass

from bot.finding.model.overlap import Overlap, overlap
from bot.finding.model.participants import Search
from bot.finding.model.ranking import Candidate
from bot.sites.model.points import quarters
from bot.sites.model.sites import Site
from bot.times.zones import wall_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """A page of the times found, counted on from `skipped`; `is_last` where there are no more.

    `asker` is the member who asks: their own name alone may be told. `mornings` is the site whose
    mornings alone were looked through. `notes` say what there is to know of who was asked.
    """

    search: Search
    found: tuple[Candidate, ...]
    skipped: int
    is_last: bool
    asker: int
    mornings: Site | None = None
    notes: tuple[str, ...] = ()

    @property
    def chart(self) -> Overlap | None:
        """How the days of these times feel where people are asked, the times pointed at."""
        search = self.search
        if not search.asked:
            return None
        days = {wall_time(candidate.start, search.zone).date() for candidate in self.found}
        there = Counter(person.site_id for person in search.people)
        return overlap(
            search.asked,
            sorted(days),
            zone=search.zone,
            place=next((s.city for s in search.sites if s.zone == search.zone), search.zone),
            people={site.id: there[site.id] for site in search.asked},
            marked=[q for c in self.found for q in quarters(c.start, c.minutes)],
        )
