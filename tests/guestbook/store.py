"""The guestbook's table and its SQL."""

from datetime import datetime

from sqlalchemy import Column, Integer, MetaData, Select, String, Table, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.columns import Instant

# Of its own, so that tests which compare all tables with the migrations do not miss this one.
metadata = MetaData()
entries = Table(
    "guestbook_entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("member_id", Integer, nullable=False),
    Column("text", String(200), nullable=False),
    Column("written_at", Instant, nullable=False),
)


async def write(
    connection: AsyncConnection, *, member_id: int, text: str, written_at: datetime
) -> None:
    """Add an entry."""
    made = insert(entries).values(member_id=member_id, text=text, written_at=written_at)
    await connection.execute(made)


async def texts(connection: AsyncConnection) -> list[str]:
    """Return what all entries say."""
    return list(await connection.scalars(select(entries.c.text).order_by(entries.c.id)))


def held(_now: datetime) -> Select[tuple[int]]:
    """Return the members who wrote something."""
    return select(entries.c.member_id)


async def remove_of(connection: AsyncConnection, member_id: int) -> None:
    """Remove what a member wrote."""
    await connection.execute(delete(entries).where(entries.c.member_id == member_id))


async def remove_older(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Remove entries that were written before an instant."""
    old = select(entries.c.id).where(entries.c.written_at <= before).limit(most)
    return (await connection.execute(delete(entries).where(entries.c.id.in_(old)))).rowcount
