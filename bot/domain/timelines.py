"""Timelines: what clocks of a zone show under one release of the time-zone database."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.meetings import Meeting
from bot.domain.sites import Site
from bot.domain.zones import (
    clock_changes,
    instants_of,
    occurrence_instant,
    offset,
    require_aware,
    wall_time,
)

# How far ahead meetings are made, and a little more.
REACH = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """From when on clocks of a zone are how far ahead of UTC; `spans` are in order."""

    zone: str
    release: str
    spans: tuple[tuple[datetime, timedelta], ...]

    @classmethod
    def of(cls, zone: str, *, release: str, now: datetime) -> "Timeline":
        """Return what the databases of this program say of a zone, from now on."""
        begins = require_aware(now)
        years = range(begins.year, (begins + REACH).year + 1)
        changes = [c for year in years for c in clock_changes(zone, year) if c > begins]
        spans = tuple((since, offset(since, zone)) for since in (begins, *changes))
        return cls(zone=zone, release=release, spans=spans)

    def wall_time(self, instant: datetime) -> datetime:
        """Return what clocks show at an instant; before the first span they show its offset."""
        following = bisect_right([since for since, _ in self.spans], instant)
        _, ahead = self.spans[max(following - 1, 0)]
        return (require_aware(instant) + ahead).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Displaced:
    """A meeting that a new release puts elsewhere: its start, and the sites whose clocks differ.

    `elsewhere` holds each such site with the wall time that it had and the one that it has now.
    """

    meeting: Meeting
    start: datetime
    elsewhere: tuple[tuple[Site, datetime, datetime], ...]

    @property
    def manner(self) -> tuple[object, ...]:
        """What it has in common with others of its series that are put elsewhere like it."""
        by_site = tuple((site.id, after - before) for site, before, after in self.elsewhere)
        return self.meeting.series_id, self.start - self.meeting.start, by_site


def displaced(
    meeting: Meeting, sites: Sequence[Site], known: Mapping[str, Timeline]
) -> Displaced | None:
    """Return what a new release makes of a meeting derived under an older one; None for no change.

    Its wall time in its own zone stays. Zones of which nothing was known show no difference.
    """
    start = _derived(meeting)
    compared = (
        (site, known[site.zone].wall_time(meeting.start), wall_time(start, site.zone))
        for site in sites
        if site.zone in known
    )
    elsewhere = tuple(one for one in compared if one[1] != one[2])
    if start == meeting.start and not elsewhere:
        return None
    return Displaced(meeting=meeting, start=start, elsewhere=elsewhere)


def alike(found: Sequence[Displaced]) -> list[tuple[Displaced, ...]]:
    """Return what is told in one breath: meetings of a series, in order, put elsewhere alike."""
    ordered = sorted(found, key=lambda one: (one.meeting.series_id, one.start))
    return [tuple(group) for _, group in groupby(ordered, key=lambda one: one.manner)]


def _derived(meeting: Meeting) -> datetime:
    """Return a meeting's instant; of an hour that comes twice, the one it had is kept."""
    if meeting.start in instants_of(meeting.wall, meeting.zone):
        return meeting.start
    return occurrence_instant(meeting.wall, meeting.zone)
