"""Grouping of talks: those of one date become the slots of one meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.translation import _
from bot.imports.model.scheduled_talks import LONGEST, BadRow, ScheduledTalk
from bot.meetings.model.meetings import Slot
from bot.series.model.meeting_length import MOST_SLOTS
from bot.talks.model.talks import Programme, Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkGroup:
    """The talks of a new meeting, in order; each gets an equal part of its minutes."""

    talks: tuple[ScheduledTalk, ...]
    minutes: int
    refused: tuple[BadRow, ...] = ()

    @property
    def first(self) -> ScheduledTalk:
        """The first talk."""
        return self.talks[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What happens to a schedule's talks in an existing meeting."""

    present: tuple[ScheduledTalk, ...] = ()
    placed: tuple[tuple[Slot, ScheduledTalk], ...] = ()
    refused: tuple[BadRow, ...] = ()


def grouped(talks: Sequence[ScheduledTalk]) -> TalkGroup:
    """Return the group that the talks of a date form; talks that fit in no slot are refused.

    All slots have the same length. So talks share a meeting if they begin together, or if they
    follow each other without a break and are equally long.
    """
    ordered = sorted(talks, key=lambda talk: (talk.start, talk.line))
    first = ordered[0]
    together = [talk for talk in ordered if talk.start == first.start]
    chosen = (together if len(together) > 1 else _in_a_row(ordered))[:MOST_SLOTS]
    lines = {talk.line for talk in chosen}
    reason = _one_a_day(first.wall, first.zone)
    return TalkGroup(
        talks=tuple(chosen),
        minutes=first.minutes * (1 if len(together) > 1 else len(chosen)),
        refused=tuple(BadRow(line=t.line, reason=reason) for t in ordered if t.line not in lines),
    )


def _in_a_row(ordered: Sequence[ScheduledTalk]) -> list[ScheduledTalk]:
    row = [ordered[0]]
    length = timedelta(minutes=ordered[0].minutes)
    for talk in ordered[1:]:
        is_next = talk.start == row[-1].start + length and talk.minutes == row[0].minutes
        if is_next and talk.minutes * (len(row) + 1) <= LONGEST:
            row.append(talk)
    return row


def allocated(programme: Programme, talks: Sequence[ScheduledTalk]) -> Allocation:
    """Return which talks a meeting already has, and which free slots the others fill."""
    absent = _absent(programme.talks, talks)
    free = [booking for booking in programme.bookings if booking.talk is None]
    placed: list[tuple[Slot, ScheduledTalk]] = []
    refused: list[BadRow] = []
    for talk in absent:
        at_its_time = [booking for booking in free if booking.start == talk.start]
        any_of_it = free if talk.start == programme.meeting.start else []
        fitting = [*at_its_time, *any_of_it]
        if programme.meeting.takes_place and fitting:
            free.remove(fitting[0])
            placed.append((fitting[0].slot, talk))
        else:
            refused.append(BadRow(line=talk.line, reason=_no_slot(programme, talk)))
    present = tuple(talk for talk in talks if talk not in absent)
    return Allocation(present=present, placed=tuple(placed), refused=tuple(refused))


def _absent(held: Sequence[Talk], talks: Sequence[ScheduledTalk]) -> list[ScheduledTalk]:
    """Return the talks that are not in the meeting; each one there matches only one of them.

    A talk whose title or speaker was changed since is still the same talk.
    """
    others, absent = list(held), list(talks)
    for is_same in (_has_both, _has_either):
        for talk in tuple(absent):
            if same := next((other for other in others if is_same(other, talk)), None):
                others.remove(same)
                absent.remove(talk)
    return absent


def _has_both(held: Talk, talk: ScheduledTalk) -> bool:
    return held.title == talk.title and held.speakers[0].name == talk.speakers[0]


def _has_either(held: Talk, talk: ScheduledTalk) -> bool:
    has_title = held.title is not None and held.title == talk.title
    return has_title or held.speakers[0].name == talk.speakers[0]


def _no_slot(programme: Programme, talk: ScheduledTalk) -> str:
    meeting = programme.meeting
    if not meeting.takes_place:
        return _(
            "The series' meeting on that date does not take place ({status}). "
            "Bring it back first, with /meeting restore or /series edit.",
            status=meeting.status,
        )
    if any(booking.start == talk.start for booking in programme.bookings):
        return _("The slots of the meeting at that time are taken by other talks.")
    return _one_a_day(meeting.wall, meeting.zone)


def _one_a_day(wall: datetime, zone: str) -> str:
    return _(
        "The series already has a meeting on that date, at {wall:%H:%M} ({zone}). Talks can share "
        "it if they begin together, or if they follow each other without a break and are equally "
        "long. Import this one into another series.",
        wall=wall,
        zone=zone,
    )
