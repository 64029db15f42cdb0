"""Queries about the slots of meetings."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.model.meetings import Slot
from bot.meetings.store.meetings import slots
from bot.storage import rows


def _make(row: RowMapping) -> Slot:
    return Slot(**row)


async def slots_of(connection: AsyncConnection, meeting_id: int) -> list[Slot]:
    """Return the slots of a meeting, in order."""
    query = select(slots).where(slots.c.meeting_id == meeting_id).order_by(slots.c.position)
    return await rows.every(connection, query, _make)


async def slots_in(
    connection: AsyncConnection, meeting_ids: Sequence[int]
) -> dict[int, list[Slot]]:
    """Return the slots of many meetings by meeting, in order."""
    query = select(slots).where(slots.c.meeting_id.in_(meeting_ids)).order_by(slots.c.position)
    found: dict[int, list[Slot]] = {meeting_id: [] for meeting_id in meeting_ids}
    for slot in await rows.every(connection, query, _make):
        found[slot.meeting_id].append(slot)
    return found


async def set_slots(connection: AsyncConnection, meeting_id: int, count: int) -> None:
    """Give a meeting this many slots; slots that go must be empty."""
    await connection.execute(
        slots.delete().where(slots.c.meeting_id == meeting_id, slots.c.position >= count)
    )
    present = await connection.scalar(
        select(func.count()).select_from(slots).where(slots.c.meeting_id == meeting_id)
    )
    missing = [{"meeting_id": meeting_id, "position": p} for p in range(present or 0, count)]
    if missing:
        await connection.execute(insert(slots), missing)
