"""Deleting whole collaborations; tombstones remember the addresses that they had."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Column, ColumnElement, String, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.store.collaborations import table as collaborations
from bot.storage.columns import Instant
from bot.storage.engines import upserts
from bot.storage.metadata import metadata

# SHA-256 digests of the short names and private links of collaborations that were deleted.
table = Table(
    "tombstones",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("deleted_at", Instant, nullable=False),
)


def digest_of(name: str) -> str:
    """Return the digest of a short name or a private feed's token."""
    return sha256(name.encode()).hexdigest()


async def exists(connection: AsyncConnection, name: str) -> bool:
    """Return whether a deleted collaboration had this short name or token."""
    query = select(table.c.digest).where(table.c.digest == digest_of(name))
    return await connection.scalar(query) is not None


async def put(connection: AsyncConnection, digests: Iterable[str], *, now: datetime) -> None:
    """Leave tombstones with these digests."""
    made = [{"digest": digest, "deleted_at": now} for digest in digests]
    await upserts.add(connection, table, made)


async def bury(
    connection: AsyncConnection, collaboration_id: int, slug: str, *, now: datetime
) -> None:
    """Delete a collaboration and all that belongs to it; leave a tombstone of its short name."""
    await put(connection, [digest_of(slug)], now=now)
    for one in reversed(metadata.sorted_tables):
        if (belongs := belonging(one, collaboration_id)) is not None:
            await connection.execute(one.delete().where(belongs))


def belonging(one: Table, collaboration_id: int) -> ColumnElement[bool] | None:
    """Return which rows of a table belong to a collaboration; None where none can.

    They name it, or a row of another table that belongs to it.
    """
    if one is collaborations:
        return one.c.id == collaboration_id
    if "collaboration_id" in one.c:
        return one.c.collaboration_id == collaboration_id
    ways = []
    for key in sorted(one.foreign_keys, key=lambda key: key.parent.name):
        above = belonging(key.column.table, collaboration_id)
        if above is not None:
            ways.append(key.parent.in_(select(key.column).where(above)))
    return or_(*ways) if ways else None
