"""The table of series; a rule is stored as RFC 5545 writes it."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.text import clean
from bot.series.model.series import Series, Venue, Visibility
from bot.servers.store.collaborations import table as collaborations
from bot.storage import rows
from bot.storage.columns import Ids, Instant, choice, identifier, prose, reference
from bot.storage.exports import Row, json_rows
from bot.storage.metadata import metadata
from bot.times.recurrence import Rule
from bot.times.recurrence_rfc import rrule_text, rule_of

table = Table(
    "series",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    Column("slug", String(40), nullable=False),
    Column("title", Text, nullable=False),
    prose("description"),
    Column("rule", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("slots", Integer, nullable=False),
    reference("site_id", "sites.id", optional=True, gone="SET NULL"),
    Column("join_link", Text),
    Column("room", Text),
    Column("channel_id", BigInteger),
    Column("visibility", choice(Visibility), nullable=False),
    Column("ended_at", Instant),
    Column("single", Boolean, nullable=False, server_default="0"),
    Column("takes_talks", Boolean, nullable=False, server_default="1"),
    Column("venue", choice(Venue, grows=True)),
    Column("invited", Ids),
    Column("capacity", Integer),
    UniqueConstraint("collaboration_id", "slug"),
    CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
    CheckConstraint("slots BETWEEN 1 AND 24", name="slots"),
)


def from_row(row: RowMapping | dict[str, Any]) -> Series:
    """Return the series of a row."""
    return Series(**{**row, "rule": rule_of(row["rule"])})


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: rrule_text(value) if isinstance(value, Rule) else value
        for name, value in values.items()
    }


async def of(connection: AsyncConnection, collaboration_id: int) -> list[Series]:
    """Return the series of a collaboration, active ones first, by title."""
    query = select(table).where(table.c.collaboration_id == collaboration_id)
    order = (table.c.ended_at.is_not(None), table.c.title, table.c.id)
    return await rows.every(connection, query.order_by(*order), from_row)


async def recurring(connection: AsyncConnection, collaboration_id: int) -> list[Series]:
    """Return the series of a collaboration without those of one-off meetings."""
    return [one for one in await of(connection, collaboration_id) if not one.single]


async def unended(connection: AsyncConnection) -> list[Series]:
    """Return every active series of the servers that Meridian is in."""
    resting = select(collaborations.c.id).where(collaborations.c.left_at.is_not(None))
    is_here = table.c.collaboration_id.not_in(resting)
    query = select(table).where(table.c.ended_at.is_(None), ~table.c.single, is_here)
    return await rows.every(connection, query.order_by(table.c.id), from_row)


async def by_id(connection: AsyncConnection, series_id: int) -> Series | None:
    """Return the series with this id."""
    return await rows.one(connection, select(table).where(table.c.id == series_id), from_row)


async def by_slug(connection: AsyncConnection, collaboration_id: int, slug: str) -> Series | None:
    """Return the series with this slug in the collaboration."""
    query = select(table).where(
        table.c.collaboration_id == collaboration_id, table.c.slug == clean(slug)
    )
    return await rows.one(connection, query, from_row)


async def with_guest(connection: AsyncConnection, member_id: int) -> list[Row]:
    """Return the names of the series and meetings that a member is invited to by name."""
    guests = literal(" ").concat(type_coerce(table.c.invited, Text)).concat(" ")
    query = select(table.c.id, table.c.slug, table.c.title).where(
        table.c.invited.is_not(None), func.instr(guests, f" {member_id} ") > 0
    )
    return await json_rows(connection, query.order_by(table.c.id))


async def insert(connection: AsyncConnection, **values: Any) -> int:
    """Insert a series and return its id."""
    return await rows.insert(connection, table, _columns(values))


async def update(connection: AsyncConnection, series_id: int, **changes: Any) -> None:
    """Change a series."""
    await rows.update(connection, table, series_id, _columns(changes))
