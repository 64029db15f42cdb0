"""Ledgers: the points that each site has paid in a term, for the meetings that took place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.attendance.model import HeldMeeting
from bot.core.translation import _
from bot.sites.model.points import NIGHT, points_by_site
from bot.sites.model.sites import Site
from bot.times.zones import occurrence_instant

Ledger = Mapping[int, int]  # points by the site's id

SEPTEMBER, FEBRUARY = 9, 2


@dataclass(frozen=True, slots=True)
class Term:
    """Half a year of teaching: from 1 September, or from 1 February, to the day before the other.

    Universities differ by weeks, but points are compared within one term for all of them.
    """

    first: date

    @classmethod
    def around(cls, day: date) -> "Term":
        """Return the term that a day lies in."""
        if day.month >= SEPTEMBER:
            return cls(date(day.year, SEPTEMBER, 1))
        if day.month < FEBRUARY:
            return cls(date(day.year - 1, SEPTEMBER, 1))
        return cls(date(day.year, FEBRUARY, 1))

    @property
    def before(self) -> "Term":
        """The term before this one."""
        return Term.around(self.first - timedelta(days=1))

    @property
    def after(self) -> "Term":
        """The term after this one."""
        return Term.around(self.first + timedelta(days=240))

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after.first - timedelta(days=1)

    @property
    def name(self) -> str:
        """Its name: "autumn 2026" lasts until the end of January 2027."""
        if self.first.month == SEPTEMBER:
            return _("autumn {year}", year=self.first.year)
        return _("spring {year}", year=self.first.year)

    def bounds(self, zone: str) -> tuple[datetime, datetime]:
        """Return the instants at which it begins and ends in a zone."""
        begins, ends = (
            occurrence_instant(datetime.combine(term.first, time()), zone)
            for term in (self, self.after)
        )
        return begins, ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The points that each site has paid for some meetings, and the number of meetings."""

    meetings: int
    paid: Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The points that sites have paid in a term: in all, and by series id."""

    term: Term
    total: Account
    by_series: Mapping[int, Account]

    @classmethod
    def of(cls, term: Term, held: Sequence[HeldMeeting], sites: Sequence[Site]) -> "Statement":
        """Add up the points of the meetings of a term."""
        series_ids = dict.fromkeys(one.series_id for one in held)
        return cls(
            term=term,
            total=account(held, sites),
            by_series={
                series_id: account((one for one in held if one.series_id == series_id), sites)
                for series_id in series_ids
            },
        )


def paid_for(held: HeldMeeting, sites: Iterable[Site]) -> dict[int, int]:
    """Return the points of a meeting for each invited site, by the local clock.

    At night, only sites that took part pay: the others have slept.
    """
    asked = [site for site in sites if held.invited is None or site.id in held.invited]
    points = points_by_site(held.start, held.minutes, asked)
    return {s: p if p < NIGHT or s in held.came else 0 for s, p in points.items()}


def account(meetings: Iterable[HeldMeeting], sites: Sequence[Site]) -> Account:
    """Return the account of some meetings."""
    paid = {site.id: 0 for site in sites}
    count = 0
    for held in meetings:
        count += 1
        for site_id, points in paid_for(held, sites).items():
            paid[site_id] += points
    return Account(meetings=count, paid=paid)


def burden(ledger: Ledger, points: Mapping[int, int]) -> tuple[int, ...]:
    """Return the points of sites after these are added, the most first: smaller is fairer."""
    sites = ledger.keys() | points.keys()
    return tuple(sorted((ledger.get(s, 0) + points.get(s, 0) for s in sites), reverse=True))
