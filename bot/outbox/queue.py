"""Deliveries in the store: the outbox's only table."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    RowMapping,
    ScalarSelect,
    TextClause,
    case,
    func,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import Delivery, Due, State
from bot.storage import rows
from bot.storage.tables import deliveries as table

# Written out, because SQLite takes a partial index only for the very words that it was made with.
IS_WAITING = text("state = 'waiting'")
IS_CLAIMED = text("state = 'claimed'")
IS_PARKED = text("state = 'parked'")
NOT_SENT = (State.WAITING, State.PARKED)
SERVER_LEFT = "the server removed Meridian"


def _make(row: RowMapping) -> Delivery:
    return Delivery(**{**row, "payload": json.loads(row["payload"])})


def _columns(due: Due) -> dict[str, Any]:
    return {
        "kind": due.kind,
        "what": due.what,
        "target": due.target,
        "occurrence": due.occurrence,
        "due": due.due,
        "try_at": due.due,
        "pointless_after": due.pointless_after,
        "payload": json.dumps(dict(due.payload)),
        "state": State.WAITING,
    }


async def insert_many(
    connection: AsyncConnection, collaboration_id: int, dues: Iterable[Due]
) -> None:
    """Write down what falls due; none of it may be there already."""
    if made := [{**_columns(due), "collaboration_id": collaboration_id} for due in dues]:
        await connection.execute(insert(table), made)


async def by_id(connection: AsyncConnection, delivery_id: int) -> Delivery | None:
    """Return the delivery with this id."""
    return await rows.one(connection, select(table).where(table.c.id == delivery_id), _make)


async def by_key(connection: AsyncConnection, collaboration_id: int, due: Due) -> Delivery | None:
    """Return the delivery that says the same to the same, for the same occurrence."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id,
        table.c.what == due.what,
        table.c.kind == due.kind,
        table.c.target == due.target,
        table.c.occurrence == due.occurrence,
    )
    return await rows.one(connection, query, _make)


async def about(
    connection: AsyncConnection,
    collaboration_id: int,
    whats: Collection[str],
    *,
    kinds: Collection[str],
) -> list[Delivery]:
    """Return what is, was or will be said about these things."""
    query = select(table).where(
        table.c.what.in_(whats),
        table.c.collaboration_id == collaboration_id,
        table.c.kind.in_(kinds),
    )
    return await rows.every(connection, query.order_by(table.c.id), _make)


