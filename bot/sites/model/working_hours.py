"""Working hours: when somebody works, and the next working time after a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.people.model.members import Member
from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.times.zones import occurrence_instant, wall_time

DAY = timedelta(days=1)
MOMENT = timedelta(minutes=1)
DAYS = 7
WEEK_AND_ONE = 8
LONGEST_BREAK = 60  # days without work before the search for a working day ends
MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """Working days (Monday 0) and hours, as wall times in a zone.

    Hours that close before they open go over midnight and belong to the day on which they open.
    Nobody works in the hard closures of `site`, where there is one.
    """

    zone: str
    days: frozenset[int]
    opens: time
    closes: time
    site: Site | None = None

    def include(self, instant: datetime) -> bool:
        """Return whether an instant lies in them."""
        wall = wall_time(instant, self.zone)
        at, today, before = wall.time(), wall.weekday(), (wall.weekday() - 1) % DAYS
        if self.over_night:
            at_work = (at >= self.opens and today in self.days) or (
                at < self.closes and before in self.days
            )
        else:
            at_work = today in self.days and self.opens <= at < self.closes
        return at_work and not self._is_closed(instant)

    @property
    def over_night(self) -> bool:
        """Whether the hours end on the next day."""
        return self.closes <= self.opens

    def _is_closed(self, instant: datetime) -> bool:
        if self.site is None:
            return False
        then = closures_of(self.site, since=instant, until=instant + MOMENT)
        return any(closure.level is Level.HARD for closure in then)

    def next_from(self, instant: datetime) -> datetime:
        """Return the first instant in them, from this one on."""
        if self.include(instant):
            return instant
        day = wall_time(instant, self.zone).date()
        for ahead in range(LONGEST_BREAK):
            on = day + ahead * DAY
            begins = occurrence_instant(datetime.combine(on, self.opens), self.zone)
            if begins >= instant and self.include(begins):
                return begins
        return instant

    def after(self, instant: datetime, worked: timedelta) -> datetime:
        """Return the instant at which that much working time has passed since this one."""
        left, at = worked, self.next_from(instant)
        while True:
            wall = wall_time(at, self.zone)
            last = wall.date() + DAY * (self.over_night and wall.time() >= self.opens)
            ends = occurrence_instant(datetime.combine(last, self.closes), self.zone)
            if at + left <= ends or ends <= at:
                return at + left
            left -= ends - at
            at = self.next_from(ends)


def of_site(site: Site) -> WorkingHours:
    """Return the working hours of a site."""
    return WorkingHours(
        zone=site.zone, days=site.working_days, opens=site.opens, closes=site.closes, site=site
    )


def of_member(member: Member | None, sites: Sequence[Site], *, anchor: Site | None) -> WorkingHours:
    """Return a member's own hours, else those of their site, else of the anchor site."""
    home = next((s for s in sites if member and s.id == member.site_id), anchor)
    usual = (
        of_site(home)
        if home is not None
        else WorkingHours(zone="UTC", days=MONDAY_TO_FRIDAY, opens=time(9), closes=time(17))
    )
    if member is None:
        return usual
    return WorkingHours(
        zone=member.zone or usual.zone,
        days=usual.days,
        opens=member.opens or usual.opens,
        closes=member.closes or usual.closes,
        site=usual.site,
    )


def first_of_week(hours: WorkingHours, instant: datetime) -> datetime:
    """Return when the working week that `instant` is in began: its first day's opening.

    The first working day is the one after a day off: Sunday in Jerusalem, Monday in Lausanne.
    """
    day = wall_time(instant, hours.zone).date()
    for back in range(WEEK_AND_ONE):
        on = day - back * DAY
        if on.weekday() in hours.days and (on.weekday() - 1) % 7 not in hours.days:
            return occurrence_instant(datetime.combine(on, hours.opens), hours.zone)
    return occurrence_instant(datetime.combine(day, hours.opens), hours.zone)
