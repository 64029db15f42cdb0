"""Bookings: slots with their meeting, series and talk, read in one query."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.model.meetings import Meeting, Slot
from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.series import store as stored_series
from bot.series.model.series import Series
from bot.series.store import table as series
from bot.storage.prepared import Composed, Condition, Prepared
from bot.talks.model.talks import Booking, Programme, Speaker, Talk
from bot.talks.store.tables import speakers, talks
from bot.talks.store.talks import COLUMNS


def _prefixed(columns: Iterable[Any], prefix: str) -> list[ColumnElement[Any]]:
    return [column.label(f"{prefix}_{column.key}") for column in columns]


SPEAKER = ("name", "affiliation", "member_id", "site_id")
OTHER_SLOTS = slots.alias("other_slots")


SLOTS_IN_MEETING = (
    select(func.count())
    .where(OTHER_SLOTS.c.meeting_id == meetings.c.id)
    .correlate(meetings)
    .scalar_subquery()
)


# Under other names than in conditions, whose subqueries on talks are about other rows.
HELD, SPOKEN = talks.alias("held"), speakers.alias("spoken")
PLACED = slots.join(meetings, meetings.c.id == slots.c.meeting_id).join(series)
WHOLE = PLACED.outerjoin(HELD, HELD.c.slot_id == slots.c.id).outerjoin(
    SPOKEN, SPOKEN.c.talk_id == HELD.c.id
)
IN_ORDER = (meetings.c.start, meetings.c.id, slots.c.position)
LATEST_FIRST = (meetings.c.start.desc(), meetings.c.id.desc(), slots.c.position)

# A row for each speaker, one for a talk without any, and one for a free slot.
JOINED = select(
    SLOTS_IN_MEETING.label("slots"),
    *_prefixed(slots.c, "slot"),
    *_prefixed(meetings.c, "meeting"),
    *_prefixed(stored_series.COLUMNS, "series"),
    *(HELD.c[column.key].label(f"talk_{column.key}") for column in COLUMNS),
    *(SPOKEN.c[key].label(f"speaker_{key}") for key in SPEAKER),
).select_from(WHOLE)


def _place(prefix: str) -> tuple[tuple[str, ...], slice]:
    """Return the names of a part's columns, and where in a row they are, side by side."""
    keys = [str(column.key) for column in JOINED.selected_columns]
    own = [number for number, key in enumerate(keys) if key.startswith(f"{prefix}_")]
    names = tuple(keys[number].removeprefix(f"{prefix}_") for number in own)
    return names, slice(own[0], own[-1] + 1)


PLACES = {prefix: _place(prefix) for prefix in ("meeting", "series", "talk", "speaker")}


def _part(row: Row[Any], prefix: str) -> dict[str, Any]:
    names, place = PLACES[prefix]
    return dict(zip(names, row[place], strict=True))


def _whole(order: Iterable[ColumnElement[Any]]) -> tuple[ColumnElement[Any], ...]:
    return (*order, SPOKEN.c.position)


ALL = Composed(lambda *conditions: JOINED.where(*conditions).order_by(*_whole(IN_ORDER)))


async def where(connection: AsyncConnection, *conditions: Condition) -> list[Booking]:
    """Return the slots that meet the conditions on slots, meetings and series, with their talks."""
    return await _bookings(connection, ALL.ask(conditions))


async def _bookings(connection: AsyncConnection, asked: Prepared[Select[Any]]) -> list[Booking]:
    found = (await connection.execute(*asked)).all()
    known_series: dict[int, Series] = {}
    known_meetings: dict[int, Meeting] = {}
    made = []
    for slot_id, group in groupby(found, key=attrgetter("slot_id")):
        row, *others = group
        if row.series_id not in known_series:
            known_series[row.series_id] = stored_series.from_row(_part(row, "series"))
        if row.meeting_id not in known_meetings:
            known_meetings[row.meeting_id] = Meeting(**_part(row, "meeting"))
        series_of, meeting = known_series[row.series_id], known_meetings[row.meeting_id]
        made.append(
            Booking(
                # As it is for this meeting, which may be in a room of its own.
                terms=replace(series_of, room=meeting.room) if meeting.room else series_of,
                meeting=meeting,
                slot=Slot(id=slot_id, meeting_id=meeting.id, position=row.slot_position),
                slots=row.slots,
                talk=_talk([row, *others]),
            )
        )
    return made


def _talk(rows: Sequence[Row[Any]]) -> Talk | None:
    """Return the talk of a slot, of which there is a row for each speaker."""
    if rows[0].talk_id is None:
        return None
    spoken_by = [Speaker(**_part(row, "speaker")) for row in rows if row.speaker_name]
    return Talk(**_part(rows[0], "talk"), speakers=tuple(spoken_by))


def programmes_of(booked: Iterable[Booking]) -> list[Programme]:
    """Return the meetings of bookings in their order, each with all its slots."""
    return [
        Programme(terms=group[0].terms, meeting=group[0].meeting, bookings=tuple(group))
        for group in (list(g) for _, g in groupby(booked, key=lambda b: b.meeting.id))
    ]


def _page(order: Sequence[ColumnElement[Any]]) -> Composed:
    def build(
        *conditions: ColumnElement[bool], most: BindParameter[int], skip: BindParameter[int]
    ) -> Select[Any]:
        shown = select(slots.c.id).select_from(PLACED).where(*conditions).order_by(*order)
        ids = select(shown.limit(most).offset(skip).subquery().c.id)
        return JOINED.where(slots.c.id.in_(ids)).order_by(*_whole(order))

    return Composed(build)


PAGE, LATEST_PAGE = _page(IN_ORDER), _page(LATEST_FIRST)


async def page(
    connection: AsyncConnection,
    *conditions: Condition,
    latest_first: bool = False,
    most: int = 100,
    skip: int = 0,
) -> list[Booking]:
    """Return at most `most` bookings that meet the conditions, after the first `skip`."""
    form = LATEST_PAGE if latest_first else PAGE
    return await _bookings(connection, form.ask(conditions, most=most, skip=skip))
