"""Sites in the store."""

from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.sites import Site
from bot.domain.text import clean
from bot.store import rows
from bot.store.tables import sites as table


def _make(row: RowMapping) -> Site:
    return Site(**row)


async def of(connection: AsyncConnection, collaboration_id: int) -> list[Site]:
    """Return the sites of a collaboration in their order."""
    query = select(table).where(table.c.collaboration_id == collaboration_id)
    return await rows.every(connection, query.order_by(table.c.position, table.c.id), _make)


async def by_slug(connection: AsyncConnection, collaboration_id: int, slug: str) -> Site | None:
    """Return the site with this slug in the collaboration."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id, table.c.slug == clean(slug)
    )
    return await rows.one(connection, query, _make)


async def insert(connection: AsyncConnection, **values: Any) -> int:
    """Make a site and return its id."""
    return await rows.insert(connection, table, values)


async def update(connection: AsyncConnection, site_id: int, **changes: Any) -> None:
    """Change a site."""
    await rows.update(connection, table, site_id, changes)
