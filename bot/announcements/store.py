"""Templates of announcements in the store."""

from sqlalchemy import Column, Table, Text, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import identifier, reference
from bot.storage.engines import upserts
from bot.storage.metadata import metadata

# What organizers post again and again, with placeholders.
table = Table(
    "templates",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("collaboration_id", "name"),
)


async def of(connection: AsyncConnection, collaboration_id: int) -> dict[str, str]:
    """Return a collaboration's templates, by name."""
    query = select(table.c.name, table.c.body).where(table.c.collaboration_id == collaboration_id)
    return {row.name: row.body for row in await connection.execute(query.order_by(table.c.name))}


async def keep(connection: AsyncConnection, collaboration_id: int, name: str, body: str) -> None:
    """Keep a template in place of one of the same name; an empty text takes it away."""
    if not body:
        await connection.execute(
            delete(table).where(table.c.collaboration_id == collaboration_id, table.c.name == name)
        )
        return
    row = {"collaboration_id": collaboration_id, "name": name, "body": body}
    key = ("collaboration_id", "name")
    await upserts.replace(connection, table, row, key=key, columns=("body",))
