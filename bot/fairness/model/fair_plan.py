"""Fair plans: the hours at which a series would cost the worst-off site least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.intervals import Interval
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.fairness.model.rotation import Rotation, fixed, rotation
from bot.meetings.model.meetings import Meeting
from bot.series.model.series import Series
from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.points import NIGHT, points_by_site
from bot.sites.model.sites import Site
from bot.times.zoned_time import ZonedTime
from bot.times.zones import occurrence_instant

USUAL = 26  # meetings that are planned: half a year of weeks
FEWEST = 4  # meetings for which a plan makes sense
SHORTEST_BLOCK = 3  # weeks at one hour, so that people can get used to it
DAY = timedelta(days=1)
Closed = Mapping[int, Sequence[Interval]]  # by the site's id


@dataclass(frozen=True, slots=True, kw_only=True)
class FairPlan:
    """The next meetings of a series, with their points now, at one hour, and in blocks.

    `hours` are those of the day in the series' zone that rotations number; `paid` in rotations is
    in the order of `sites`.
    """

    series: Series
    meetings: tuple[Meeting, ...]
    sites: tuple[Site, ...]
    hours: tuple[time, ...]
    present: tuple[int, ...]
    single: Rotation
    best: Rotation

    def moves(self, rotation: Rotation) -> list[tuple[Meeting, ZonedTime]]:
        """Return the meetings that a rotation moves, and their new times."""
        found = []
        for meeting, hour in zip(self.meetings, rotation.hours, strict=True):
            to = _moment(meeting, self.hours[hour], self.series.zone)
            if to.instant != meeting.start:
                found.append((meeting, to))
        return found

    def blocks(self, rotation: Rotation) -> list[tuple[ZonedTime, int]]:
        """Return the first moment of each block of a rotation, and its number of meetings."""
        found, done = [], 0
        for hour, length in rotation.blocks:
            found.append((_moment(self.meetings[done], self.hours[hour], self.series.zone), length))
            done += length
        return found


def fair_plan(series: Series, meetings: Sequence[Meeting], sites: Sequence[Site]) -> FairPlan:
    """Return the fairest plan for meetings of a series; refuse if there are too few."""
    if len(meetings) < FEWEST:
        message = _(
            "“{series}” has {number} coming meetings. A plan needs at least {fewest}.",
            series=series.title,
            number=len(meetings),
            fewest=FEWEST,
        )
        raise Refusal(message)
    hours = tuple(dict.fromkeys([series.rule.wall, *_every_hour(series.rule.wall.minute)]))
    closed = {site.id: _hard_closures(site, meetings) for site in sites}
    present = [_cost(m, m.start, sites, closed) for m in meetings]
    costs = [
        [_cost(m, _moment(m, hour, series.zone).instant, sites, closed) for m in meetings]
        for hour in hours
    ]
    return FairPlan(
        series=series,
        meetings=tuple(meetings),
        sites=tuple(sites),
        hours=hours,
        present=tuple(map(sum, zip(*present, strict=True))),
        single=fixed(costs),
        best=rotation(costs, shortest=SHORTEST_BLOCK),
    )


def _every_hour(minute: int) -> list[time]:
    return [time(hour, minute) for hour in range(24)]


def _moment(meeting: Meeting, hour: time, zone: str) -> ZonedTime:
    """Return the moment of an hour in a zone, on a meeting's day."""
    day: date = meeting.wall.date()
    wall = datetime.combine(day, hour)
    return ZonedTime(wall=wall, zone=zone, instant=occurrence_instant(wall, zone))


def _hard_closures(site: Site, meetings: Sequence[Meeting]) -> list[Interval]:
    first, last = meetings[0].start - DAY, meetings[-1].end + DAY
    return [
        Interval(c.start, c.end)
        for c in closures_of(site, since=first, until=last)
        if c.level is Level.HARD
    ]


def _cost(
    meeting: Meeting, start: datetime, sites: Sequence[Site], closed: Closed
) -> tuple[int, ...]:
    """Return the points of a meeting at a time for each site; a closure counts like night.

    A site that is also closed at the present time of the meeting loses nothing.
    """
    now = Interval(meeting.start, meeting.end)
    then = Interval(start, start + timedelta(minutes=meeting.minutes))
    points = points_by_site(start, meeting.minutes, sites)
    return tuple(
        NIGHT
        if _meets(then, closed[site.id]) and not _meets(now, closed[site.id])
        else points[site.id]
        for site in sites
    )


def _meets(interval: Interval, others: Sequence[Interval]) -> bool:
    return any(interval.meets(other) for other in others)
