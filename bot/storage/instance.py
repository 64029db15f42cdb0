"""What this database knows of itself: the one row of its instance."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import instance


async def commands_digest(connection: AsyncConnection) -> str:
    """Return the digest of the commands that Discord was told of last; empty if of none."""
    return await connection.scalar(select(instance.c.commands_digest)) or ""


async def note_commands(connection: AsyncConnection, digest: str) -> None:
    """Note the commands that Discord was told of."""
    await connection.execute(update(instance).values(commands_digest=digest))


async def application_id(connection: AsyncConnection) -> int | None:
    """Return the Discord application whose database this is, None before the first connected."""
    return await connection.scalar(select(instance.c.application_id))


async def note_application(connection: AsyncConnection, application_id: int | None) -> None:
    """Note the Discord application whose database this is; None leaves it to the next."""
    await connection.execute(update(instance).values(application_id=application_id))


async def rendered_by(connection: AsyncConnection) -> str:
    """Return the renderer and the address that all entries were last made with."""
    return await connection.scalar(select(instance.c.rendered_by)) or ""


async def note_rendering(connection: AsyncConnection, renderer: str) -> None:
    """Note the renderer and the address that all entries are now made with."""
    await connection.execute(update(instance).values(rendered_by=renderer))
