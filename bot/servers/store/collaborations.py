"""The table of collaborations."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.people.model.members import Member
from bot.people.store.members import table as members
from bot.servers.model.collaborations import Collaboration
from bot.storage import rows
from bot.storage.change import Change
from bot.storage.columns import Instant, identifier
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared
from bot.storage.statements import fresh

table = Table(
    "collaborations",
    metadata,
    identifier(),
    Column("slug", String(40), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("guild_id", BigInteger, unique=True),
    Column("organizer_role_id", BigInteger),
    Column("member_role_id", BigInteger),
    Column("announcement_channel_id", BigInteger),
    Column("organizer_channel_id", BigInteger),
    Column("anchor_site_id", ForeignKey("sites.id", ondelete="SET NULL", use_alter=True)),
    Column("revision", Integer, nullable=False, server_default="0"),
    # When its server removed Meridian; NULL while it is there.
    Column("left_at", Instant),
    CheckConstraint("length(slug) > 0", name="slug"),
)


COLUMNS = [column for column in table.c if column.key != "revision"]


def _make(row: RowMapping) -> Collaboration:
    return Collaboration(**row)


async def every(connection: AsyncConnection) -> list[Collaboration]:
    """Return all collaborations, by name."""
    return await rows.every(connection, select(*COLUMNS).order_by(table.c.name, table.c.id), _make)


async def by_id(connection: AsyncConnection, collaboration_id: int) -> Collaboration | None:
    """Return the collaboration with this id."""
    return await rows.one(connection, _by_id(collaboration_id), _make)


@prepared
def _by_id(collaboration_id: int) -> Select[Any]:
    return select(*COLUMNS).where(table.c.id == collaboration_id)


async def by_slug(connection: AsyncConnection, slug: str) -> Collaboration | None:
    """Return the collaboration with this slug."""
    return await rows.one(connection, select(*COLUMNS).where(table.c.slug == slug), _make)


async def by_guild(connection: AsyncConnection, guild_id: int) -> Collaboration | None:
    """Return the collaboration of this Discord server."""
    return await rows.one(connection, select(*COLUMNS).where(table.c.guild_id == guild_id), _make)


async def visited(
    connection: AsyncConnection, guild_id: int, discord_id: int
) -> tuple[Collaboration, Member | None] | None:
    """Return the collaboration of a Discord server and somebody as a member of it."""
    is_theirs = (members.c.collaboration_id == table.c.id) & (members.c.discord_id == discord_id)
    query = (
        select(*COLUMNS, *(column.label(f"member_{column.key}") for column in members.c))
        .select_from(table.outerjoin(members, is_theirs))
        .where(table.c.guild_id == guild_id)
    )
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    found = Collaboration(**{column.key: row[column.key] for column in COLUMNS})
    if row["member_id"] is None:
        return found, None
    return found, Member(**{column.key: row[f"member_{column.key}"] for column in members.c})


async def at_rest(connection: AsyncConnection) -> list[Collaboration]:
    """Return the collaborations whose servers removed Meridian, the first to leave first."""
    query = select(*COLUMNS).where(table.c.left_at.is_not(None))
    return await rows.every(connection, query.order_by(table.c.left_at, table.c.id), _make)


def resting_ids() -> Select[tuple[int]]:
    """Return the query for the ids of the collaborations whose servers removed Meridian."""
    return select(table.c.id).where(table.c.left_at.is_not(None))


async def count_served(connection: AsyncConnection) -> int:
    """Return how many collaborations are in a server in which Meridian is."""
    served = (table.c.guild_id.is_not(None), table.c.left_at.is_(None))
    return await connection.scalar(select(func.count()).where(*served)) or 0


async def guilds_of(connection: AsyncConnection, discord_id: int) -> list[int]:
    """Return the Discord servers in which somebody is a member of the collaboration."""
    query = (
        select(table.c.guild_id)
        .join(members, members.c.collaboration_id == table.c.id)
        .where(
            members.c.discord_id == discord_id,
            members.c.left_at.is_(None),
            table.c.guild_id.is_not(None),
            table.c.left_at.is_(None),
        )
    )
    return [int(guild_id) for guild_id in await connection.scalars(query)]


async def insert(connection: AsyncConnection, **values: Any) -> int:
    """Make a collaboration and return its id."""
    return await rows.insert(connection, table, values)


async def update(connection: AsyncConnection, collaboration_id: int, **changes: Any) -> None:
    """Change a collaboration."""
    await rows.update(connection, table, collaboration_id, changes)


async def revision(connection: AsyncConnection, collaboration_id: int) -> int:
    """Return a collaboration's revision, which rises with every change of what it shows."""
    query = select(table.c.revision).where(table.c.id == collaboration_id)
    return await connection.scalar(fresh(query)) or 0


async def revisions(connection: AsyncConnection) -> dict[str, int]:
    """Return each collaboration's revision, which rises with every change of what it shows."""
    result = await connection.execute(fresh(select(table.c.slug, table.c.revision)))
    return {row.slug: row.revision for row in result}


async def raise_revision(change: Change, collaboration_id: int) -> None:
    """Record that what a collaboration shows has changed."""
    change.revisions[collaboration_id] = await change.scalar(*_raising(collaboration_id))


@prepared
def _raising(collaboration_id: int) -> ReturningUpdate[Any]:
    raised = (
        table.update()
        .where(table.c.id == collaboration_id)
        .values(revision=table.c.revision + 1)
        .returning(table.c.revision)
    )
    return fresh(raised)
