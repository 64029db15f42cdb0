"""Drafts in the database: what somebody typed and has not saved yet."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, String, Table, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.store.members import table as members
from bot.storage import rows
from bot.storage.columns import Instant, identifier, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.exports import Row, json_rows
from bot.storage.metadata import metadata

# What somebody typed and has not saved yet: a refused form, or a change to be confirmed.
table = Table(
    "drafts",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    Column("discord_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "created_at"),
    info=CHANGES_OFTEN,
)


async def insert(
    connection: AsyncConnection,
    *,
    collaboration_id: int,
    discord_id: int,
    kind: str,
    content: dict[str, Any],
    now: datetime,
) -> int:
    """Keep a draft and return its id."""
    values = {
        "collaboration_id": collaboration_id,
        "discord_id": discord_id,
        "kind": kind,
        "content": json.dumps(content),
        "created_at": now,
    }
    return await rows.insert(connection, table, values)


async def content_of(
    connection: AsyncConnection, draft_id: int, *, collaboration_id: int, discord_id: int, kind: str
) -> dict[str, Any] | None:
    """Return what this person typed; None if the draft is gone or belongs to somebody else."""
    query = select(table.c.content).where(
        table.c.id == draft_id,
        table.c.collaboration_id == collaboration_id,
        table.c.discord_id == discord_id,
        table.c.kind == kind,
    )
    content = await connection.scalar(query)
    return None if content is None else dict(json.loads(content))


async def of_member(connection: AsyncConnection, member_id: int) -> list[Row]:
    """Return a member's drafts as JSON can write them, oldest first."""
    query = (
        select(table)
        .join(members, table.c.collaboration_id == members.c.collaboration_id)
        .where(members.c.id == member_id, members.c.discord_id == table.c.discord_id)
        .order_by(table.c.id)
    )
    found = await json_rows(connection, query)
    return [{**row, "content": json.loads(row["content"])} for row in found]


async def remove(connection: AsyncConnection, draft_id: int) -> bool:
    """Forget a draft; return whether it was still there."""
    result = await connection.execute(delete(table).where(table.c.id == draft_id))
    return bool(result.rowcount)


async def remove_older(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Forget drafts made up to an instant; return how many."""
    old = select(table.c.id).where(table.c.created_at <= before).limit(most)
    result = await connection.execute(delete(table).where(table.c.id.in_(old)))
    return int(result.rowcount)
