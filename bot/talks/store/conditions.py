"""Conditions by which talks, slots and meetings are picked."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

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
from bot.storage.prepared import Condition, Prepared, prepared
from bot.talks.store.tables import speakers, talks
from bot.waitlist.model import OfferState
from bot.waitlist.store import offers


@prepared
def in_collaboration(collaboration_id: int) -> ColumnElement[bool]:
    """Return the condition for meetings of a collaboration."""
    return meetings.c.collaboration_id == collaboration_id


@prepared
def in_meetings(meeting_ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition for these meetings."""
    return meetings.c.id.in_(meeting_ids)


def found_by(ids: Prepared[Select[tuple[int]]]) -> Condition:
    """Return the condition for the meetings whose ids a query finds."""
    return Prepared(_among(ids.clause), ids.values)


@cache
def _among(ids: Select[tuple[int]]) -> ColumnElement[bool]:
    return meetings.c.id.in_(ids)


@prepared
def is_with_slot(slot_id: int) -> ColumnElement[bool]:
    """Return the condition for all slots of the meeting that a slot is in."""
    one = slots.alias("one")
    return meetings.c.id == select(one.c.meeting_id).where(one.c.id == slot_id).scalar_subquery()


@prepared
def is_other_slot(slot_id: int) -> ColumnElement[bool]:
    """Return the condition for slots other than this one."""
    return slots.c.id != slot_id


@prepared
def in_series(series_id: int) -> ColumnElement[bool]:
    """Return the condition for meetings of a series."""
    return meetings.c.series_id == series_id


@prepared
def begins_between(start: datetime | None, end: datetime | None) -> ColumnElement[bool]:
    """Return the condition for meetings that begin in a stretch of time, its end excluded."""
    limits = []
    if start is not None:
        limits.append(meetings.c.start >= start)
    if end is not None:
        limits.append(meetings.c.start < end)
    return and_(True, *limits)  # noqa: FBT003 - SQL's TRUE


@prepared
def publicly_visible() -> ColumnElement[bool]:
    """Return the condition for series that everybody may see."""
    return series.c.visibility == Visibility.PUBLIC


@prepared
def takes_place() -> ColumnElement[bool]:
    """Return the condition for meetings that are not cancelled."""
    return meetings.c.status == MeetingStatus.SCHEDULED


@prepared
def is_filled() -> ColumnElement[bool]:
    """Return the condition for slots that have a talk."""
    return select(talks.c.id).where(talks.c.slot_id == slots.c.id).exists()


@prepared
def in_any_series(series_ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition for meetings of one of these series."""
    return meetings.c.series_id.in_(series_ids)


def spoken_by_name(name: str) -> Condition:
    """Return the condition for slots whose talk is given by somebody with this in the name."""
    harmless = re.sub("[/%_]", r"/\g<0>", name)
    return _spoken_by_like(f"%{harmless}%")


@prepared
def _spoken_by_like(pattern: str) -> ColumnElement[bool]:
    return (
        select(talks.c.id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .where(talks.c.slot_id == slots.c.id, speakers.c.name.ilike(pattern, escape="/"))
        .exists()
    )


@prepared
def is_free() -> ColumnElement[bool]:
    """Return the condition for slots that have no talk and may have one."""
    return and_(~is_filled().clause, series.c.takes_talks)


@prepared
def is_kept_for_nobody() -> ColumnElement[bool]:
    """Return the condition for slots that are not on offer to anybody in line."""
    return slots.c.id.not_in(select(offers.c.slot_id).where(offers.c.state == OfferState.OPEN))


@prepared
def spoken_by_member(member_id: int) -> ColumnElement[bool]:
    """Return the condition for slots whose talk this member gives."""
    # Not EXISTS, which SQLite would try on every slot; nor beside in_collaboration(), by which it
    # would walk all meetings: a member, who is of one collaboration, gives few of its talks.
    return slots.c.id.in_(
        select(talks.c.slot_id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .where(talks.c.slot_id.is_not(None), speakers.c.member_id == member_id)
    )


@prepared
def has_any_talk(talk_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition for the slots of these talks."""
    return slots.c.id.in_(select(talks.c.slot_id).where(talks.c.id.in_(talk_ids)))


@prepared
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
