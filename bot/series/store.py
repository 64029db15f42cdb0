"""The table of series; a rule is stored as RFC 5545 writes it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    case,
    cast,
    delete,
    exists,
    func,
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
    Column("by_invitation", Boolean, nullable=False, server_default="0"),
    Column("capacity", Integer),
    UniqueConstraint("collaboration_id", "slug"),
    CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
    CheckConstraint("slots BETWEEN 1 AND 24", name="slots"),
)

# Who alone may see a series that is by invitation.
guests = Table(
    "guests",
    metadata,
    Column("series_id", ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "member_id"),
)

_NAMED = (
    select(func.aggregate_strings(cast(guests.c.member_id, Text), " "))
    .where(guests.c.series_id == table.c.id)
    .correlate(table)
    .scalar_subquery()
)
# The ids of the guests, None where everybody may see the series.
INVITED = type_coerce(case((table.c.by_invitation, func.coalesce(_NAMED, ""))), Ids).label(
    "invited"
)
COLUMNS = (*(column for column in table.c if column is not table.c.by_invitation), INVITED)


def from_row(row: RowMapping | dict[str, Any]) -> Series:
    """Return the series of a row with these columns."""
    return Series(**{**row, "rule": rule_of(row["rule"])})


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: rrule_text(value) if isinstance(value, Rule) else value
        for name, value in values.items()
    }


def guests_held(_now: datetime) -> Select[tuple[int]]:
    """Return the members who are invited by name."""
    return select(guests.c.member_id)


async def of(connection: AsyncConnection, collaboration_id: int) -> list[Series]:
    """Return the series of a collaboration, active ones first, by title."""
    query = select(*COLUMNS).where(table.c.collaboration_id == collaboration_id)
    order = (table.c.ended_at.is_not(None), table.c.title, table.c.id)
    return await rows.every(connection, query.order_by(*order), from_row)


async def recurring(connection: AsyncConnection, collaboration_id: int) -> list[Series]:
    """Return the series of a collaboration without those of one-off meetings."""
    return [one for one in await of(connection, collaboration_id) if not one.single]


async def unended(connection: AsyncConnection) -> list[Series]:
    """Return every active series of the servers that Meridian is in."""
    resting = select(collaborations.c.id).where(collaborations.c.left_at.is_not(None))
    is_here = table.c.collaboration_id.not_in(resting)
    query = select(*COLUMNS).where(table.c.ended_at.is_(None), ~table.c.single, is_here)
    return await rows.every(connection, query.order_by(table.c.id), from_row)


async def by_id(connection: AsyncConnection, series_id: int) -> Series | None:
    """Return the series with this id."""
    return await rows.one(connection, select(*COLUMNS).where(table.c.id == series_id), from_row)


async def by_slug(connection: AsyncConnection, collaboration_id: int, slug: str) -> Series | None:
    """Return the series with this slug in the collaboration."""
    query = select(*COLUMNS).where(
        table.c.collaboration_id == collaboration_id, table.c.slug == clean(slug)
    )
    return await rows.one(connection, query, from_row)


def has_guest(member_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a member is invited to a series by name."""
    return exists().where(guests.c.series_id == table.c.id, guests.c.member_id == member_id)


async def with_guest(connection: AsyncConnection, member_id: int) -> list[Row]:
    """Return the names of the series and meetings that a member is invited to by name."""
    query = select(table.c.id, table.c.slug, table.c.title).join(guests)
    return await json_rows(
        connection, query.where(guests.c.member_id == member_id).order_by(table.c.id)
    )


async def insert(
    connection: AsyncConnection, *, invited: Collection[int] | None = None, **values: Any
) -> int:
    """Insert a series and return its id."""
    columns = _columns(values) | {"by_invitation": invited is not None}
    series_id = await rows.insert(connection, table, columns)
    await _invite(connection, series_id, invited or ())
    return series_id


async def update(connection: AsyncConnection, series_id: int, **changes: Any) -> None:
    """Change a series."""
    columns = _columns(changes)
    if "invited" in columns:
        invited = columns.pop("invited")
        columns["by_invitation"] = invited is not None
        await connection.execute(delete(guests).where(guests.c.series_id == series_id))
        await _invite(connection, series_id, invited or ())
    await rows.update(connection, table, series_id, columns)


async def _invite(connection: AsyncConnection, series_id: int, member_ids: Collection[int]) -> None:
    named = [{"series_id": series_id, "member_id": one} for one in sorted(member_ids)]
    if named:
        await connection.execute(guests.insert(), named)
