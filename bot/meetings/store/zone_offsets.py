"""The UTC offsets of zones that were known when meeting times were computed."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Column, Row, Table, Text, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.store.meetings import table as meetings
from bot.series.store import table as series
from bot.sites.store.tables import sites
from bot.storage.engines import upserts
from bot.storage.metadata import metadata
from bot.times.zone_offsets import ZoneOffsets

# What clocks of a zone were known to show under the release that meetings were derived under.
table = Table(
    "timelines",
    metadata,
    Column("zone", Text, primary_key=True),
    Column("release", Text, nullable=False),
    Column("spans", Text, nullable=False),
)


async def every(connection: AsyncConnection) -> dict[str, ZoneOffsets]:
    """Return all stored timelines, by zone."""
    return {row.zone: _read(row) for row in await connection.execute(select(table))}


async def zones_in_use(connection: AsyncConnection) -> list[str]:
    """Return the zones of all sites, series and meetings."""
    columns = (sites.c.zone, series.c.zone, meetings.c.zone)
    return [row.zone for row in await connection.execute(union(*map(select, columns)))]


async def keep(connection: AsyncConnection, found: Iterable[ZoneOffsets]) -> None:
    """Store timelines, replacing the former one of each zone."""
    made = [{"zone": t.zone, "release": t.release, "spans": _written(t)} for t in found]
    columns = ("release", "spans")
    await upserts.replace(connection, table, made, key=("zone",), columns=columns)


def _written(timeline: ZoneOffsets) -> str:
    return json.dumps([(s.isoformat(), int(o.total_seconds())) for s, o in timeline.spans])


def _read(row: Row[tuple[str, str, str]]) -> ZoneOffsets:
    spans = tuple(
        (datetime.fromisoformat(since), timedelta(seconds=seconds))
        for since, seconds in json.loads(row.spans)
    )
    return ZoneOffsets(zone=row.zone, release=row.release, spans=spans)
