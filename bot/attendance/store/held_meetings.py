"""The meetings that took place, and the sites that took part in them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import HeldMeeting
from bot.attendance.store.participation import MEETING_END, SPEAKING, participants
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.store.meetings import table as meetings
from bot.people.store.members import table as members
from bot.series.store import INVITED
from bot.series.store import table as series
from bot.talks.store.tables import speakers


async def between(
    connection: AsyncConnection,
    collaboration_id: int,
    *,
    since: datetime,
    until: datetime,
    series_ids: Iterable[int] | None = None,
    homes: Mapping[int, int | None] | None = None,
) -> list[HeldMeeting]:
    """Return the meetings that began and ended between two instants, in order.

    `homes` are the sites of the collaboration's members, where they were read already.
    """
    wanted = [
        meetings.c.collaboration_id == collaboration_id,
        meetings.c.status == MeetingStatus.SCHEDULED,
        meetings.c.start >= since,
        meetings.c.start < until,
        until.timestamp() >= MEETING_END,
    ]
    if series_ids is not None:
        wanted.append(meetings.c.series_id.in_(list(series_ids)))
    came = await _sites_that_came(connection, *wanted)
    if homes is None:
        homes = await _sites_of_members(connection, collaboration_id)
    rows = await connection.execute(_meetings(*wanted))
    return [_held(row, came[row.id], homes) for row in rows]


def _meetings(*wanted: ColumnElement[bool]) -> Select[Any]:
    columns = (meetings.c.id, meetings.c.series_id, meetings.c.start, meetings.c.minutes)
    return (
        select(*columns, INVITED)
        .join_from(meetings, series, series.c.id == meetings.c.series_id)
        .where(*wanted)
        .order_by(meetings.c.start, meetings.c.id)
    )


def _held(row: Row[Any], came: Iterable[int], homes: Mapping[int, int | None]) -> HeldMeeting:
    return HeldMeeting(
        series_id=row.series_id,
        start=row.start,
        minutes=row.minutes,
        came=frozenset(came),
        invited=_invited(row.invited, homes),
    )


async def _sites_that_came(
    connection: AsyncConnection, *wanted: ColumnElement[bool]
) -> dict[int, set[int]]:
    """Return, by meeting, the sites from which somebody came or spoke."""
    comes, speaks = (
        query.add_columns(meetings.c.id.label("meeting_id")).where(*wanted)
        for query in participants()
    )
    people = union(comes, speaks).subquery()
    by_member = select(people.c.meeting_id, members.c.site_id).join(
        members, members.c.id == people.c.member_id
    )
    guests = (
        select(meetings.c.id.label("meeting_id"), speakers.c.site_id)
        .select_from(SPEAKING)
        .where(*wanted)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for row in await connection.execute(union(by_member, guests)):
        if row.site_id is not None:
            found[row.meeting_id].add(row.site_id)
    return found


async def _sites_of_members(
    connection: AsyncConnection, collaboration_id: int
) -> dict[int, int | None]:
    query = select(members.c.id, members.c.site_id).where(
        members.c.collaboration_id == collaboration_id
    )
    return {row.id: row.site_id for row in await connection.execute(query)}


def _invited(
    member_ids: frozenset[int] | None, homes: Mapping[int, int | None]
) -> frozenset[int] | None:
    if member_ids is None:
        return None
    return frozenset(site for one in member_ids if (site := homes.get(one)) is not None)
