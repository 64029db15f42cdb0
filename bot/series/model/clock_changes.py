"""Meetings that are not at their usual hour at some sites, because clocks change there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.meetings.model.meetings import Meeting
from bot.sites.model.sites import Site
from bot.sites.model.usual_hours import off_usual, usual_wall_time
from bot.times.zones import wall_time

# How far a run can reach before and after a meeting: clocks never disagree for longer.
REACH = timedelta(weeks=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockShift:
    """A site whose clock shows `wall` at a meeting that usually begins at `usual` there."""

    site: Site
    wall: datetime
    usual: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftedMeetings:
    """A run: consecutive meetings of a series, shifted at the same sites by the same time.

    `shifts` are those of the first meeting, in the sites' order. `steady` are the other sites.
    """

    meetings: tuple[Meeting, ...]
    shifts: tuple[ClockShift, ...]
    steady: tuple[Site, ...]

    @property
    def first(self) -> Meeting:
        """The first shifted meeting."""
        return self.meetings[0]

    @property
    def last(self) -> Meeting:
        """The last shifted meeting."""
        return self.meetings[-1]


def shifts(meeting: Meeting, sites: Iterable[Site]) -> tuple[ClockShift, ...]:
    """Return the sites at which a meeting is not at its usual hour."""
    return tuple(
        ClockShift(
            site=site,
            wall=wall_time(meeting.start, site.zone),
            usual=usual_wall_time(meeting.start, zone=site.zone, anchor=meeting.zone),
        )
        for site in off_usual(meeting.start, sites, anchor=meeting.zone)
    )


def runs(meetings: Sequence[Meeting], sites: Sequence[Site]) -> list[ShiftedMeetings]:
    """Return the runs among a series' meetings, which must be in order.

    Cancelled meetings and those moved by hand have no usual hour and are ignored.
    """
    regular = [m for m in meetings if m.takes_place and not m.was_moved]
    return list(_runs(regular, sites))


def _runs(regular: Sequence[Meeting], sites: Sequence[Site]) -> Iterator[ShiftedMeetings]:
    for distances, group in groupby(regular, key=lambda meeting: _distances(meeting, sites)):
        if distances:
            together = tuple(group)
            off = shifts(together[0], sites)
            moved = {shift.site.id for shift in off}
            steady = tuple(site for site in sites if site.id not in moved)
            yield ShiftedMeetings(meetings=together, shifts=off, steady=steady)


def _distances(meeting: Meeting, sites: Iterable[Site]) -> tuple[tuple[int, timedelta], ...]:
    return tuple((shift.site.id, shift.wall - shift.usual) for shift in shifts(meeting, sites))
