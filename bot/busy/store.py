"""The tables of members' own calendars and their busy times."""

import asyncio
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    RowMapping,
    Select,
    Table,
    Text,
    and_,
    delete,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.busy.model import Diary
from bot.core.intervals import Interval, clipped
from bot.ics.reading.reports import LineFault, ReadingReport
from bot.people.store.members import table as members
from bot.servers.store.collaborations import table as collaborations
from bot.sites.store.tables import sites
from bot.storage import rows
from bot.storage.columns import Instant, identifier, prose, reference
from bot.storage.metadata import metadata

# Members' own calendars elsewhere; the address is encrypted, and titles are nowhere.
table = Table(
    "diaries",
    metadata,
    identifier(),
    reference("member_id", "members.id", gone="CASCADE"),
    Column("label", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    prose("etag"),
    prose("modified"),
    Column("zone", Text, nullable=False),
    Column("read_at", Instant, nullable=False),
    Column("whole_at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("faults", Integer, nullable=False, server_default="0"),
    prose("fault"),
    Column("entries", Integer, nullable=False, server_default="0"),
    Column("unread", Integer, nullable=False, server_default="0"),
    prose("unread_lines"),
    Index(None, "member_id"),
    Index(None, "due"),
)

# When the owner of a calendar is busy; the times of one calendar do not overlap.
busy_times = Table(
    "busy_times",
    metadata,
    reference("diary_id", "diaries.id", gone="CASCADE"),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    CheckConstraint('start < "end"', name="forward"),
    PrimaryKeyConstraint("diary_id", "start"),
)


REPORT = frozenset({"entries", "unread", "unread_lines"})
TURN = 200  # rows, after which other tasks get a turn


def _make(row: RowMapping) -> Diary:
    names = [column.name for column in table.c if column.name not in REPORT]
    lines = json.loads(row["unread_lines"] or "[]")
    report = ReadingReport(
        entries=row["entries"],
        unread=row["unread"],
        faults=tuple(LineFault(**line) for line in lines),
    )
    return Diary(**{name: row[name] for name in names}, report=report)


def report_columns(report: ReadingReport) -> dict[str, Any]:
    """Return the columns that hold what could not be read of a calendar."""
    lines = json.dumps([asdict(one) for one in report.faults]) if report.faults else ""
    return {"entries": report.entries, "unread": report.unread, "unread_lines": lines}


async def insert(connection: AsyncConnection, **values: Any) -> int:
    """Add a calendar and return its id."""
    return await rows.insert(connection, table, values)


async def update(connection: AsyncConnection, diary_id: int, **changes: Any) -> None:
    """Change a calendar."""
    await rows.update(connection, table, diary_id, changes)


def held(_now: datetime) -> Select[tuple[int]]:
    """Return the members who have calendars of their own here."""
    return select(table.c.member_id)


async def of_member(connection: AsyncConnection, member_id: int) -> list[Diary]:
    """Return a member's calendars, oldest first."""
    query = select(table).where(table.c.member_id == member_id).order_by(table.c.id)
    return await rows.every(connection, query, _make)


async def present(connection: AsyncConnection, diary_ids: Collection[int]) -> set[int]:
    """Return which of these calendars still exist."""
    query = select(table.c.id).where(table.c.id.in_(diary_ids))
    return set((await connection.execute(query)).scalars())


async def delete_one(connection: AsyncConnection, diary_id: int) -> None:
    """Delete a calendar and its busy times."""
    await connection.execute(delete(table).where(table.c.id == diary_id))


async def delete_all_of(connection: AsyncConnection, member_id: int) -> None:
    """Delete all of a member's calendars and their busy times."""
    await connection.execute(delete(table).where(table.c.member_id == member_id))


async def due(connection: AsyncConnection, *, now: datetime, most: int) -> list[tuple[Diary, str]]:
    """Return the calendars that are due, each with its member's zone."""
    anchor = sites.alias()
    zone = func.coalesce(members.c.zone, sites.c.zone, anchor.c.zone, literal("UTC"))
    query = (
        select(table, zone.label("lives_in"))
        .join(members, members.c.id == table.c.member_id)
        .join(collaborations, collaborations.c.id == members.c.collaboration_id)
        .outerjoin(sites, sites.c.id == members.c.site_id)
        .outerjoin(anchor, anchor.c.id == collaborations.c.anchor_site_id)
        .where(table.c.due <= now, collaborations.c.left_at.is_(None))
        .order_by(table.c.due, table.c.id)
        .limit(most)
    )
    found = (await connection.execute(query)).mappings().all()
    return [(_make(row), row["lives_in"]) for row in found]


async def by_id(connection: AsyncConnection, diary_id: int) -> Diary | None:
    """Return the calendar with this id."""
    return await rows.one(connection, select(table).where(table.c.id == diary_id), _make)


async def collaborations_of(
    connection: AsyncConnection, member_ids: Collection[int]
) -> dict[int, int]:
    """Return the collaborations of members, by member id."""
    query = select(members.c.id, members.c.collaboration_id).where(members.c.id.in_(member_ids))
    return {row.id: row.collaboration_id for row in (await connection.execute(query)).all()}


async def replace_times(
    connection: AsyncConnection, diary_id: int, intervals: Iterable[Interval]
) -> None:
    """Replace the busy times of a calendar."""
    await connection.execute(delete(busy_times).where(busy_times.c.diary_id == diary_id))
    values = [{"diary_id": diary_id, "start": one.start, "end": one.end} for one in intervals]
    if values:
        await connection.execute(busy_times.insert(), values)


def _meeting(window: Interval) -> Select[Any]:
    """Return a query for the busy times that overlap a window, with their calendars."""
    meets = and_(
        busy_times.c.diary_id == table.c.id,
        busy_times.c.start < window.end,
        busy_times.c.end > window.start,
    )
    return select(busy_times, table.c.member_id).join_from(table, busy_times, meets)


async def busy_in_diaries(
    connection: AsyncConnection, member_id: int, window: Interval
) -> dict[int, tuple[Interval, ...]]:
    """Return when a member is busy within a window, by calendar id."""
    query = _meeting(window).where(table.c.member_id == member_id)
    return await _grouped(connection, query, "diary_id", window)


async def busy_of(
    connection: AsyncConnection, member_ids: Collection[int], window: Interval
) -> dict[int, tuple[Interval, ...]]:
    """Return when members are busy within a window by their own calendars, merged, by member.

    Members who are never busy are left out, and so are the meetings that Meridian knows.
    """
    query = _meeting(window).where(table.c.member_id.in_(member_ids))
    return await _grouped(connection, query, "member_id", window)


async def _grouped(
    connection: AsyncConnection, query: Select[Any], key: str, window: Interval
) -> dict[int, tuple[Interval, ...]]:
    found: dict[int, list[Interval]] = {}
    for number, row in enumerate((await connection.execute(query)).mappings()):
        if number % TURN == TURN - 1:
            await asyncio.sleep(0)
        found.setdefault(row[key], []).append(Interval(row["start"], row["end"]))
    return {owner: clipped(intervals, window) for owner, intervals in found.items()}
