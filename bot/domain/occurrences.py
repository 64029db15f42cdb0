"""Occurrences: where a rule puts meetings, and what becomes of those there are when it changes.

Nothing is done here: a Plan is data, and a service carries it out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from bot.domain.meetings import Meeting, MeetingStatus
from bot.domain.recurrence import Frequency, Rule
from bot.domain.zones import is_ordinary, occurrence_instant

Pair = tuple[date, date]

# Within its week or month a meeting may move beyond the horizon: partners are sought that far.
BEYOND = timedelta(days=31)
# What leaving a meeting without a partner weighs, in days of moving one.
LONELY = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A place in a rule: its date, and the wall time there in the series' zone."""

    place: date
    wall: datetime
    zone: str

    @property
    def start(self) -> datetime:
        """The instant at which it starts."""
        return occurrence_instant(self.wall, self.zone)

    @property
    def is_ordinary(self) -> bool:
        """Whether clocks show its wall time once: it is in no gap and in no repeated hour."""
        return is_ordinary(self.wall, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
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
class Displacement:
    """A meeting whose place in the rule becomes another one, and nothing that anybody sees."""

    meeting: Meeting
    place: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What becomes of a series' future meetings, each of them in at most one of the lists.

    `keep` stay as they are. `move` take the place, wall time, zone and length of the series.
    `displace` get another place alone. `drop` have no date in the rule any more. `revive` were
    dropped, and the rule has their date again: they forget a move by hand. `add` are to be made.
    """

    keep: tuple[Meeting, ...]
    move: tuple[Change, ...] = ()
    displace: tuple[Displacement, ...] = ()
    drop: tuple[Meeting, ...] = ()
    revive: tuple[Change, ...] = ()
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


def occurrences(
    rule: Rule, *, first: date, zone: str, after: datetime, until: date
) -> Iterator[Occurrence]:
    """Yield the occurrences that start after an instant, in order, up to the date `until`."""
    for place in rule.dates(first, until=until):
        occurrence = Occurrence(place=place, wall=datetime.combine(place, rule.wall), zone=zone)
        if occurrence.start > after:
            yield occurrence


def match(
    rule: Rule,
    *,
    was: Rule,
    first: date,
    zone: str,
    minutes: int,
    existing: Sequence[Meeting],
    now: datetime,
    horizon: date,
) -> Plan:
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
    partners = _partners(live.keys(), wanted.keys(), was=was, rule=rule)
    free = [place for place in sorted(wanted.keys() - partners.values()) if place <= horizon]
    lonely = [meeting for place, meeting in live.items() if place not in partners]
    found = [Change(meeting=live[place], to=wanted[to]) for place, to in partners.items()]
    of_rule = [change for change in found if not change.meeting.changed_by_hand]
    by_hand = [change for change in found if change.meeting.changed_by_hand]
    return Plan(
        keep=(
            *(c.meeting for c in of_rule if not c.is_visible(minutes)),
            *(c.meeting for c in by_hand if not c.is_elsewhere),
            *(meeting for meeting in lonely if meeting.changed_by_hand),
        ),
        move=tuple(change for change in of_rule if change.is_visible(minutes)),
        displace=(
            *(Displacement(meeting=c.meeting, place=c.to.place) for c in by_hand if c.is_elsewhere),
            *_out_of_the_way(dropped, partners),
        ),
        drop=tuple(meeting for meeting in lonely if not meeting.changed_by_hand),
        revive=tuple(
            Change(meeting=dropped[place], to=wanted[place]) for place in free if place in dropped
        ),
        add=tuple(wanted[place] for place in free if place not in dropped),
    )


def ended(existing: Sequence[Meeting], *, last: date, now: datetime) -> Plan:
    """Plan the end of a series: all that is to take place after `last` is dropped.

    Unlike a changed rule, an end is meant for every meeting, also for those moved by hand.
    """
    coming = [meeting for meeting in existing if meeting.start > now and meeting.takes_place]
    return Plan(
        keep=tuple(meeting for meeting in coming if meeting.place <= last),
        drop=tuple(meeting for meeting in coming if meeting.place > last),
    )


def _partners(
    have: AbstractSet[date], want: AbstractSet[date], *, was: Rule, rule: Rule
) -> dict[date, date]:
    """Return the new date of every old date that has one, in order of the old."""
    same = have & want
    if rule.days_as(was):
        return {place: place for place in sorted(same)}
    old, new = sorted(have - same), sorted(want - same)
    if rule.frequency is was.frequency is Frequency.MONTHLY:
        pairs = _pairs(old, new, lambda day: day.year * 12 + day.month)
    else:
        by_week = (_pairs(old, new, _week_from(weekday)) for weekday in range(7))
        pairs = min(by_week, key=lambda made: _movement(made) + LONELY * (len(old) - len(made)))
    return dict(sorted([*pairs, *((place, place) for place in same)]))


def _week_from(weekday: int) -> Callable[[date], int]:
    # The first day of the year 1 was a Monday.
    return lambda day: (day.toordinal() - 1 - weekday) // 7


def _pairs(old: list[date], new: list[date], period: Callable[[date], int]) -> list[Pair]:
    """Return partners within each period."""
    return [
        pair
        for number in sorted({period(day) for day in old})
        for pair in _in_order(
            [day for day in old if period(day) == number],
            [day for day in new if period(day) == number],
        )
    ]


def _in_order(old: list[date], new: list[date]) -> list[Pair]:
    """Return partners in order; of the longer list those are left over that are farthest."""
    some_old = combinations(old, min(len(old), len(new)))
    some_new = list(combinations(new, min(len(old), len(new))))
    choices = (list(zip(a, b, strict=True)) for a in some_old for b in some_new)
    return min(choices, key=_movement)


def _movement(pairs: list[Pair]) -> int:
    return sum(abs((to - place).days) for place, to in pairs)


def _out_of_the_way(
    dropped: Mapping[date, Meeting], partners: Mapping[date, date]
) -> Iterator[Displacement]:
    """Yield the dropped meetings whose places are taken, each with the place that the taker leaves.

    Nobody else wants that one: a date that the rule has keeps the meeting that is there.
    """
    for place, to in partners.items():
        if place != to and to in dropped:
            yield Displacement(meeting=dropped[to], place=place)
