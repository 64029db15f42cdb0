"""Which meetings members come to or speak in."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, extract, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.attendance.store.answers import table as answers
from bot.core.intervals import Interval
from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.store.meetings import LONGEST, slots
from bot.meetings.store.meetings import table as meetings
from bot.talks.store.tables import speakers, talks

MINUTE = timedelta(minutes=1)
MEETING_END = extract("epoch", meetings.c.start) + 60 * meetings.c.minutes
SPEAKING = (
    meetings.join(slots, slots.c.meeting_id == meetings.c.id)
    .join(talks, talks.c.slot_id == slots.c.id)
    .join(speakers, speakers.c.talk_id == talks.c.id)
)
_comes = and_(
    answers.c.meeting_id == meetings.c.id,
    answers.c.answer == Answer.GOING,
    meetings.c.status == MeetingStatus.SCHEDULED,
)


def participants(*columns: ColumnElement[Any]) -> tuple[Select[Any], Select[Any]]:
    """Return two queries: who said they come to a scheduled meeting, and who speaks in one."""
    comes = select(answers.c.member_id.label("member_id"), *columns).join_from(
        meetings, answers, _comes
    )
    speaks = (
        select(speakers.c.member_id.label("member_id"), *columns)
        .select_from(SPEAKING)
        .where(speakers.c.member_id.is_not(None), meetings.c.status == MeetingStatus.SCHEDULED)
    )
    return comes, speaks


async def of_members(
    connection: AsyncConnection, member_ids: Collection[int], window: Interval
) -> dict[int, list[Interval]]:
    """Return, by member, the times within a window at which they come to a meeting or speak."""
    within = (
        meetings.c.start > window.start - LONGEST,
        meetings.c.start < window.end,
        window.start.timestamp() < MEETING_END,
    )
    comes, speaks = participants(meetings.c.start.label("start"), meetings.c.minutes)
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
    """Return the members who came to a series' meetings since a moment, or spoke in one."""
    since_then = (meetings.c.series_id == series_id, meetings.c.start > since)
    comes, speaks = participants()
    query = union(comes.where(*since_then), speaks.where(*since_then))
    return frozenset((await connection.execute(query)).scalars())


def _interval(row: Row[Any]) -> Interval:
    return Interval(row.start, row.start + row.minutes * MINUTE)
