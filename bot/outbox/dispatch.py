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
from bot.outbox.tables import deliveries as table
from bot.storage import rows


async def next_moment(connection: AsyncConnection) -> datetime | None:
    """Return when the next delivery is to be sent, taken over or checked again."""
    # One statement, because this is asked before and after everything that is sent.
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
    """Give up deliveries that are pointless by now; return how many."""
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
    """Claim for this long what is due, and what a process claimed and did not finish."""
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
    """Release what a process that ended had claimed; return how many."""
    result = await connection.execute(
        update(table).where(IS_CLAIMED).values(state=State.WAITING, lease_until=None, try_at=now)
    )
    return int(result.rowcount)


async def turn_back(connection: AsyncConnection, *, now: datetime, lease: timedelta) -> int:
    """Correct what was stored while the clock was ahead, now that it was set back to `now`.

    Deliveries that expired too early fall due again, pauses and leases that reach into a far
    future end, and posts are checked again. Return how many are due again.
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
    """Return posts in Discord that are to be checked again, longest waiting first."""
    query = select(table).where(table.c.edit_due.is_not(None), table.c.edit_due <= now)
    return await rows.every(connection, query.order_by(table.c.edit_due).limit(most), delivery_from)


async def parked(connection: AsyncConnection) -> list[Delivery]:
    """Return all parked deliveries."""
    return await rows.every(connection, select(table).where(IS_PARKED), delivery_from)


async def unpark(
    connection: AsyncConnection, delivery_ids: Sequence[int], *, now: datetime
) -> None:
    """Have parked deliveries tried at once."""
    await connection.execute(
        update(table)
        .where(table.c.id.in_(delivery_ids), IS_PARKED)
        .values(state=State.WAITING, try_at=now, why="")
    )
