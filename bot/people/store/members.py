"""The table of members."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    RowMapping,
    Select,
    Table,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.model.members import Member, Role
from bot.storage import rows
from bot.storage.columns import ClockTime, Ids, Instant, choice, identifier, reference
from bot.storage.engines.indexes import partial_index
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared

table = Table(
    "members",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    Column("discord_id", BigInteger, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("public_name", Text),
    reference("site_id", "sites.id", optional=True, gone="SET NULL"),
    Column("zone", Text),
    Column("opens", ClockTime),
    Column("closes", ClockTime),
    Column("role", choice(Role)),
    Column("left_at", Instant),
    Column("is_organizer", Boolean, nullable=False, server_default="0"),
    Column("role_ids", Ids, nullable=False, server_default=""),
    UniqueConstraint("collaboration_id", "discord_id"),
    partial_index("ix_members_left", "left_at", where="left_at IS NOT NULL"),
)


def _make(row: RowMapping) -> Member:
    return Member(**row)


async def of(connection: AsyncConnection, collaboration_id: int) -> list[Member]:
    """Return the known members of a collaboration, by name."""
    return await rows.every(connection, _of(collaboration_id), _make)


@prepared
def _of(collaboration_id: int) -> Select[Any]:
    query = select(table).where(table.c.collaboration_id == collaboration_id)
    return query.order_by(table.c.display_name, table.c.id)


def organizing(_now: datetime) -> Select[tuple[int]]:
    """Return the members who organize."""
    return select(table.c.id).where(table.c.is_organizer)


async def organizers(connection: AsyncConnection, collaboration_id: int) -> list[Member]:
    """Return the organizers, as far as Discord has told us."""
    return await rows.every(connection, _organizers(collaboration_id), _make)


@prepared
def _organizers(collaboration_id: int) -> Select[Any]:
    query = select(table).where(
        table.c.collaboration_id == collaboration_id,
        table.c.is_organizer,
        table.c.left_at.is_(None),
    )
    return query.order_by(table.c.id)


async def by_id(connection: AsyncConnection, member_id: int) -> Member | None:
    """Return the member with this id."""
    return await rows.one(connection, select(table).where(table.c.id == member_id), _make)


async def by_ids(connection: AsyncConnection, member_ids: Collection[int]) -> list[Member]:
    """Return the members with these ids, by id."""
    query = select(table).where(table.c.id.in_(member_ids)).order_by(table.c.id)
    return await rows.every(connection, query, _make)


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
