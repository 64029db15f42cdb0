"""The queue: deliveries as rows, written and read by subjects."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, Update, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.deliveries import Delivery, Due, State, about_own_reminders
from bot.outbox.tables import deliveries as table
from bot.storage import rows
from bot.storage.engines import upserts
from bot.storage.prepared import prepared

# Spelled out, because SQLite uses a partial index only for the exact words of its definition.
IS_WAITING = text("state = 'waiting'")
IS_CLAIMED = text("state = 'claimed'")
IS_PARKED = text("state = 'parked'")
NOT_SENT = (State.WAITING, State.PARKED)
KEY = ("what", "kind", "target", "occurrence", "collaboration_id")


def delivery_from(row: RowMapping) -> Delivery:
    """Return the delivery that a row holds."""
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
    """Add deliveries; none may be there already."""
    if made := [{**_columns(due), "collaboration_id": collaboration_id} for due in dues]:
        await connection.execute(insert(table), made)


async def by_id(connection: AsyncConnection, delivery_id: int) -> Delivery | None:
    """Return the delivery with this id."""
    return await rows.one(connection, select(table).where(table.c.id == delivery_id), delivery_from)


async def insert_missing(
    connection: AsyncConnection, collaboration_id: int, dues: Iterable[Due]
) -> None:
    """Add deliveries; those that are there already stay as they are."""
    made = [{**_columns(due), "collaboration_id": collaboration_id} for due in dues]
    await upserts.add(connection, table, made, key=KEY)


async def by_ids(connection: AsyncConnection, delivery_ids: Collection[int]) -> list[Delivery]:
    """Return the deliveries with these ids."""
    return await rows.every(
        connection, select(table).where(table.c.id.in_(delivery_ids)), delivery_from
    )


async def by_key(connection: AsyncConnection, collaboration_id: int, due: Due) -> Delivery | None:
    """Return the delivery of the same kind, about the same, to the same target."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id,
        table.c.what == due.what,
        table.c.kind == due.kind,
        table.c.target == due.target,
        table.c.occurrence == due.occurrence,
    )
    return await rows.one(connection, query, delivery_from)


async def about(
    connection: AsyncConnection,
    collaboration_id: int,
    whats: Collection[str],
    *,
    kinds: Collection[str],
) -> list[Delivery]:
    """Return the deliveries of some kinds about these things."""
    return await rows.every(connection, _about(collaboration_id, whats, kinds), delivery_from)


@prepared
def _about(collaboration_id: int, whats: Collection[str], kinds: Collection[str]) -> Select[Any]:
    query = select(table).where(
        table.c.what.in_(whats),
        table.c.collaboration_id == collaboration_id,
        table.c.kind.in_(kinds),
    )
    return query.order_by(table.c.id)


async def of_kind(
    connection: AsyncConnection,
    collaboration_id: int,
    kinds: Collection[str],
    *,
    states: Collection[State] = tuple(State),
) -> list[Delivery]:
    """Return a collaboration's deliveries of some kinds, the soonest first."""
    query = _of_kind(collaboration_id, kinds, states)
    return await rows.every(connection, query, delivery_from)


@prepared
def _of_kind(
    collaboration_id: int, kinds: Collection[str], states: Collection[State]
) -> Select[Any]:
    query = select(table).where(
        table.c.collaboration_id == collaboration_id,
        table.c.kind.in_(kinds),
        table.c.state.in_(states),
    )
    return query.order_by(table.c.due, table.c.id)


async def of_member(connection: AsyncConnection, member_id: int, kind: str) -> list[Delivery]:
    """Return the waiting deliveries of a kind that a member asked for."""
    query = select(table).where(
        table.c.what == about_own_reminders(member_id),
        table.c.kind == kind,
        table.c.state == State.WAITING,
    )
    return await rows.every(connection, query.order_by(table.c.due), delivery_from)


async def by_message(connection: AsyncConnection, message_id: int) -> Delivery | None:
    """Return the delivery whose message in Discord this is."""
    return await rows.one(
        connection, select(table).where(table.c.message_id == message_id), delivery_from
    )


async def change(connection: AsyncConnection, delivery_id: int, **changes: Any) -> None:
    """Change columns of a delivery."""
    await rows.update(connection, table, delivery_id, _stored(changes))


async def change_several(
    connection: AsyncConnection, changes: Mapping[int, Mapping[str, Any]]
) -> None:
    """Change columns of several deliveries, by id."""
    stored = {delivery_id: _stored(columns) for delivery_id, columns in changes.items()}
    await rows.update_several(connection, table, stored)


def _stored(changes: Mapping[str, Any]) -> Mapping[str, Any]:
    if "payload" not in changes:
        return changes
    return {**changes, "payload": json.dumps(changes["payload"])}


async def redate(connection: AsyncConnection, delivery_id: int, due: Due) -> None:
    """Make a delivery due at another time; one that was tried is looked for by then."""
    await redate_many(connection, {delivery_id: due})


async def redate_many(connection: AsyncConnection, dues: Mapping[int, Due]) -> None:
    """Make deliveries due at other times, by id."""
    changes = {
        delivery_id: {
            "state": State.WAITING,
            "due": due.due,
            "try_at": due.due,
            "pointless_after": due.pointless_after,
            "why": "",
        }
        for delivery_id, due in dues.items()
    }
    await rows.update_many(connection, table, changes)


async def keep_until(connection: AsyncConnection, ends: Mapping[int, datetime]) -> None:
    """Change after which instant deliveries, by id, are pointless."""
    changes = {delivery_id: {"pointless_after": end} for delivery_id, end in ends.items()}
    await rows.update_many(connection, table, changes)


async def withdraw(
    connection: AsyncConnection, delivery_ids: Sequence[int], *, why: str = ""
) -> None:
    """Withdraw deliveries that wait or are parked."""
    if delivery_ids:
        await connection.execute(
            update(table)
            .where(table.c.id.in_(delivery_ids), table.c.state.in_(NOT_SENT))
            .values(state=State.WITHDRAWN, why=why)
        )


async def mark_stale(
    connection: AsyncConnection,
    collaboration_id: int,
    whats: Collection[str],
    *,
    kinds: Collection[str],
    at: datetime,
) -> None:
    """Have posts of these kinds about these things checked again.

    That includes deliveries under way, which may have been drawn before the change.
    """
    await connection.execute(*_marking_stale(collaboration_id, whats, kinds, at))


@prepared
def _marking_stale(
    collaboration_id: int, whats: Collection[str], kinds: Collection[str], at: datetime
) -> Update:
    return (
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


async def last_sent(
    connection: AsyncConnection, collaboration_id: int, target: str
) -> datetime | None:
    """Return when the last delivery to a target was sent."""
    query = select(table.c.sent_at).where(
        table.c.collaboration_id == collaboration_id,
        table.c.target == target,
        table.c.sent_at.is_not(None),
    )
    return await connection.scalar(query.order_by(table.c.sent_at.desc()).limit(1))
