"""Calendar entries in the store, written for each change of a meeting."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    String,
    Table,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.store.meetings import table as meetings
from bot.programme.model.calendar_entries import Entry, FeedAudience
from bot.storage import rows
from bot.storage.columns import Instant
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.engines import upserts
from bot.storage.metadata import metadata

# What calendars are shown of a meeting: the bytes of its VEVENT for each audience, made in the
# transaction that changed it. `sequence` and `modified` rise with every change of those bytes.
# Collaboration, series and start stand here again so that a feed is one walk along an index.
table = Table(
    "entries",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("audience", String(7), primary_key=True),
    Column("collaboration_id", Integer, nullable=False),
    Column("series_id", Integer, nullable=False),
    Column("start", Instant, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("modified", Instant, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    # When feeds leave out a cancelled meeting before its date: nobody was told of it.
    Column("gone_at", Instant),
    Column("body", LargeBinary, nullable=False),
    # The same without its abstracts, for a feed that would be too large; empty where it has none.
    Column("short_body", LargeBinary, nullable=False),
    CheckConstraint("audience IN ('public', 'members')", name="audience"),
    Index(None, "collaboration_id", "audience", "start", "meeting_id"),
    Index(None, "series_id", "audience", "start", "meeting_id"),
    info=CHANGES_OFTEN,
)


def entry_from(row: RowMapping | dict[str, Any]) -> Entry:
    """Return the entry that a row holds."""
    return Entry(**{**row, "audience": FeedAudience(row["audience"])})


async def of_meetings(
    connection: AsyncConnection, meeting_ids: Sequence[int]
) -> dict[tuple[int, FeedAudience], Entry]:
    """Return the entries of these meetings by meeting and audience."""
    query = select(table).where(table.c.meeting_id.in_(meeting_ids))
    found = await rows.every(connection, query, entry_from)
    return {(entry.meeting_id, entry.audience): entry for entry in found}


async def replace(connection: AsyncConnection, made: Sequence[Entry]) -> None:
    """Replace the entries of meetings."""
    columns = table.c.keys()
    values = [{name: getattr(entry, name) for name in columns} for entry in made]
    key = ("meeting_id", "audience")
    await upserts.replace(connection, table, values, key=key, columns=columns)


async def meeting_ids(
    connection: AsyncConnection,
    *,
    collaboration_id: int | None = None,
    since: datetime | None = None,
) -> list[int]:
    """Return the ids of meetings, the latest first, that begin at `since` or later."""
    query = select(meetings.c.id)
    if collaboration_id is not None:
        query = query.where(meetings.c.collaboration_id == collaboration_id)
    if since is not None:
        query = query.where(meetings.c.start >= since)
    found = await connection.scalars(query.order_by(meetings.c.start.desc(), meetings.c.id))
    return list(found)


async def body_of(
    connection: AsyncConnection, meeting_id: int, audience: FeedAudience
) -> tuple[int, bytes] | None:
    """Return the collaboration and the bytes of one meeting's entry."""
    query = select(table.c.collaboration_id, table.c.body).where(
        table.c.meeting_id == meeting_id, table.c.audience == audience
    )
    row = (await connection.execute(query)).first()
    return None if row is None else (row.collaboration_id, row.body)
