"""Conditions by which talks, slots and meetings are picked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    or_,
    select,
)

from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.series.model.series import Visibility
from bot.series.store import table as series
from bot.talks.store.tables import speakers, talks
from bot.waitlist.model import OfferState
from bot.waitlist.store import offers

Condition = ColumnElement[bool]


def in_collaboration(collaboration_id: int) -> ColumnElement[bool]:
    """Return the condition for meetings of a collaboration."""
    return meetings.c.collaboration_id == collaboration_id


def in_meetings(meeting_ids: Sequence[int] | Select[tuple[int]]) -> ColumnElement[bool]:
    """Return the condition for these meetings."""
    return meetings.c.id.in_(meeting_ids)


def is_with_slot(slot_id: int) -> ColumnElement[bool]:
    """Return the condition for all slots of the meeting that a slot is in."""
    one = slots.alias("one")
    return meetings.c.id == select(one.c.meeting_id).where(one.c.id == slot_id).scalar_subquery()


def is_other_slot(slot_id: int) -> ColumnElement[bool]:
    """Return the condition for slots other than this one."""
    return slots.c.id != slot_id


def in_series(series_id: int) -> ColumnElement[bool]:
    """Return the condition for meetings of a series."""
    return meetings.c.series_id == series_id


def begins_between(start: datetime | None, end: datetime | None) -> ColumnElement[bool]:
    """Return the condition for meetings that begin in a stretch of time, its end excluded."""
    limits = []
    if start is not None:
        limits.append(meetings.c.start >= start)
    if end is not None:
        limits.append(meetings.c.start < end)
    return and_(True, *limits)  # noqa: FBT003 - SQL's TRUE


def publicly_visible() -> ColumnElement[bool]:
    """Return the condition for series that everybody may see."""
    return series.c.visibility == Visibility.PUBLIC


def takes_place() -> ColumnElement[bool]:
    """Return the condition for meetings that are not cancelled."""
    return meetings.c.status == MeetingStatus.SCHEDULED


def is_filled() -> ColumnElement[bool]:
    """Return the condition for slots that have a talk."""
    return select(talks.c.id).where(talks.c.slot_id == slots.c.id).exists()


def in_any_series(series_ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition for meetings of one of these series."""
    return meetings.c.series_id.in_(series_ids)


def spoken_by_name(name: str) -> ColumnElement[bool]:
    """Return the condition for slots whose talk is given by somebody with this in the name."""
    return (
        select(talks.c.id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .where(talks.c.slot_id == slots.c.id, speakers.c.name.icontains(name, autoescape=True))
        .exists()
    )


def is_free() -> ColumnElement[bool]:
    """Return the condition for slots that have no talk and may have one."""
    return and_(~is_filled(), series.c.takes_talks)


def is_kept_for_nobody() -> ColumnElement[bool]:
    """Return the condition for slots that are not on offer to anybody in line."""
    return slots.c.id.not_in(select(offers.c.slot_id).where(offers.c.state == OfferState.OPEN))


def spoken_by_member(member_id: int) -> ColumnElement[bool]:
    """Return the condition for slots whose talk this member gives."""
    # Not EXISTS, which SQLite would try on every slot; nor beside in_collaboration(), by which it
    # would walk all meetings: a member, who is of one collaboration, gives few of its talks.
    return slots.c.id.in_(
        select(talks.c.slot_id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .where(talks.c.slot_id.is_not(None), speakers.c.member_id == member_id)
    )


def has_id(
    *, slot: int | None = None, meeting: int | None = None, talk: int | None = None
) -> ColumnElement[bool]:
    """Return the condition for one slot, one meeting's slots, or the slot of one talk."""
    conditions: list[ColumnElement[bool]] = []
    if slot is not None:
        conditions.append(slots.c.id == slot)
    if meeting is not None:
        conditions.append(meetings.c.id == meeting)
    if talk is not None:
        conditions.append(
            slots.c.id == select(talks.c.slot_id).where(talks.c.id == talk).scalar_subquery()
        )
    return or_(*conditions)
