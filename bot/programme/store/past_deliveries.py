"""Deliveries that are over, and when one may be removed."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.outbox.deliveries import Kind
from bot.outbox.tables import deliveries as table
from bot.programme.store.reminders import reminder_schedules
from bot.series.store import table as series
from bot.storage.engines.json_values import json_text
from bot.storage.expiry import is_older_than_newest
from bot.talks.model.talks import TalkStatus
from bot.talks.store.tables import talks

# Spelled out as in the index: SQLite uses a partial index only for the same words.
IS_OVER = text("state IN ('sent', 'expired', 'withdrawn', 'dropped')")


async def remove_over(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Remove deliveries that were over by an instant, the oldest first.

    A row keeps its delivery from being planned and sent again, so it is kept while its subject may
    still take place: a talk that was announced and then moved by half a year is announced once.
    """
    over = (
        select(table.c.id)
        .where(
            IS_OVER,
            table.c.pointless_after <= before,
            table.c.sent_at.is_(None) | (table.c.sent_at <= before),
            table.c.edit_due.is_(None),
            is_older_than_newest(table),
            not_(_is_board()),
            not_(_may_still_come(before)),
            not_(_names_a_role_in_use()),
        )
        .order_by(table.c.pointless_after)
        .limit(most)
    )
    result = await connection.execute(delete(table).where(table.c.id.in_(over)))
    return int(result.rowcount)


def _is_board() -> ColumnElement[bool]:
    return and_(table.c.kind == Kind.BOARD, table.c.message_id.is_not(None))


def _may_still_come(before: datetime) -> ColumnElement[bool]:
    """Return the condition for deliveries about what is not over by an instant."""
    meeting = exists().where(meetings.c.id == _number("meeting"), meetings.c.start > before)
    placed = talks.outerjoin(slots, slots.c.id == talks.c.slot_id).outerjoin(meetings)
    talk = exists(
        select(talks.c.id)
        .select_from(placed)
        .where(
            talks.c.id == _number("talk"),
            or_(talks.c.status == TalkStatus.PROPOSED, meetings.c.start > before),
        )
    )
    running = exists().where(series.c.id == _number("series"), series.c.ended_at.is_(None))
    return or_(meeting, talk, and_(running, table.c.message_id.is_not(None)))


def _names_a_role_in_use() -> ColumnElement[bool]:
    """Return the condition for notices of a deleted role, kept while a series still names it."""
    role = cast(func.substr(table.c.what, len("role:") + 1), BigInteger)
    named = exists().where(reminder_schedules.c.role_id == role)
    return and_(table.c.kind == Kind.TROUBLE, table.c.what.startswith("role:"), named)


def _number(prefix: str) -> ColumnElement[int | None]:
    """Return the number in "meeting:12", null where a delivery is about something else.

    The payload of what organizers compose holds what its placeholders are about.
    """
    composed = json_text(table.c.payload, "about")
    about = case((table.c.kind == Kind.COMPOSED, composed), else_=table.c.what)
    number = cast(func.substr(about, len(prefix) + 2), Integer)
    return case((about.like(f"{prefix}:%"), number))
