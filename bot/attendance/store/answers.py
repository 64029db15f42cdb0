"""Members' answers to meetings."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Select, Table, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.model import Answer
from bot.attendance.store.seats import table as seats
from bot.storage.columns import Instant, choice
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.engines import upserts
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared

# Who comes to a meeting: one answer a member, whatever they click at the same time.
table = Table(
    "answers",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    # The database takes what can be said; that somebody waits follows from their seat.
    Column("answer", choice(Answer, grows=True), nullable=False),
    Column("answered_at", Instant, nullable=False),
    Index(None, "member_id"),
    info=CHANGES_OFTEN,
)


async def give(
    connection: AsyncConnection, *, meeting_id: int, member_id: int, answer: Answer, now: datetime
) -> None:
    """Save a member's answer, replacing an earlier one."""
    said = {"answer": answer, "answered_at": now}
    row = {"meeting_id": meeting_id, "member_id": member_id, **said}
    key = ("meeting_id", "member_id")
    await upserts.replace(connection, table, row, key=key, columns=said)


async def of_meetings(
    connection: AsyncConnection, meeting_ids: Sequence[int]
) -> dict[int, dict[int, Answer]]:
    """Return, by meeting, each member's answer, in the order in which they were given."""
    found: dict[int, dict[int, Answer]] = {meeting_id: {} for meeting_id in meeting_ids}
    for row in await connection.execute(*_of_meetings(meeting_ids)):
        found[row.meeting_id][row.member_id] = Answer.WAITING if row.waits else row.answer
    return found


@prepared
def _of_meetings(meeting_ids: Sequence[int]) -> Select[Any]:
    own = and_(seats.c.meeting_id == table.c.meeting_id, seats.c.member_id == table.c.member_id)
    return (
        select(table, and_(seats.c.id.is_not(None), seats.c.position.is_(None)).label("waits"))
        .outerjoin(seats, own)
        .where(table.c.meeting_id.in_(meeting_ids))
        .order_by(table.c.answered_at, table.c.member_id)
    )


async def take_back(
    connection: AsyncConnection, *, meeting_ids: Collection[int], member_id: int
) -> None:
    """Delete a member's answers to these meetings."""
    own = (table.c.meeting_id.in_(meeting_ids), table.c.member_id == member_id)
    await connection.execute(delete(table).where(*own))