async def of_kind(
    connection: AsyncConnection,
    collaboration_id: int,
    kinds: Collection[str],
    *,
    states: Collection[State] = tuple(State),
) -> list[Delivery]:
    """Return a collaboration's deliveries of some kinds, the soonest first."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id,
        table.c.kind.in_(kinds),
        table.c.state.in_(states),
    )
    return await rows.every(connection, query.order_by(table.c.due, table.c.id), _make)


async def of_member(connection: AsyncConnection, member_id: int, kind: str) -> list[Delivery]:
    """Return what of a kind waits that a member asked for."""
    query = select(table).where(
        table.c.what == f"own:{member_id}", table.c.kind == kind, table.c.state == State.WAITING
    )
    return await rows.every(connection, query.order_by(table.c.due), _make)


async def by_message(connection: AsyncConnection, message_id: int) -> Delivery | None:
    """Return the delivery that is this message in Discord."""
    return await rows.one(connection, select(table).where(table.c.message_id == message_id), _make)


async def change(connection: AsyncConnection, delivery_id: int, **changes: Any) -> None:
    """Change columns of a delivery."""
    if "payload" in changes:
        changes["payload"] = json.dumps(changes["payload"])
    await rows.update(connection, table, delivery_id, changes)


async def redate(connection: AsyncConnection, delivery_id: int, due: Due) -> None:
    """Let a delivery wait for another moment; what was tried already is looked for by then."""
    await change(
        connection,
        delivery_id,
        state=State.WAITING,
        due=due.due,
        try_at=due.due,
        pointless_after=due.pointless_after,
        why="",
    )


async def withdraw(
    connection: AsyncConnection, delivery_ids: Sequence[int], *, why: str = ""
) -> None:
    """Take back deliveries that wait or are parked."""
    if delivery_ids:
        await connection.execute(
            update(table)
            .where(table.c.id.in_(delivery_ids), table.c.state.in_(NOT_SENT))
            .values(state=State.WITHDRAWN, why=why)
        )


async def put_to_rest(connection: AsyncConnection, collaboration_id: int) -> None:
    """Withdraw what is unsent because its server removed Meridian; look at nothing sent again."""
    theirs = update(table).where(table.c.collaboration_id == collaboration_id)
    await connection.execute(
        theirs.where(table.c.state.in_(NOT_SENT)).values(state=State.WITHDRAWN, why=SERVER_LEFT)
    )
    await connection.execute(theirs.where(table.c.edit_due.is_not(None)).values(edit_due=None))


async def wake(
    connection: AsyncConnection,
    collaboration_id: int,
    *,
    standing: Collection[str],
    now: datetime,
) -> None:
    """Restore what was withdrawn because the server removed Meridian and is not yet pointless.

    What is in Discord already, of the kinds that stand there, is looked at again for as long as it
    is of use.
    """
    theirs = update(table).where(
        table.c.collaboration_id == collaboration_id, table.c.pointless_after > now
    )
    withdrawn = theirs.where(table.c.state == State.WITHDRAWN, table.c.why == SERVER_LEFT)
    soonest = case((table.c.due > now, table.c.due), else_=literal(now, table.c.due.type))
    await connection.execute(withdrawn.values(state=State.WAITING, try_at=soonest, why=""))
    posted = theirs.where(table.c.kind.in_(standing), table.c.message_id.is_not(None))
    await connection.execute(posted.values(edit_due=now))


async def mark_stale(
    connection: AsyncConnection,
    collaboration_id: int,
    whats: Collection[str],
    *,
    kinds: Collection[str],
    at: datetime,
) -> None:
    """Note that posts of these kinds about these things are to be looked at again.

    What is on its way there at this moment may have been drawn before the change.
    """
    await connection.execute(
        update(table)
        .where(
            table.c.what.in_(whats),
            table.c.collaboration_id == collaboration_id,
            table.c.kind.in_(kinds),
            table.c.message_id.is_not(None) | IS_CLAIMED,
            table.c.edit_due.is_(None) | (table.c.edit_due > at),
        )
        .values(edit_due=at)
    )


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
    return await rows.every(connection, query.order_by(table.c.pointless_after), _make)


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
    return await rows.every(connection, query.order_by(table.c.edit_due).limit(most), _make)


async def parked(connection: AsyncConnection) -> list[Delivery]:
    """Return what waits until somebody mends what keeps it back."""
    return await rows.every(connection, select(table).where(IS_PARKED), _make)


async def last_sent(
    connection: AsyncConnection, collaboration_id: int, target: str
) -> datetime | None:
    """Return when something went out to a target last."""
    query = select(table.c.sent_at).where(
        table.c.collaboration_id == collaboration_id,
        table.c.target == target,
        table.c.sent_at.is_not(None),
    )
    return await connection.scalar(query.order_by(table.c.sent_at.desc()).limit(1))


async def unpark(
    connection: AsyncConnection, delivery_ids: Sequence[int], *, now: datetime
) -> None:
    """Let parked deliveries be tried at once."""
    await connection.execute(
        update(table)
        .where(table.c.id.in_(delivery_ids), IS_PARKED)
        .values(state=State.WAITING, try_at=now, why="")
    )


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
    return await rows.every(connection, query.order_by(*order).limit(most).offset(skip), _make)


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
    """Return how long the delivery that has waited longest is overdue; nothing where none is."""
    due = await connection.scalar(
        select(func.min(table.c.due)).where(IS_WAITING, table.c.try_at <= now)
    )
    return timedelta() if due is None else max(now - due, timedelta())
