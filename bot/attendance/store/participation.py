"""Engagements in the store: the meetings that members come to or speak in."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, extract, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.core.intervals import Interval
from bot.fairness.model.ledger import Held
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.store.meetings import LONGEST
from bot.storage.tables import answers, meetings, members, series, slots, speakers, talks

MINUTE = timedelta(minutes=1)
_end = extract("epoch", meetings.c.start) + 60 * meetings.c.minutes
_comes = and_(
    answers.c.meeting_id == meetings.c.id,
    answers.c.answer == Answer.GOING,
    meetings.c.status == MeetingStatus.SCHEDULED,
)
_speaking = (
    meetings.join(slots, slots.c.meeting_id == meetings.c.id)
    .join(talks, talks.c.slot_id == slots.c.id)
    .join(speakers, speakers.c.talk_id == talks.c.id)
)


def _attended(*columns: ColumnElement[Any]) -> tuple[Select[Any], Select[Any]]:
    """Return queries for who comes to a meeting that takes place, and for who speaks in it."""
    comes = select(answers.c.member_id.label("member_id"), *columns).join_from(
        meetings, answers, _comes
    )
    speaks = (
        select(speakers.c.member_id.label("member_id"), *columns)
        .select_from(_speaking)
        .where(speakers.c.member_id.is_not(None), meetings.c.status == MeetingStatus.SCHEDULED)
    )
    return comes, speaks


async def of_members(
    connection: AsyncConnection, member_ids: Collection[int], window: Interval
) -> dict[int, list[Interval]]:
    """Return when members come to a meeting or speak in one, within a window, by member."""
    within = (
        meetings.c.start > window.start - LONGEST,
        meetings.c.start < window.end,
        _end > window.start.timestamp(),
    )
    comes, speaks = _attended(meetings.c.start.label("start"), meetings.c.minutes)
    query = union(
        comes.where(*within, answers.c.member_id.in_(member_ids)),
        speaks.where(*within, speakers.c.member_id.in_(member_ids)),
    )
    found: dict[int, list[Interval]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.member_id].append(_interval(row))
    return found


async def usual_people(
    connection: AsyncConnection, series_id: int, *, since: datetime
) -> frozenset[int]:
    """Return the members who said they come to a series' meetings since, or spoke in one."""
    since_then = (meetings.c.series_id == series_id, meetings.c.start > since)
    comes, speaks = _attended()
    query = union(comes.where(*since_then), speaks.where(*since_then))
    return frozenset((await connection.execute(query)).scalars())


async def held(
    connection: AsyncConnection,
    collaboration_id: int,
    *,
    since: datetime,
    until: datetime,
    series_ids: Iterable[int] | None = None,
) -> list[Held]:
    """Return the meetings that began and took place between two instants, in order."""
    wanted = [
        meetings.c.collaboration_id == collaboration_id,
        meetings.c.status == MeetingStatus.SCHEDULED,
        meetings.c.start >= since,
        meetings.c.start < until,
        _end <= until.timestamp(),
    ]
    if series_ids is not None:
        wanted.append(meetings.c.series_id.in_(list(series_ids)))
    came = await _sites_of(connection, *wanted)
    sites_of_members = await _homes(connection, collaboration_id)
    query = (
        select(
            meetings.c.id,
            meetings.c.series_id,
            meetings.c.start,
            meetings.c.minutes,
            series.c.invited,
        )
        .join_from(meetings, series, series.c.id == meetings.c.series_id)
        .where(*wanted)
        .order_by(meetings.c.start, meetings.c.id)
    )
    return [
        Held(
            series_id=row.series_id,
            start=row.start,
            minutes=row.minutes,
            came=frozenset(came[row.id]),
            invited=_invited(row.invited, sites_of_members),
        )
        for row in await connection.execute(query)
    ]


async def _sites_of(
    connection: AsyncConnection, *wanted: ColumnElement[bool]
) -> dict[int, set[int]]:
    """Return from which sites somebody came to meetings, or spoke in them."""
    comes, speaks = (
        query.add_columns(meetings.c.id.label("meeting_id")).where(*wanted) for query in _attended()
    )
    people = union(comes, speaks).subquery()
    by_member = select(people.c.meeting_id, members.c.site_id).join(
        members, members.c.id == people.c.member_id
    )
    guests = (
        select(meetings.c.id.label("meeting_id"), speakers.c.site_id)
        .select_from(_speaking)
        .where(*wanted)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for row in await connection.execute(union(by_member, guests)):
        if row.site_id is not None:
            found[row.meeting_id].add(row.site_id)
    return found


async def _homes(connection: AsyncConnection, collaboration_id: int) -> dict[int, int | None]:
    query = select(members.c.id, members.c.site_id).where(
        members.c.collaboration_id == collaboration_id
    )
    return {row.id: row.site_id for row in await connection.execute(query)}


def _invited(
    member_ids: frozenset[int] | None, homes: dict[int, int | None]
) -> frozenset[int] | None:
    if member_ids is None:
        return None
    return frozenset(site for one in member_ids if (site := homes.get(one)) is not None)


def _interval(row: Row[Any]) -> Interval:
    return Interval(row.start, row.start + row.minutes * MINUTE)
