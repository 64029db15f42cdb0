"""Bookings: slots with their meeting, series and talk, read in one query."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
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
from bot.talks.model.talks import Booking, Programme
from bot.talks.store.tables import talks
from bot.talks.store.talks import COLUMNS, _talks


def _prefixed(columns: Iterable[Any], prefix: str) -> list[ColumnElement[Any]]:
    return [column.label(f"{prefix}_{column.key}") for column in columns]


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
        *_prefixed(slots.c, "slot"),
        *_prefixed(meetings.c, "meeting"),
        *_prefixed(stored_series.COLUMNS, "series"),
    )
    .select_from(slots.join(meetings, meetings.c.id == slots.c.meeting_id).join(series))
    .order_by(meetings.c.start, meetings.c.id, slots.c.position)
)


def _part(row: RowMapping, prefix: str) -> dict[str, Any]:
    return {
        key[len(prefix) + 1 :]: value for key, value in row.items() if key.startswith(f"{prefix}_")
    }


async def where(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[Booking]:
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
