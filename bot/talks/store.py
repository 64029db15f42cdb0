"""Talks, their speakers and the slots they fill, in the store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import SlotTaken
from bot.core.translation import _
from bot.meetings.model.meetings import Meeting, MeetingStatus, Slot
from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.series import store as stored_series
from bot.series.model.series import Series, Visibility
from bot.series.store import table as series
from bot.storage import rows
from bot.storage.columns import Instant, choice, identifier, prose, reference
from bot.storage.expiry import is_older_than_newest
from bot.storage.metadata import metadata
from bot.talks.model.talks import Booking, Programme, Speaker, Talk, TalkStatus
from bot.waitlist.model import OfferState
from bot.waitlist.store import offers, swaps

talks = Table(
    "talks",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    reference("series_id", "series.id"),
    # One talk a slot: the database decides who gets the last one.
    Column("slot_id", ForeignKey("slots.id", ondelete="RESTRICT"), unique=True),
    Column("title", Text),
    prose("abstract"),
    Column("paper", Text),
    Column("slides", Text),
    Column("video", Text),
    Column("recording", Boolean),
    Column("status", choice(TalkStatus), nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    CheckConstraint("(slot_id IS NOT NULL) = (status = 'confirmed')", name="placed"),
    Index("ix_talks_withdrawn", "withdrawn_at", sqlite_where=text("withdrawn_at IS NOT NULL")),
    Index(None, "series_id"),
    Index(None, "collaboration_id", "status"),
)

speakers = Table(
    "speakers",
    metadata,
    identifier(),
    Column("talk_id", ForeignKey("talks.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    prose("affiliation"),
    reference("member_id", "members.id", optional=True, gone="SET NULL"),
    reference("site_id", "sites.id", optional=True, gone="SET NULL"),
    UniqueConstraint("talk_id", "position"),
    CheckConstraint("length(name) > 0", name="name"),
    Index(None, "member_id"),
)


Condition = ColumnElement[bool]
COLUMNS = [column for column in talks.c if column.key not in {"created_at", "withdrawn_at"}]


def _make(row: RowMapping, spoken_by: Sequence[Speaker]) -> Talk:
    return Talk(**row, speakers=tuple(spoken_by))


async def _speakers(
    connection: AsyncConnection, talk_ids: Iterable[int]
) -> dict[int, list[Speaker]]:
    query = select(speakers).where(speakers.c.talk_id.in_(list(talk_ids)))
    found: dict[int, list[Speaker]] = defaultdict(list)
    for row in await connection.execute(query.order_by(speakers.c.talk_id, speakers.c.position)):
        speaker = Speaker(
            name=row.name,
            affiliation=row.affiliation,
            member_id=row.member_id,
            site_id=row.site_id,
        )
        found[row.talk_id].append(speaker)
    return found


async def _talks(connection: AsyncConnection, query: Select[Any]) -> list[Talk]:
    found = (await connection.execute(query)).mappings().all()
    spoken_by = await _speakers(connection, (row["id"] for row in found)) if found else {}
    return [_make(row, spoken_by.get(row["id"], [])) for row in found]


async def by_id(connection: AsyncConnection, talk_id: int) -> Talk | None:
    """Return the talk with this id."""
    found = await _talks(connection, select(*COLUMNS).where(talks.c.id == talk_id))
    return found[0] if found else None


async def unplaced(connection: AsyncConnection, collaboration_id: int) -> list[Talk]:
    """Return the talks without a slot, oldest first."""
    query = select(*COLUMNS).where(
        talks.c.collaboration_id == collaboration_id,
        talks.c.status == TalkStatus.PROPOSED,
    )
    return await _talks(connection, query.order_by(talks.c.id))


async def latest(
    connection: AsyncConnection, collaboration_id: int, *, most: int
) -> list[tuple[Talk, datetime | None]]:
    """Return the newest talks that are not withdrawn, with the start of their meetings."""
    query = (
        select(talks.c.id, meetings.c.start)
        .select_from(talks.outerjoin(slots, slots.c.id == talks.c.slot_id).outerjoin(meetings))
        .where(
            talks.c.collaboration_id == collaboration_id,
            talks.c.status != TalkStatus.WITHDRAWN,
        )
        .order_by(talks.c.id.desc())
        .limit(most)
    )
    starts = {row.id: row.start for row in await connection.execute(query)}
    found = await _talks(
        connection, select(*COLUMNS).where(talks.c.id.in_(select(query.subquery().c.id)))
    )
    return [(talk, starts[talk.id]) for talk in found]


async def insert_talk(
    connection: AsyncConnection,
    *,
    spoken_by: Sequence[Speaker],
    **values: Any,
) -> int:
    """Insert a talk with its speakers and return its id.

    Raises SlotTaken if the slot has a talk; the unique constraint decides.
    """
    with _taken_in_words():
        talk_id = await rows.insert(connection, talks, values)
    if spoken_by:
        await connection.execute(insert(speakers), _speaker_rows(talk_id, spoken_by))
    return talk_id


async def insert_many(
    connection: AsyncConnection, made: Sequence[tuple[dict[str, Any], Sequence[Speaker]]]
) -> None:
    """Insert many talks with their speakers in free slots; all have the same columns."""
    if not made:
        return
    result = await connection.execute(
        insert(talks).returning(talks.c.id, sort_by_parameter_order=True),
        [values for values, _ in made],
    )
    await connection.execute(
        insert(speakers),
        [
            row
            for (talk_id,), (_, spoken_by) in zip(result, made, strict=True)
            for row in _speaker_rows(talk_id, spoken_by)
        ],
    )


async def update_talk(connection: AsyncConnection, talk_id: int, **changes: Any) -> None:
    """Change a talk; its revision rises."""
    with _taken_in_words():
        await rows.update(connection, talks, talk_id, {**changes, "revision": talks.c.revision + 1})


async def remove_withdrawn(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Remove talks that were withdrawn by an instant; return how many."""
    query = select(talks.c.id).where(
        talks.c.withdrawn_at <= before,
        talks.c.status == TalkStatus.WITHDRAWN,
        is_older_than_newest(talks),
        # A swap goes with its talk; the newest stays, or its number would be given again.
        ~exists().where(
            or_(swaps.c.talk_id == talks.c.id, swaps.c.other_talk_id == talks.c.id),
            ~is_older_than_newest(swaps),
        ),
    )
    result = await connection.execute(delete(talks).where(talks.c.id.in_(query.limit(most))))
    return int(result.rowcount)


