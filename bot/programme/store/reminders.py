"""Reminder settings of series and members in the store; the default has no row."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    RowMapping,
    Select,
    Table,
    Text,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.model.members import Member
from bot.people.store.members import table as members
from bot.programme.model.reminders import About, Preference, ReminderSchedule, Way
from bot.series.store import table as series
from bot.storage import rows
from bot.storage.columns import choice
from bot.storage.engines import upserts
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared

# What a series says before its meetings; one without a row says what is usual.
reminder_schedules = Table(
    "ladders",
    metadata,
    Column("series_id", ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("talk_days", Integer, nullable=False),
    Column("meeting_days", Integer, nullable=False),
    Column("morning_sites", Text),
    Column("minutes", Integer, nullable=False),
    Column("role_id", BigInteger),
    Column("nudges", Boolean, nullable=False),
    Column("threads", Boolean, nullable=False, server_default="0"),
)

# How a member wants to be reminded; one without a row wants what is usual.
preferences = Table(
    "preferences",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("way", choice(Way), nullable=False),
    Column("leads", Text, nullable=False),
    Column("about", choice(About), nullable=False),
)


async def of_series(
    connection: AsyncConnection, series_ids: Sequence[int]
) -> dict[int, ReminderSchedule]:
    """Return the reminder settings of series, one for each."""
    usual = {series_id: ReminderSchedule() for series_id in series_ids}
    return {**usual, **await _schedules(connection, *_of_series(series_ids))}


async def of_collaboration(
    connection: AsyncConnection, collaboration_id: int
) -> dict[int, ReminderSchedule]:
    """Return the reminder settings of the series of a collaboration that have some, by series."""
    query = (
        select(reminder_schedules)
        .join(series, series.c.id == reminder_schedules.c.series_id)
        .where(series.c.collaboration_id == collaboration_id)
    )
    return await _schedules(connection, query)


async def _schedules(
    connection: AsyncConnection, query: Select[Any], values: dict[str, Any] | None = None
) -> dict[int, ReminderSchedule]:
    found = {}
    for row in (await connection.execute(query, values)).mappings():
        columns = {name: row[name] for name in ReminderSchedule.__dataclass_fields__}
        sites = columns["morning_sites"]
        if sites is not None:
            columns["morning_sites"] = tuple(map(int, sites.split()))
        found[row["series_id"]] = ReminderSchedule(**columns)
    return found


@prepared
def _of_series(series_ids: Sequence[int]) -> Select[Any]:
    return select(reminder_schedules).where(reminder_schedules.c.series_id.in_(series_ids))


async def keep(connection: AsyncConnection, series_id: int, schedule: ReminderSchedule) -> None:
    """Save the reminder settings of a series."""
    columns: dict[str, Any] = {
        name: getattr(schedule, name) for name in ReminderSchedule.__dataclass_fields__
    }
    if schedule.morning_sites is not None:
        columns["morning_sites"] = " ".join(map(str, schedule.morning_sites))
    row = {"series_id": series_id, **columns}
    await upserts.replace(connection, reminder_schedules, row, key=("series_id",), columns=columns)


async def preference_of(connection: AsyncConnection, member_id: int) -> Preference:
    """Return how a member wants to be reminded."""
    query = select(preferences).where(preferences.c.member_id == member_id)
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return Preference()
    return Preference(way=row["way"], about=row["about"], leads=_leads(row["leads"]))


async def keep_preference(
    connection: AsyncConnection, member_id: int, preference: Preference
) -> None:
    """Save how a member wants to be reminded."""
    columns: dict[str, Any] = {
        "way": preference.way,
        "leads": " ".join(map(str, preference.leads)),
        "about": preference.about,
    }
    row = {"member_id": member_id, **columns}
    await upserts.replace(connection, preferences, row, key=("member_id",), columns=columns)


def letters_held(_now: datetime) -> Select[tuple[int]]:
    """Return the members who are reminded by direct message."""
    return select(preferences.c.member_id).where(preferences.c.way == Way.DM)


async def wishes_of(
    connection: AsyncConnection, member_ids: Sequence[int]
) -> list[tuple[Member, Preference]]:
    """Return how these members want to be reminded; the default where they did not say."""
    return await rows.every(connection, _wishes_of(member_ids), _wish)


@prepared
def _wishes_of(member_ids: Sequence[int]) -> Select[Any]:
    return (
        JOINED.select_from(members.outerjoin(preferences, preferences.c.member_id == members.c.id))
        .where(members.c.id.in_(member_ids))
        .order_by(members.c.id)
    )


async def preferences_of(
    connection: AsyncConnection, collaboration_id: int
) -> list[tuple[Member, Preference]]:
    """Return the members of a collaboration who have said how they want to be reminded."""
    return await rows.every(connection, _preferences_of(collaboration_id), _wish)


@prepared
def _preferences_of(collaboration_id: int) -> Select[Any]:
    return (
        JOINED.select_from(members.join(preferences, preferences.c.member_id == members.c.id))
        .where(members.c.collaboration_id == collaboration_id, members.c.left_at.is_(None))
        .order_by(members.c.id)
    )


JOINED = select(members, *(column.label(f"wants_{column.key}") for column in preferences.c))


def _wish(row: RowMapping) -> tuple[Member, Preference]:
    member = Member(**{name: row[name] for name in Member.__dataclass_fields__})
    if row["wants_way"] is None:
        return member, Preference()
    return member, Preference(
        way=row["wants_way"], about=row["wants_about"], leads=_leads(row["wants_leads"])
    )


def _leads(kept: str) -> tuple[int, ...]:
    return tuple(map(int, kept.split()))
