"""Entries in the store: the calendar bytes of meetings, read in the order feeds send them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, RowMapping, Select, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.entries import Audience, Entry
from bot.store import rows
from bot.store.tables import entries as table
from bot.store.tables import meetings, members, series, slots, speakers, talks

Condition = ColumnElement[bool]


def _make(row: RowMapping) -> Entry:
    return Entry(**{**row, "audience": Audience(row["audience"])})


async def of_meetings(
    connection: AsyncConnection, meeting_ids: Sequence[int]
) -> dict[tuple[int, Audience], Entry]:
    """Return the entries of these meetings by meeting and audience."""
    query = select(table).where(table.c.meeting_id.in_(meeting_ids))
    found = await rows.every(connection, query, _make)
    return {(entry.meeting_id, entry.audience): entry for entry in found}


async def replace(connection: AsyncConnection, made: Sequence[Entry]) -> None:
    """Put entries in the place of their meetings' former ones."""
    if made:
        meeting_ids = {entry.meeting_id for entry in made}
        await connection.execute(delete(table).where(table.c.meeting_id.in_(meeting_ids)))
        await connection.execute(insert(table), [asdict(entry) for entry in made])


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


def in_collaboration(collaboration_id: int) -> Condition:
    """Return the condition for entries of a collaboration."""
    return table.c.collaboration_id == collaboration_id


def in_series(series_id: int) -> Condition:
    """Return the condition for entries of a series."""
    return table.c.series_id == series_id


def of_site(collaboration_id: int, site_id: int) -> Condition:
    """Return the condition for meetings of series that a site hosts, or with a speaker from it."""
    hosted = select(series.c.id).where(series.c.site_id == site_id)
    speaking = (
        select(slots.c.meeting_id)
        .join(talks, talks.c.slot_id == slots.c.id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .outerjoin(members, members.c.id == speakers.c.member_id)
        .where(func.coalesce(speakers.c.site_id, members.c.site_id) == site_id)
    )
    return in_collaboration(collaboration_id) & or_(
        table.c.series_id.in_(hosted), table.c.meeting_id.in_(speaking)
    )


def of_audience(audience: Audience) -> Condition:
    """Return the condition for entries made for an audience."""
    return table.c.audience == audience


def begins(*, at_least: datetime | None = None, before: datetime | None = None) -> Condition:
    """Return the condition for entries that begin in a stretch of time, its end excluded."""
    condition = table.c.start >= at_least if at_least is not None else table.c.start.is_not(None)
    return condition if before is None else condition & (table.c.start < before)


def is_kept(tombstones_since: datetime) -> Condition:
    """Return the condition for entries that stand, or were called off but are still to be told."""
    return or_(~table.c.cancelled, table.c.start >= tombstones_since)


async def bodies(
    connection: AsyncConnection,
    *conditions: Condition,
    latest_first: bool = False,
    short: bool = False,
    most: int,
) -> list[bytes]:
    """Return the bytes of at most `most` entries by their start; `short` is without abstracts."""
    brief = func.coalesce(func.nullif(table.c.short_body, b""), table.c.body)
    query: Select[tuple[bytes]] = select(brief if short else table.c.body).where(*conditions)
    order = [table.c.start, table.c.meeting_id]
    latest = [column.desc() for column in order]
    query = query.order_by(*(latest if latest_first else order)).limit(most)
    return list(await connection.scalars(query))


async def body_of(
    connection: AsyncConnection, meeting_id: int, audience: Audience
) -> tuple[int, bytes] | None:
    """Return the collaboration and the bytes of one meeting's entry."""
    query = select(table.c.collaboration_id, table.c.body).where(
        table.c.meeting_id == meeting_id, table.c.audience == audience
    )
    row = (await connection.execute(query)).first()
    return None if row is None else (row.collaboration_id, row.body)


async def exist(connection: AsyncConnection, *conditions: Condition) -> bool:
    """Say whether there are entries that meet the conditions."""
    query = select(table.c.meeting_id).where(*conditions).limit(1)
    return await connection.scalar(query) is not None
