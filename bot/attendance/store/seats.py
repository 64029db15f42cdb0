"""Seats of a meeting, and the line of members who wait for one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    ScalarSelect,
    Select,
    Table,
    UniqueConstraint,
    case,
    delete,
    func,
    literal,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.store.meetings import table as meetings
from bot.people.store.members import table as members
from bot.storage.columns import identifier, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.engines import upserts
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared

# Who comes to a meeting, each in a seat of their own: the database decides who gets the last one.
# Who waits has no position, and moves up in the order of the rows.
table = Table(
    "seats",
    metadata,
    identifier(),
    reference("meeting_id", "meetings.id", gone="CASCADE"),
    reference("member_id", "members.id", gone="CASCADE"),
    Column("position", Integer),
    UniqueConstraint("meeting_id", "member_id"),
    UniqueConstraint("meeting_id", "position"),
    Index(None, "member_id"),
    info=CHANGES_OFTEN,
)


def _free_seat(meeting_id: int, capacity: int | None) -> ScalarSelect[int | None]:
    """Return the lowest free position, as SQL; NULL where the meeting is full."""
    other = table.alias("others")
    is_taken = (other.c.meeting_id == meeting_id, other.c.position.is_not(None))
    taken = select(other.c.position).where(*is_taken)
    near = union(select(literal(0).label("n")), select(other.c.position + 1).where(*is_taken))
    candidates = near.subquery()
    lowest = select(func.min(candidates.c.n)).where(candidates.c.n.not_in(taken)).scalar_subquery()
    if capacity is None:
        return lowest
    count = select(func.count()).select_from(other).where(*is_taken).scalar_subquery()
    return select(case((count < capacity, lowest))).scalar_subquery()


async def take(
    connection: AsyncConnection, *, meeting_id: int, member_id: int, capacity: int | None
) -> None:
    """Give a member the lowest free seat, or the last place in line.

    One statement, so that two members cannot get the same seat. A member who has a seat or a place
    in line keeps it.
    """
    position = _free_seat(meeting_id, capacity)
    row = {"meeting_id": meeting_id, "member_id": member_id, "position": position}
    await upserts.add(connection, table, row, key=("meeting_id", "member_id"))


async def leave(
    connection: AsyncConnection, *, meeting_ids: Collection[int], member_id: int
) -> None:
    """Remove a member from their seats in these meetings, or from the lines."""
    own = (table.c.meeting_id.in_(meeting_ids), table.c.member_id == member_id)
    await connection.execute(delete(table).where(*own))


async def waited_for(connection: AsyncConnection, meeting_ids: Collection[int]) -> frozenset[int]:
    """Return those of these meetings in which somebody waits for a seat."""
    query = select(table.c.meeting_id).where(
        table.c.meeting_id.in_(meeting_ids), table.c.position.is_(None)
    )
    return frozenset(await connection.scalars(query.distinct()))


async def move_up(
    connection: AsyncConnection, meeting_id: int, *, capacity: int | None
) -> list[int]:
    """Give free seats to the first in line; return the members who got one."""
    free = _free_seat(meeting_id, capacity)
    first = (
        select(table.c.id)
        .join(members, members.c.id == table.c.member_id)
        .where(
            table.c.meeting_id == meeting_id,
            table.c.position.is_(None),
            members.c.left_at.is_(None),
        )
        .order_by(table.c.id)
        .limit(1)
        .scalar_subquery()
    )
    step = update(table).where(table.c.id == first, free.is_not(None)).values(position=free)
    moved: list[int] = []
    while (member_id := await connection.scalar(step.returning(table.c.member_id))) is not None:
        moved.append(member_id)
    return moved


async def place_in_line(
    connection: AsyncConnection, *, meeting_id: int, member_id: int
) -> int | None:
    """Return a member's place in line, counted from 1; None where they do not wait."""
    return await connection.scalar(*_ahead(meeting_id, member_id)) or None


@prepared
def _ahead(meeting_id: int, member_id: int) -> Select[Any]:
    waiting = (table.c.meeting_id == meeting_id, table.c.position.is_(None))
    own = select(table.c.id).where(*waiting, table.c.member_id == member_id).scalar_subquery()
    return select(func.count()).select_from(table).where(*waiting, table.c.id <= own)


async def has_one(connection: AsyncConnection, *, meeting_id: int, member_id: int) -> bool:
    """Return whether a member has a seat; waiting for one does not count."""
    query = select(table.c.id).where(
        table.c.meeting_id == meeting_id,
        table.c.member_id == member_id,
        table.c.position.is_not(None),
    )
    return await connection.scalar(query) is not None


def held(now: datetime) -> Select[tuple[int]]:
    """Return the members who have a seat in a future meeting, or wait for one."""
    to_come = select(meetings.c.id).where(meetings.c.start > now)
    return select(table.c.member_id).where(table.c.meeting_id.in_(to_come))


async def meetings_of(connection: AsyncConnection, member_id: int, *, after: datetime) -> list[int]:
    """Return the future meetings in which a member has a seat or waits for one."""
    query = (
        select(table.c.meeting_id)
        .join(meetings, meetings.c.id == table.c.meeting_id)
        .where(table.c.member_id == member_id, meetings.c.start > after)
    )
    return list(await connection.scalars(query.order_by(table.c.meeting_id)))
