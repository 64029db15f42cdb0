"""What a new release of the time-zone database changes for meetings already planned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from bot.meetings.model.meetings import Meeting
from bot.sites.model.sites import Site
from bot.times.zone_offsets import ZoneOffsets
from bot.times.zones import instants_of, occurrence_instant, wall_time


@dataclass(frozen=True, slots=True, kw_only=True)
class RetimedMeeting:
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


def retimed(
    meeting: Meeting, sites: Sequence[Site], known: Mapping[str, ZoneOffsets]
) -> RetimedMeeting | None:
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
    return RetimedMeeting(meeting=meeting, start=start, elsewhere=elsewhere)


def grouped_alike(found: Sequence[RetimedMeeting]) -> list[tuple[RetimedMeeting, ...]]:
    """Return what is told in one breath: meetings of a series, in order, put elsewhere alike."""
    ordered = sorted(found, key=lambda one: (one.meeting.series_id, one.start))
    return [tuple(group) for _, group in groupby(ordered, key=lambda one: one.manner)]


def _derived(meeting: Meeting) -> datetime:
    """Return a meeting's instant; of an hour that comes twice, the one it had is kept."""
    if meeting.start in instants_of(meeting.wall, meeting.zone):
        return meeting.start
    return occurrence_instant(meeting.wall, meeting.zone)
