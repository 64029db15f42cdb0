"""Closures that sites and members state, in the store."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import RowMapping, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.closures import OwnClosure
from bot.store.tables import closures as table
from bot.store.tables import sites

SHOWN = ("id", "begins", "ends", "name", "level", "origin")


def _make(row: RowMapping) -> OwnClosure:
    return OwnClosure(**{name: row[name] for name in SHOWN})


def _valid() -> Select[Any]:
    return select(table).where(~table.c.withdrawn).order_by(table.c.begins, table.c.id)


async def of_collaboration(
    connection: AsyncConnection, collaboration_id: int
) -> dict[int, tuple[OwnClosure, ...]]:
    """Return what each site of a collaboration states, by the site's id."""
    here = select(sites.c.id).where(sites.c.collaboration_id == collaboration_id)
    found: dict[int, tuple[OwnClosure, ...]] = {}
    for row in (await connection.execute(_valid().where(table.c.site_id.in_(here)))).mappings():
        found[row["site_id"]] = (*found.get(row["site_id"], ()), _make(row))
    return found


async def of_members(
    connection: AsyncConnection, member_ids: Iterable[int]
) -> dict[int, tuple[OwnClosure, ...]]:
    """Return what each of some members states, by the member's id."""
    found: dict[int, tuple[OwnClosure, ...]] = {}
    query = _valid().where(table.c.member_id.in_(list(member_ids)))
    for row in (await connection.execute(query)).mappings():
        found[row["member_id"]] = (*found.get(row["member_id"], ()), _make(row))
    return found


async def of_member(connection: AsyncConnection, member_id: int) -> tuple[OwnClosure, ...]:
    """Return what a member states."""
    return (await of_members(connection, [member_id])).get(member_id, ())
