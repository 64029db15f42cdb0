"""Dispatch: which deliveries are due now, and which process works on them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ScalarSelect,
    TextClause,
    case,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import Delivery, State
from bot.outbox.queue import IS_CLAIMED, IS_PARKED, IS_WAITING, delivery_from
from bot.storage import rows
from bot.storage.tables import deliveries as table


async def next_moment(connection: AsyncConnection) -> datetime | None:
    """Return when something is next to be done: sent, taken over or looked at again."""
    # In one statement, because this is asked before and after everything that is sent.
    soonest = (
        _first(table.c.try_at, IS_WAITING),
        _first(table.c.lease_until, IS_CLAIMED),
        _first(table.c.edit_due, table.c.edit_due.is_not(None)),
    )
    row = (await connection.execute(select(*soonest))).one()
    return min((moment for moment in row if moment is not None), default=None)


def _first(
    column: "Column[Any]", condition: "ColumnElement[bool] | TextClause"
) -> "ScalarSelect[Any]":
    return select(column).where(condition).order_by(column).limit(1).scalar_subquery()


async def expire(connection: AsyncConnection, *, now: datetime) -> int:
    """Give up what is pointless by now; return how many."""
    waited = await connection.execute(
        update(table)
        .where(IS_WAITING, table.c.try_at <= now, table.c.pointless_after <= now)
        .values(state=State.EXPIRED)
    )
    parked = await connection.execute(
        update(table).where(IS_PARKED, table.c.pointless_after <= now).values(state=State.EXPIRED)
    )
    return int(waited.rowcount + parked.rowcount)


async def claim(
    connection: AsyncConnection, *, now: datetime, lease: timedelta, most: int
) -> list[Delivery]:
    """Take what is due, and what somebody took and did not bring to an end, for this long."""
    due = select(table.c.id).where(IS_WAITING, table.c.try_at <= now)
    lost = select(table.c.id).where(IS_CLAIMED, table.c.lease_until <= now)
    ids = [
        *await connection.scalars(
            due.order_by(table.c.try_at, table.c.pointless_after, table.c.id).limit(most)
        ),
        *await connection.scalars(lost.limit(most)),
    ]
    if not ids:
        return []
    await connection.execute(
        update(table)
        .where(table.c.id.in_(ids))
        .values(
            state=State.CLAIMED,
            lease_until=now + lease,
            tries=table.c.tries + 1,
            first_tried_at=func.coalesce(
                table.c.first_tried_at, literal(now, table.c.first_tried_at.type)
            ),
        )
    )
    query = select(table).where(table.c.id.in_(ids))
    return await rows.every(connection, query.order_by(table.c.pointless_after), delivery_from)


async def release(connection: AsyncConnection, *, now: datetime) -> int:
    """Give back what a process that is no more had taken; return how many."""
    result = await connection.execute(
        update(table).where(IS_CLAIMED).values(state=State.WAITING, lease_until=None, try_at=now)
    )
    return int(result.rowcount)


async def turn_back(connection: AsyncConnection, *, now: datetime, lease: timedelta) -> int:
    """Mend what was written down by a clock that went ahead, and was set back to `now` since.

    What was given up as pointless and is not falls due again; pauses and leases that would last
    into a far future end; what stands is looked at again. Return how many are due again.
    """
    soonest = case((table.c.due > now, table.c.due), else_=literal(now, table.c.due.type))
    revived = await connection.execute(
        update(table)
        .where(table.c.state == State.EXPIRED, table.c.pointless_after > now)
        .values(state=State.WAITING, try_at=soonest)
    )
    paused = update(table).where(IS_WAITING, table.c.tries > 0, table.c.try_at > now)
    await connection.execute(paused.values(try_at=soonest))
    leased = update(table).where(IS_CLAIMED, table.c.lease_until > now + lease)
    await connection.execute(leased.values(lease_until=now + lease))
    standing = update(table).where(table.c.edit_due.is_not(None), table.c.edit_due > now)
    await connection.execute(standing.values(edit_due=now))
    return int(revived.rowcount)


async def stale(connection: AsyncConnection, *, now: datetime, most: int) -> list[Delivery]:
    """Return what stands in Discord and is to be looked at again, longest waiting first."""
    query = select(table).where(table.c.edit_due.is_not(None), table.c.edit_due <= now)
    return await rows.every(connection, query.order_by(table.c.edit_due).limit(most), delivery_from)


async def parked(connection: AsyncConnection) -> list[Delivery]:
    """Return what waits until somebody mends what keeps it back."""
    return await rows.every(connection, select(table).where(IS_PARKED), delivery_from)


async def unpark(
    connection: AsyncConnection, delivery_ids: Sequence[int], *, now: datetime
) -> None:
    """Let parked deliveries be tried at once."""
    await connection.execute(
        update(table)
        .where(table.c.id.in_(delivery_ids), IS_PARKED)
        .values(state=State.WAITING, try_at=now, why="")
    )
