"""The table of closures that people entered, imported or that Meridian ships."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    RowMapping,
    Select,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.sites.model.closures import Origin, OwnClosure
from bot.sites.store.tables import closures as table
from bot.sites.store.tables import sites
from bot.storage import rows
from bot.storage.engines import upserts
from bot.storage.prepared import prepared

KEY = ("site_id", "begins", "ends", "name")
SHOWN = ("id", "begins", "ends", "name", "level", "origin")


def _make(row: RowMapping) -> OwnClosure:
    return OwnClosure(**{name: row[name] for name in SHOWN})


def _valid() -> Select[Any]:
    return select(table).where(~table.c.withdrawn).order_by(table.c.begins, table.c.id)


async def of_collaboration(
    connection: AsyncConnection, collaboration_id: int
) -> dict[int, tuple[OwnClosure, ...]]:
    """Return the closures of each site of a collaboration, by the site's id."""
    found: dict[int, tuple[OwnClosure, ...]] = {}
    for site_id, closure in await rows.every(connection, _at_sites(collaboration_id), _at_site):
        found[site_id] = (*found.get(site_id, ()), closure)
    return found


@prepared
def _at_sites(collaboration_id: int) -> Select[Any]:
    here = select(sites.c.id).where(sites.c.collaboration_id == collaboration_id)
    return _valid().where(table.c.site_id.in_(here))


def _at_site(row: RowMapping) -> tuple[int, OwnClosure]:
    return row["site_id"], _make(row)


async def of_members(
    connection: AsyncConnection, member_ids: Iterable[int]
) -> dict[int, tuple[OwnClosure, ...]]:
    """Return the closures of each of some members, by the member's id."""
    found: dict[int, tuple[OwnClosure, ...]] = {}
    query = _valid().where(table.c.member_id.in_(list(member_ids)))
    for row in (await connection.execute(query)).mappings():
        found[row["member_id"]] = (*found.get(row["member_id"], ()), _make(row))
    return found


async def of_member(connection: AsyncConnection, member_id: int) -> tuple[OwnClosure, ...]:
    """Return the closures of a member."""
    return (await of_members(connection, [member_id])).get(member_id, ())


async def state(
    connection: AsyncConnection,
    closures: Iterable[OwnClosure],
    *,
    site_id: int | None = None,
    member_id: int | None = None,
) -> None:
    """Add closures of a site or a member; one that was removed before comes back."""
    await _state(connection, _rows(closures, site_id=site_id, member_id=member_id))


def _rows(
    closures: Iterable[OwnClosure], *, site_id: int | None = None, member_id: int | None = None
) -> list[dict[str, Any]]:
    return [
        {
            "site_id": site_id,
            "member_id": member_id,
            **{name: getattr(closure, name) for name in SHOWN if name != "id"},
        }
        for closure in closures
    ]


async def _state(connection: AsyncConnection, made: Sequence[dict[str, Any]]) -> None:
    again = ("level", "origin")
    await upserts.replace(
        connection, table, made, key=KEY, columns=again, also={"withdrawn": False}
    )


async def take_back(
    connection: AsyncConnection,
    closure_id: int,
    *,
    site_id: int | None = None,
    member_id: int | None = None,
) -> bool:
    """Remove one closure of a site or a member; return whether it was there.

    A shipped closure stays as withdrawn, so that the next update does not add it again.
    """
    own = table.c.site_id == site_id if site_id is not None else table.c.member_id == member_id
    mine = (table.c.id == closure_id) & own & ~table.c.withdrawn
    shipped = table.c.origin == Origin.SHIPPED
    kept = await connection.execute(update(table).where(mine & shipped).values(withdrawn=True))
    gone = await connection.execute(delete(table).where(mine & ~shipped))
    return bool(kept.rowcount or gone.rowcount)


async def take_back_imported(connection: AsyncConnection, site_id: int) -> None:
    """Remove all imported closures of a site."""
    imported = (table.c.site_id == site_id) & (table.c.origin == Origin.IMPORTED)
    await connection.execute(delete(table).where(imported))


async def ship(connection: AsyncConnection, closures: Mapping[int, Iterable[OwnClosure]]) -> None:
    """Replace the shipped closures of sites, by id, with these.

    Those that organizers removed stay removed, and those that they entered are not touched.
    """
    wanted = {
        tuple(row[name] for name in KEY): row
        for site_id, several in closures.items()
        for row in _rows(several, site_id=site_id)
    }
    query = select(table).where(table.c.site_id.in_(list(closures)))
    over = []
    for row in (await connection.execute(query)).mappings():
        unknown = wanted.pop(tuple(row[name] for name in KEY), None) is None
        if unknown and row["origin"] is Origin.SHIPPED:
            over.append(row["id"])
    if over:
        await connection.execute(delete(table).where(table.c.id.in_(over)))
    await _state(connection, list(wanted.values()))
