"""The one row in which a database describes itself."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    String,
    Table,
    Text,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.metadata import metadata

# One row: the permanent name of this database in calendars, and what its bytes were written with.
instance = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("rendered_by", Text, nullable=False, server_default=""),
    Column("commands_digest", Text, nullable=False, server_default=""),
    # The Discord application that owns this database.
    Column("application_id", BigInteger),
    # The highest id of a deleted meeting. Calendars know its UID, so it is never used again.
    Column("last_meeting_id", Integer, nullable=False, server_default="0"),
    CheckConstraint("id = 1", name="single"),
)


async def commands_digest(connection: AsyncConnection) -> str:
    """Return the digest of the commands last registered with Discord; empty if there are none."""
    return await connection.scalar(select(instance.c.commands_digest)) or ""


async def note_commands(connection: AsyncConnection, digest: str) -> None:
    """Record the digest of the commands registered with Discord."""
    await connection.execute(update(instance).values(commands_digest=digest))


async def application_id(connection: AsyncConnection) -> int | None:
    """Return the Discord application that owns this database; None before the first connects."""
    return await connection.scalar(select(instance.c.application_id))


async def note_application(connection: AsyncConnection, application_id: int | None) -> None:
    """Record the Discord application that owns this database; None leaves it to the next."""
    await connection.execute(update(instance).values(application_id=application_id))


async def rendered_by(connection: AsyncConnection) -> str:
    """Return the renderer and address with which all calendar entries were last written."""
    return await connection.scalar(select(instance.c.rendered_by)) or ""


async def note_rendering(connection: AsyncConnection, renderer: str) -> None:
    """Record the renderer and address with which all calendar entries are now written."""
    await connection.execute(update(instance).values(rendered_by=renderer))
