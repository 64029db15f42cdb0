"""Receipts: pages of deliveries by their state, and figures about them."""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import Delivery, State
from bot.outbox.queue import IS_WAITING, delivery_from
from bot.outbox.tables import deliveries as table
from bot.storage import rows


async def page(
    connection: AsyncConnection,
    collaboration_id: int,
    *conditions: ColumnElement[bool],
    latest_first: bool,
    most: int,
    skip: int = 0,
) -> list[Delivery]:
    """Return a page of a collaboration's deliveries by when they are due."""
    order = (table.c.due.desc(), table.c.id) if latest_first else (table.c.due, table.c.id)
    query = select(table).where(table.c.collaboration_id == collaboration_id, *conditions)
    return await rows.every(
        connection, query.order_by(*order).limit(most).offset(skip), delivery_from
    )


def of_kinds(*kinds: str) -> ColumnElement[bool]:
    """Return the condition for deliveries of one of these kinds."""
    return table.c.kind.in_(kinds)


def in_states(*states: State) -> ColumnElement[bool]:
    """Return the condition for deliveries in one of these states."""
    return table.c.state.in_(states)


async def counts(
    connection: AsyncConnection, collaboration_id: int | None = None
) -> dict[State, int]:
    """Return how many deliveries are in each state, of one collaboration or of all."""
    query = select(table.c.state, func.count()).group_by(table.c.state)
    if collaboration_id is not None:
        query = query.where(table.c.collaboration_id == collaboration_id)
    found = {state: int(count) for state, count in await connection.execute(query)}
    return {state: found.get(state, 0) for state in State}


async def longest_overdue(connection: AsyncConnection, *, now: datetime) -> timedelta:
    """Return how long the most overdue delivery has been due, zero where none is."""
    due = await connection.scalar(
        select(func.min(table.c.due)).where(IS_WAITING, table.c.try_at <= now)
    )
    return timedelta() if due is None else max(now - due, timedelta())
