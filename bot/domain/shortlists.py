"""Shortlists: the best times that were found for some people, as they are shown."""

from dataclasses import dataclass

from bot.domain.candidates import Candidate
from bot.domain.searches import Search
from bot.domain.sites import Site


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
