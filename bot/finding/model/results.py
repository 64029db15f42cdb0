"""Shortlists: a page of the best times that were found."""

from collections import Counter
from dataclasses import dataclass

from bot.finding.model.overlap import Overlap, overlap
from bot.finding.model.participants import Search
from bot.finding.model.ranked_times import RankedTime
from bot.sites.model.points import quarters
from bot.sites.model.sites import Site
from bot.times.zones import wall_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """A page of the times found, after `skipped` better ones; `is_last` if there are no more.

    `asker` is the member who searches, the only one whose own availability is shown. `mornings` is
    the site whose mornings were searched, if not the whole day. `notes` explain who was asked.
    """

    search: Search
    found: tuple[RankedTime, ...]
    skipped: int
    is_last: bool
    asker: int
    mornings: Site | None = None
    notes: tuple[str, ...] = ()

    @property
    def chart(self) -> Overlap | None:
        """How the days of these times feel at the participants' sites, with the times marked."""
        search = self.search
        if not search.asked:
            return None
        days = {wall_time(ranked.start, search.zone).date() for ranked in self.found}
        there = Counter(person.site_id for person in search.people)
        return overlap(
            search.asked,
            sorted(days),
            zone=search.zone,
            place=next((s.city for s in search.sites if s.zone == search.zone), search.zone),
            people={site.id: there[site.id] for site in search.asked},
            marked=[q for c in self.found for q in quarters(c.start, c.minutes)],
        )
