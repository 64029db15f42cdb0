"""The table of claim codes: at most one per collaboration, stored as a digest."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.servers.model.claim_codes import MOST_TRIES, ClaimCode
from bot.storage import rows
from bot.storage.columns import Instant, identifier, reference
from bot.storage.metadata import metadata

# The code that hands an imported collaboration to a server; only a digest of the code is kept.
table = Table(
    "claim_codes",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id", gone="CASCADE"),
    Column("name", String(6), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("wrong_tries", Integer, nullable=False, server_default="0"),
    Column("used_at", Instant),
    UniqueConstraint("collaboration_id"),
    CheckConstraint("wrong_tries BETWEEN 0 AND 5", name="wrong_tries"),
)


def _make(row: RowMapping) -> ClaimCode:
    return ClaimCode(**row)


async def replace(
    connection: AsyncConnection,
    *,
    collaboration_id: int,
    name: str,
    digest: str,
    expires_at: datetime,
) -> None:
    """Replace a collaboration's code with a new one."""
    await connection.execute(delete(table).where(table.c.collaboration_id == collaboration_id))
    values = {
        "collaboration_id": collaboration_id,
        "name": name,
        "digest": digest,
        "expires_at": expires_at,
    }
    await rows.insert(connection, table, values)


async def by_name(connection: AsyncConnection, name: str) -> ClaimCode | None:
    """Return the code whose public part this is."""
    return await rows.one(connection, select(table).where(table.c.name == name), _make)


async def count_wrong_try(connection: AsyncConnection, code_id: int) -> None:
    """Count a wrong try, up to the allowed number."""
    await connection.execute(
        update(table)
        .where(table.c.id == code_id, table.c.wrong_tries < MOST_TRIES)
        .values(wrong_tries=table.c.wrong_tries + 1)
    )


async def spend(connection: AsyncConnection, code_id: int, *, now: datetime) -> None:
    """Record that a code was used."""
    await rows.update(connection, table, code_id, {"used_at": now})
