"""The table of sites."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    RowMapping,
    Select,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.text import clean
from bot.sites.model.sites import Site
from bot.sites.store import closures
from bot.sites.store.tables import sites as table
from bot.storage import rows
from bot.storage.prepared import Prepared, prepared


async def _made(
    connection: AsyncConnection, collaboration_id: int, query: Select[Any] | Prepared[Select[Any]]
) -> list[Site]:
    found = await rows.every(connection, query, _make)
    stated = await closures.of_collaboration(connection, collaboration_id)
    return [replace(one, own_closures=stated[one.id]) if one.id in stated else one for one in found]


def _make(row: RowMapping) -> Site:
    return Site(**row)


async def of(connection: AsyncConnection, collaboration_id: int) -> list[Site]:
    """Return the sites of a collaboration in their order."""
    return await _made(connection, collaboration_id, _of(collaboration_id))


@prepared
def _of(collaboration_id: int) -> Select[Any]:
    query = select(table).where(table.c.collaboration_id == collaboration_id)
    return query.order_by(table.c.position, table.c.id)


async def by_slug(connection: AsyncConnection, collaboration_id: int, slug: str) -> Site | None:
    """Return the site with this slug in the collaboration."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id, table.c.slug == clean(slug)
    )
    return next(iter(await _made(connection, collaboration_id, query)), None)


async def everywhere(connection: AsyncConnection) -> list[Site]:
    """Return the sites of all collaborations, without their own closures."""
    return await rows.every(connection, select(table), _make)


async def regions(
    connection: AsyncConnection, collaboration_id: int | None = None
) -> list[tuple[int, str, str | None]]:
    """Return id, short name and holiday region of a collaboration's sites, or of all sites."""
    query = select(table.c.id, table.c.slug, table.c.holiday_region)
    if collaboration_id is not None:
        query = query.where(table.c.collaboration_id == collaboration_id)
    return [(row.id, row.slug, row.holiday_region) for row in await connection.execute(query)]


async def insert(connection: AsyncConnection, **values: Any) -> int:
    """Make a site and return its id."""
    return await rows.insert(connection, table, values)


async def insert_many(connection: AsyncConnection, made: Sequence[Mapping[str, Any]]) -> None:
    """Make sites."""
    await rows.insert_many(connection, table, made)


async def update(connection: AsyncConnection, site_id: int, **changes: Any) -> None:
    """Change a site."""
    await rows.update(connection, table, site_id, changes)
