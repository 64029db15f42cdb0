"""Queries about the slots of meetings."""

from collections.abc import Collection, Sequence

from sqlalchemy import RowMapping, func, select
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


async def set_slots(connection: AsyncConnection, meeting_ids: Collection[int], count: int) -> None:
    """Give each of these meetings this many slots; slots that go must be empty."""
    if not meeting_ids:
        return
    theirs = slots.c.meeting_id.in_(meeting_ids)
    await connection.execute(slots.delete().where(theirs, slots.c.position >= count))
    counted = select(slots.c.meeting_id, func.count().label("number")).where(theirs)
    found = await connection.execute(counted.group_by(slots.c.meeting_id))
    present: dict[int, int] = {row.meeting_id: row.number for row in found}
    missing = [
        {"meeting_id": meeting_id, "position": position}
        for meeting_id in meeting_ids
        for position in range(present.get(meeting_id, 0), count)
    ]
    await rows.insert_many(connection, slots, missing)
