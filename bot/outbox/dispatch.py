"""Dispatch: which deliveries are due now, and which process works on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    ScalarSelect,
    TextClause,
    case,
    func,
    literal,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import Delivery, State
from bot.outbox.queue import IS_CLAIMED, IS_PARKED, IS_WAITING, delivery_from
from bot.outbox.tables import deliveries as table
from bot.storage import rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """When the next delivery is to be sent or taken over, and when a post is to be checked again.

    None stands for never. `has_parked` says whether deliveries are parked, and `has_pointless`
    whether some are to be given up.
    """

    delivery: datetime | None
    edit: datetime | None
    has_parked: bool
    has_pointless: bool

    @property
    def moment(self) -> datetime | None:
        """When there is something to do."""
        return min((one for one in (self.delivery, self.edit) if one is not None), default=None)


async def ahead(connection: AsyncConnection, *, now: datetime) -> Ahead:
    """Return what is to be done next."""
    # One statement, because this is asked before and after everything that is sent.
    query = select(
        _first(table.c.try_at, IS_WAITING),
        _first(table.c.lease_until, IS_CLAIMED),
        _first(table.c.edit_due, table.c.edit_due.is_not(None)),
        _first(table.c.target, IS_PARKED),
        _pointless(now).exists(),
    )
    waiting, claimed, edit, parked, has_pointless = (await connection.execute(query)).one()
    soonest = min((one for one in (waiting, claimed) if one is not None), default=None)
    return Ahead(
        delivery=soonest,
        edit=edit,
        has_parked=parked is not None,
        has_pointless=bool(has_pointless),
    )


def _first(
    column: "Column[Any]", condition: "ColumnElement[bool] | TextClause"
) -> "ScalarSelect[Any]":
    return select(column).where(condition).order_by(column).limit(1).scalar_subquery()


def _pointless(now: datetime) -> "CompoundSelect[tuple[int]]":
    """Return the ids of the deliveries that are due or parked, and pointless by now."""
    is_over = table.c.pointless_after <= now
    return union_all(
        select(table.c.id).where(IS_WAITING, table.c.try_at <= now, is_over),
        select(table.c.id).where(IS_PARKED, is_over),
    )


async def expire(connection: AsyncConnection, *, now: datetime) -> int:
    """Give up deliveries that are pointless by now; return how many."""
    result = await connection.execute(
        update(table).where(table.c.id.in_(_pointless(now))).values(state=State.EXPIRED)
    )
    return int(result.rowcount)


async def claim(
    connection: AsyncConnection, *, now: datetime, lease: timedelta, most: int
) -> list[Delivery]:
    """Claim for this long what is due, and what a process claimed and did not finish."""
    is_of_use = table.c.pointless_after > now
    due = select(table.c.id).where(IS_WAITING, table.c.try_at <= now, is_of_use)
    due = due.order_by(table.c.try_at, table.c.pointless_after, table.c.id).limit(most)
    lost = select(table.c.id).where(IS_CLAIMED, table.c.lease_until <= now).limit(most)
    ids = union_all(select(due.subquery().c.id), select(lost.subquery().c.id))
    claiming = (
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
        .returning(table)
    )
    claimed = await rows.every(connection, claiming, delivery_from)
    return sorted(claimed, key=lambda one: (one.pointless_after, one.id))


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
