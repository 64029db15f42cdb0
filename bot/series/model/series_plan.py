"""What happens to the future meetings of a series when it changes or ends, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.meetings.model.meetings import Meeting
from bot.series.model.occurrences import Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMove:
    """A meeting and the occurrence that it moves to."""

    meeting: Meeting
    to: Occurrence

    @property
    def is_elsewhere(self) -> bool:
        """Whether its date in the rule changes."""
        return self.meeting.place != self.to.place

    def is_visible(self, minutes: int) -> bool:
        """Return whether people notice the change, where meetings last `minutes`."""
        meeting, to = self.meeting, self.to
        before = (meeting.place, meeting.wall, meeting.zone, meeting.minutes)
        return before != (to.place, to.wall, to.zone, minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReassignment:
    """A meeting whose date in the rule changes, while its time stays as it is."""

    meeting: Meeting
    place: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """What happens to a series' future meetings; each is in at most one of the lists.

    `keep` stay as they are. `move` take the date, wall time, zone and length of the series.
    `displace` only get another date in the rule. `drop` no longer have a date in the rule. `revive`
    were dropped and have a date again; a move by hand is undone. `add` are new.
    """

    keep: tuple[Meeting, ...]
    move: tuple[MeetingMove, ...] = ()
    displace: tuple[DateReassignment, ...] = ()
    drop: tuple[Meeting, ...] = ()
    revive: tuple[MeetingMove, ...] = ()
    add: tuple[Occurrence, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the plan is empty."""
        return not (self.move or self.displace or self.drop or self.revive or self.add)


def plan_series_end(existing: Sequence[Meeting], *, last: date, now: datetime) -> SeriesPlan:
    """Plan the end of a series: every meeting after `last` is dropped.

    Unlike a changed rule, the end also drops meetings that were moved by hand.
    """
    coming = [meeting for meeting in existing if meeting.start > now and meeting.takes_place]
    return SeriesPlan(
        keep=tuple(meeting for meeting in coming if meeting.place <= last),
        drop=tuple(meeting for meeting in coming if meeting.place > last),
    )
