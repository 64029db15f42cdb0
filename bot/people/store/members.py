"""Members in the store."""

from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.model.members import Member
from bot.storage import rows
from bot.storage.tables import members as table


def _make(row: RowMapping) -> Member:
    return Member(**row)


async def of(connection: AsyncConnection, collaboration_id: int) -> list[Member]:
    """Return the members that Meridian knows in a collaboration, by name."""
    query = select(table).where(table.c.collaboration_id == collaboration_id)
    return await rows.every(connection, query.order_by(table.c.display_name, table.c.id), _make)


async def organizers(connection: AsyncConnection, collaboration_id: int) -> list[Member]:
    """Return those who are organizers, as far as Discord has told."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id,
        table.c.is_organizer,
        table.c.left_at.is_(None),
    )
    return await rows.every(connection, query.order_by(table.c.id), _make)


async def by_id(connection: AsyncConnection, member_id: int) -> Member | None:
    """Return the member with this id."""
    return await rows.one(connection, select(table).where(table.c.id == member_id), _make)


async def by_discord_id(
    connection: AsyncConnection, collaboration_id: int, discord_id: int
) -> Member | None:
    """Return the member with this Discord id in the collaboration."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id, table.c.discord_id == discord_id
    )
    return await rows.one(connection, query, _make)


async def insert(connection: AsyncConnection, **values: Any) -> int:
    """Make a member and return the id."""
    return await rows.insert(connection, table, values)


async def update(connection: AsyncConnection, member_id: int, **changes: Any) -> None:
    """Change a member."""
    await rows.update(connection, table, member_id, changes)
