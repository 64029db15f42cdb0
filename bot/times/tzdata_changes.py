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
    """A meeting that a new release moves: its new start, and the sites whose clocks differ.

    `elsewhere` holds each such site with its wall time before and after.
    """

    meeting: Meeting
    start: datetime
    elsewhere: tuple[tuple[Site, datetime, datetime], ...]

    @property
    def manner(self) -> tuple[object, ...]:
        """What meetings of the series that move in the same way have in common."""
        by_site = tuple((site.id, after - before) for site, before, after in self.elsewhere)
        return self.meeting.series_id, self.start - self.meeting.start, by_site


def retimed(
    meeting: Meeting, sites: Sequence[Site], known: Mapping[str, ZoneOffsets]
) -> RetimedMeeting | None:
    """Return how a new release moves a meeting derived under an older one; None for no change.

    Its wall time in its own zone stays. Zones whose old offsets are unknown show no difference.
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
    """Return the meetings in groups that one message covers: of a series, moved in the same way."""
    ordered = sorted(found, key=lambda one: (one.meeting.series_id, one.start))
    return [tuple(group) for _, group in groupby(ordered, key=lambda one: one.manner)]


def _derived(meeting: Meeting) -> datetime:
    """Return a meeting's instant; in a repeated hour, the instant that it had."""
    if meeting.start in instants_of(meeting.wall, meeting.zone):
        return meeting.start
    return occurrence_instant(meeting.wall, meeting.zone)
