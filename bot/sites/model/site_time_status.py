"""The status of a time at a site: closed, night, day off or ordinary working hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.sites.model.closures import Closure, ClosuresByTime, Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site, is_night
from bot.times.zones import wall_time

# People go home before Shabbat and holidays, so one that begins this soon after is mentioned.
SOON_AFTER = timedelta(hours=2)
MIDNIGHT = time()


class ClosurePolicy(StrEnum):
    """What to do with times in hard closures when somebody schedules them."""

    ASK = "ask"  # refuse them, so that the person is asked
    DESPITE = "despite"  # schedule them: the person confirmed it
    LEAVE_OUT = "leave-out"  # schedule the others only


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTimeStatus:
    """The status of a time at a site; `words` are empty during ordinary working hours.

    `level` is how closed the site is during the meeting. Night and days off are only in `words`.
    """

    site: Site
    words: str
    level: Level | None = None

    @property
    def is_hard(self) -> bool:
        """Return whether the site is closed, so that scheduling needs a confirmation."""
        return self.level is Level.HARD


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedTime:
    """A time at which some sites have a hard closure, and which."""

    start: datetime
    at: tuple[SiteTimeStatus, ...]


@dataclass(eq=False)
class TimeInClosure(Refusal):
    """Times lie in hard closures: scheduling them needs an explicit confirmation."""

    shut: tuple[ClosedTime, ...]


def site_time_status(site: Site, start: datetime, end: datetime) -> SiteTimeStatus:
    """Return the status of the time from `start` to `end` at a site.

    Closures come first ("Shabbat from 15:17"), hard before soft; then night, day off or outside
    working hours.
    """
    near = closures_of(site, since=start, until=end + SOON_AFTER)
    during = [c for c in near if c.start < end]
    hard = _named(site, [c for c in during if c.level is Level.HARD], start, end)
    soft = _named(site, [c for c in during if c.level is Level.SOFT], start, end)
    soon = _named(site, [c for c in near if _is_imminent(c, site, end)], start, end)
    closed = hard or soft
    words = [*closed, *(soon if not hard else [])] or _hours(site, start, end)
    if closed and is_night(wall_time(start, site.zone)):
        words.append(_("night"))
    level = Level.HARD if hard else Level.SOFT if soft or soon else None
    return SiteTimeStatus(site=site, words=", ".join(words), level=level)


def site_time_statuses(
    sites: Iterable[Site], start: datetime, end: datetime
) -> list[SiteTimeStatus]:
    """Return the status of a time at each of the sites, in their order."""
    return [site_time_status(site, start, end) for site in sites]


def closed_sites(sites: Iterable[Site], start: datetime, end: datetime) -> list[SiteTimeStatus]:
    """Return the statuses of the sites that have a hard closure at a time."""
    return [site_time_status(site, start, end) for site in sites if _is_closed(site, start, end)]


def _is_closed(site: Site, start: datetime, end: datetime) -> bool:
    return any(c.level is Level.HARD for c in closures_of(site, since=start, until=end))


def statuses_text(told: Iterable[SiteTimeStatus]) -> str:
    """Return statuses in one line, sites with the same words together.

    `Berkeley · Stanford: Thanksgiving Day | Jerusalem: Shabbat from 15:17`
    """
    by_words = sorted(told, key=lambda one: one.words)
    groups = [(words, list(group)) for words, group in groupby(by_words, key=lambda v: v.words)]
    groups.sort(key=lambda pair: pair[1][0].site.position)
    return " | ".join(f"{_cities(group)}: {words}" for words, group in groups)


def closed_times(
    sites: Iterable[Site], starts: Iterable[datetime], length: timedelta
) -> tuple[ClosedTime, ...]:
    """Return which of the times that begin at `starts` lie in some site's hard closure."""
    ordered = sorted(starts)
    if not ordered:
        return ()
    until = ordered[-1] + length
    hard = [(site, _hard(closures_of(site, since=ordered[0], until=until))) for site in sites]
    return tuple(
        ClosedTime(
            start=start, at=tuple(site_time_status(site, start, start + length) for site in at)
        )
        for start in ordered
        if (at := [site for site, known in hard if known.touching(start, start + length)])
    )


def _hard(closures: Iterable[Closure]) -> ClosuresByTime:
    return ClosuresByTime(closure for closure in closures if closure.level is Level.HARD)


def require_open(sites: Iterable[Site], starts: Sequence[datetime], *, length: timedelta) -> None:
    """Refuse times that lie in some site's hard closure, until the person confirms them."""
    shut = closed_times(sites, starts, length)
    if not shut:
        return
    if len(starts) == 1:
        message = _("That time is in a closure: {closures}.", closures=statuses_text(shut[0].at))
    else:
        message = _("{closed} of {all} dates are in closures.", closed=len(shut), all=len(starts))
    raise TimeInClosure(message, shut)


def _cities(told: Sequence[SiteTimeStatus]) -> str:
    return " · ".join(dict.fromkeys(one.site.city for one in told))


def _is_imminent(closure: Closure, site: Site, end: datetime) -> bool:
    """Return whether a closure begins soon after the meeting, by the sun and not by the date."""
    begins_by_date = wall_time(closure.start, site.zone).time() == MIDNIGHT
    return closure.level is Level.HARD and closure.start >= end and not begins_by_date


def _named(site: Site, closures: Sequence[Closure], start: datetime, end: datetime) -> list[str]:
    """Return closures by name, each once, with the hours at which they begin or end meanwhile."""
    words = []
    for name in dict.fromkeys(closure.name for closure in closures):
        same = [closure for closure in closures if closure.name == name]
        first, last = min(c.start for c in same), max(c.end for c in same)
        begins = f"{wall_time(first, site.zone):%H:%M}" if first > start else ""
        ends = f"{wall_time(last, site.zone):%H:%M}" if last < end else ""
        words.append(_with_hours(name, begins, ends))
    return words


def _with_hours(name: str, begins: str, ends: str) -> str:
    if begins and ends:
        return _("{closure} from {begins} until {ends}", closure=name, begins=begins, ends=ends)
    if begins:
        return _("{closure} from {begins}", closure=name, begins=begins)
    return _("{closure} until {ends}", closure=name, ends=ends) if ends else name


def _hours(site: Site, start: datetime, end: datetime) -> list[str]:
    begins, ends = wall_time(start, site.zone), wall_time(end, site.zone)
    if is_night(begins):
        return [_("night")]
    if begins.weekday() not in site.working_days:
        return [_("day off")]
    fits = site.opens <= begins.time() and ends.date() == begins.date()
    return [] if fits and ends.time() <= site.closes else [_("outside working hours")]