@contextmanager
def _taken_in_words() -> Iterator[None]:
    """Refuse a second talk in a slot in words that a person understands."""
    try:
        yield
    except IntegrityError as error:
        if "talks.slot_id" not in str(error.orig):
            raise
        message = _("Somebody was faster: this slot is taken. Nothing you typed is lost.")
        raise SlotTaken(message) from error


async def set_speakers(
    connection: AsyncConnection, talk_id: int, spoken_by: Sequence[Speaker]
) -> None:
    """Give a talk these speakers, in this order."""
    await connection.execute(delete(speakers).where(speakers.c.talk_id == talk_id))
    if spoken_by:
        await connection.execute(insert(speakers), _speaker_rows(talk_id, spoken_by))


def _speaker_rows(talk_id: int, spoken_by: Sequence[Speaker]) -> list[dict[str, Any]]:
    return [
        {
            "talk_id": talk_id,
            "position": position,
            "name": speaker.name,
            "affiliation": speaker.affiliation,
            "member_id": speaker.member_id,
            "site_id": speaker.site_id,
        }
        for position, speaker in enumerate(spoken_by)
    ]


def _prefixed(table: Any, prefix: str) -> list[ColumnElement[Any]]:
    return [column.label(f"{prefix}_{column.key}") for column in table.c]


OTHER_SLOTS = slots.alias("other_slots")
SLOTS_IN_MEETING = (
    select(func.count())
    .where(OTHER_SLOTS.c.meeting_id == meetings.c.id)
    .correlate(meetings)
    .scalar_subquery()
)
JOINED = (
    select(
        SLOTS_IN_MEETING.label("slots"),
        *_prefixed(slots, "slot"),
        *_prefixed(meetings, "meeting"),
        *_prefixed(series, "series"),
    )
    .select_from(slots.join(meetings, meetings.c.id == slots.c.meeting_id).join(series))
    .order_by(meetings.c.start, meetings.c.id, slots.c.position)
)


def _part(row: RowMapping, prefix: str) -> dict[str, Any]:
    return {
        key[len(prefix) + 1 :]: value for key, value in row.items() if key.startswith(f"{prefix}_")
    }


async def bookings(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Booking]:
    """Return the slots that meet the conditions on slots, meetings and series, with their talks."""
    return await _bookings(connection, JOINED.where(*conditions))


async def _bookings(connection: AsyncConnection, query: Select[Any]) -> list[Booking]:
    found = (await connection.execute(query)).mappings().all()
    in_slots = talks.c.slot_id.in_([row["slot_id"] for row in found])
    held = await _talks(connection, select(*COLUMNS).where(in_slots)) if found else []
    talk_in = {talk.slot_id: talk for talk in held}
    known_series: dict[int, Series] = {}
    known_meetings: dict[int, Meeting] = {}
    made = []
    for row in found:
        slot = Slot(**_part(row, "slot"))
        if row["series_id"] not in known_series:
            known_series[row["series_id"]] = stored_series.from_row(_part(row, "series"))
        if slot.meeting_id not in known_meetings:
            known_meetings[slot.meeting_id] = Meeting(**_part(row, "meeting"))
        series_of, meeting = known_series[row["series_id"]], known_meetings[slot.meeting_id]
        made.append(
            Booking(
                # As it is for this meeting, which may be in a room of its own.
                series=replace(series_of, room=meeting.room) if meeting.room else series_of,
                meeting=meeting,
                slot=slot,
                slots=row["slots"],
                talk=talk_in.get(slot.id),
            )
        )
    return made


def programmes_of(booked: Iterable[Booking]) -> list[Programme]:
    """Return the meetings of bookings in their order, each with all its slots."""
    return [
        Programme(series=group[0].series, meeting=group[0].meeting, bookings=tuple(group))
        for group in (list(g) for _, g in groupby(booked, key=lambda b: b.meeting.id))
    ]


def in_collaboration(collaboration_id: int) -> ColumnElement[bool]:
    """Return the condition for meetings of a collaboration."""
    return meetings.c.collaboration_id == collaboration_id


def in_meetings(meeting_ids: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition for these meetings."""
    return meetings.c.id.in_(meeting_ids)


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


async def page(
    connection: AsyncConnection,
    *conditions: ColumnElement[bool],
    latest_first: bool = False,
    most: int = 100,
    skip: int = 0,
) -> list[Booking]:
    """Return at most `most` bookings that meet the conditions, after the first `skip`."""
    query = JOINED.where(*conditions)
    if latest_first:
        query = query.order_by(None).order_by(
            meetings.c.start.desc(), meetings.c.id.desc(), slots.c.position
        )
    return await _bookings(connection, query.limit(most).offset(skip))
