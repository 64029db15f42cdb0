"""Gatherings: the talks of one date in a schedule become the slots of one meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.imports.model.schedule import LONGEST, BadRow, ScheduledTalk
from bot.meetings.model.meetings import Slot
from bot.series.model.meeting_length import MOST_SLOTS
from bot.talks.model.talks import Programme, Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A meeting to be made: its minutes are shared evenly by its talks, in order."""

    talks: tuple[ScheduledTalk, ...]
    minutes: int
    refused: tuple[BadRow, ...] = ()

    @property
    def first(self) -> ScheduledTalk:
        """The talk with which it begins."""
        return self.talks[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """What becomes of a schedule's talks in a meeting that is there already."""

    present: tuple[ScheduledTalk, ...] = ()
    placed: tuple[tuple[Slot, ScheduledTalk], ...] = ()
    refused: tuple[BadRow, ...] = ()


def gathered(talks: Sequence[ScheduledTalk]) -> Gathering:
    """Return the meeting that the talks of a date make; those that fit in no slot are refused.

    Slots are equally long: talks share a meeting that begin at one time, or that follow each other
    without a break and last as long.
    """
    ordered = sorted(talks, key=lambda talk: (talk.start, talk.line))
    first = ordered[0]
    together = [talk for talk in ordered if talk.start == first.start]
    chosen = (together if len(together) > 1 else _in_a_row(ordered))[:MOST_SLOTS]
    lines = {talk.line for talk in chosen}
    reason = _one_a_day(first.wall, first.zone)
    return Gathering(
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


def seated(programme: Programme, talks: Sequence[ScheduledTalk]) -> Seating:
    """Say which of the talks a meeting has already, and which of its free slots the others fill."""
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
    return Seating(present=present, placed=tuple(placed), refused=tuple(refused))


def _absent(held: Sequence[Talk], talks: Sequence[ScheduledTalk]) -> list[ScheduledTalk]:
    """Return the talks that are not held; each one held stands for one of them alone.

    One of which the title was changed since, or the speaker, is still the same talk.
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
        return (
            f"The series' meeting on that date is called off ({meeting.status}): "
            "bring it back first, with /meeting restore or /series edit."
        )
    if any(booking.start == talk.start for booking in programme.bookings):
        return "The slots of the meeting at that time are taken by other talks."
    return _one_a_day(meeting.wall, meeting.zone)


def _one_a_day(wall: datetime, zone: str) -> str:
    return (
        f"The series has a meeting on that date already, at {wall:%H:%M} ({zone}): talks share it "
        "that begin together, or follow each other without a break and are equally long. "
        "Please import this one into another series."
    )
