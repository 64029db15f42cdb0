"""What happens to the meetings of a series when its rule changes, or when the series ends.

A SeriesPlan is data; a service carries it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.series.model.date_matching import matched_dates
from bot.series.model.occurrences import Occurrence, occurrences
from bot.times.recurrence import Rule

# Within its week or month a meeting may move past the horizon: new dates are sought that far.
BEYOND = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMove:
    """A meeting and the occurrence that it becomes."""

    meeting: Meeting
    to: Occurrence

    @property
    def is_elsewhere(self) -> bool:
        """Whether it gets another place in the rule."""
        return self.meeting.place != self.to.place

    def is_visible(self, minutes: int) -> bool:
        """Say whether anything changes for those who come, where meetings last `minutes`."""
        meeting, to = self.meeting, self.to
        before = (meeting.place, meeting.wall, meeting.zone, meeting.minutes)
        return before != (to.place, to.wall, to.zone, minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReassignment:
    """A meeting whose place in the rule becomes another one, and nothing that anybody sees."""

    meeting: Meeting
    place: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """What becomes of a series' future meetings, each of them in at most one of the lists.

    `keep` stay as they are. `move` take the place, wall time, zone and length of the series.
    `displace` get another place alone. `drop` have no date in the rule any more. `revive` were
    dropped, and the rule has their date again: they forget a move by hand. `add` are to be made.
    """

    keep: tuple[Meeting, ...]
    move: tuple[MeetingMove, ...] = ()
    displace: tuple[DateReassignment, ...] = ()
    drop: tuple[Meeting, ...] = ()
    revive: tuple[MeetingMove, ...] = ()
    add: tuple[Occurrence, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to carry out."""
        return not (self.move or self.displace or self.drop or self.revive or self.add)

    @property
    def replaced(self) -> list[int]:
        """The ids of meetings whose place changes: each leaves its own before any takes another."""
        moved = (change.meeting.id for change in self.move if change.is_elsewhere)
        return [*moved, *(d.meeting.id for d in self.displace)]


def plan_rule_change(
    rule: Rule,
    *,
    was: Rule,
    first: date,
    zone: str,
    minutes: int,
    existing: Sequence[Meeting],
    now: datetime,
    horizon: date,
) -> SeriesPlan:
    """Plan what becomes of the meetings of a series whose rule was `was` and now is `rule`.

    `existing` are all its meetings, past ones too: these never change, but hold their places. New
    ones are made up to `horizon`. Where the rule is what it was, only what is missing is added.

    A meeting on a date of the new rule stays there. The others find a partner in the same week (or
    month, where both rules are monthly), in order, so that they move by as few days as possible;
    the week begins on the weekday for which that is least. What a person changed keeps all but its
    place: that follows the partner, so that no second meeting is made beside it.
    """
    future = [meeting for meeting in existing if meeting.start > now]
    live = {m.place: m for m in future if m.status is not MeetingStatus.DROPPED}
    dropped = {m.place: m for m in future if m.status is MeetingStatus.DROPPED}
    held = {meeting.place for meeting in existing} - live.keys() - dropped.keys()
    far = max([horizon, *live]) + BEYOND
    wanted = {
        occurrence.place: occurrence
        for occurrence in occurrences(rule, first=first, zone=zone, after=now, until=far)
        if occurrence.place not in held
    }
    partners = matched_dates(live.keys(), wanted.keys(), was=was, rule=rule)
    free = [place for place in sorted(wanted.keys() - partners.values()) if place <= horizon]
    lonely = [meeting for place, meeting in live.items() if place not in partners]
    found = [MeetingMove(meeting=live[place], to=wanted[to]) for place, to in partners.items()]
    of_rule = [change for change in found if not change.meeting.changed_by_hand]
    by_hand = [change for change in found if change.meeting.changed_by_hand]
    return SeriesPlan(
        keep=(
            *(c.meeting for c in of_rule if not c.is_visible(minutes)),
            *(c.meeting for c in by_hand if not c.is_elsewhere),
            *(meeting for meeting in lonely if meeting.changed_by_hand),
        ),
        move=tuple(change for change in of_rule if change.is_visible(minutes)),
        displace=(
            *(
                DateReassignment(meeting=c.meeting, place=c.to.place)
                for c in by_hand
                if c.is_elsewhere
            ),
            *_out_of_the_way(dropped, partners),
        ),
        drop=tuple(meeting for meeting in lonely if not meeting.changed_by_hand),
        revive=tuple(
            MeetingMove(meeting=dropped[place], to=wanted[place])
            for place in free
            if place in dropped
        ),
        add=tuple(wanted[place] for place in free if place not in dropped),
    )


def plan_series_end(existing: Sequence[Meeting], *, last: date, now: datetime) -> SeriesPlan:
    """Plan the end of a series: all that is to take place after `last` is dropped.

    Unlike a changed rule, an end is meant for every meeting, also for those moved by hand.
    """
    coming = [meeting for meeting in existing if meeting.start > now and meeting.takes_place]
    return SeriesPlan(
        keep=tuple(meeting for meeting in coming if meeting.place <= last),
        drop=tuple(meeting for meeting in coming if meeting.place > last),
    )


def _out_of_the_way(
    dropped: Mapping[date, Meeting], partners: Mapping[date, date]
) -> Iterator[DateReassignment]:
    """Yield the dropped meetings whose places are taken, each with the place that the taker leaves.

    Nobody else wants that one: a date that the rule has keeps the meeting that is there.
    """
    for place, to in partners.items():
        if place != to and to in dropped:
            yield DateReassignment(meeting=dropped[to], place=place)
