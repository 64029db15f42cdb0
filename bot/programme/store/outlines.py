"""Outlines in the store: what people have been told about each meeting."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Select, Table, Text, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.programme.model.outlines import Outline
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.engines import upserts
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared

# What people know of a meeting: what it is compared with when it changes.
table = Table(
    "outlines",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("content", Text, nullable=False),
    info=CHANGES_OFTEN,
)


async def of_meetings(
    connection: AsyncConnection, meeting_ids: Sequence[int]
) -> dict[int, Outline]:
    """Return the outlines of meetings by meeting, where people were told of one."""
    return {
        row.meeting_id: Outline.read(json.loads(row.content))
        for row in await connection.execute(*_of_meetings(meeting_ids))
    }


@prepared
def _of_meetings(meeting_ids: Sequence[int]) -> Select[Any]:
    return select(table).where(table.c.meeting_id.in_(meeting_ids))


async def keep(connection: AsyncConnection, known: Mapping[int, Outline]) -> None:
    """Save the outlines of meetings, each in place of the former one."""
    if not known:
        return
    made = [
        {"meeting_id": meeting_id, "content": json.dumps(outline.kept())}
        for meeting_id, outline in known.items()
    ]
    await upserts.replace(connection, table, made, key=("meeting_id",), columns=("content",))
