"""The tables of meetings and slots, and their queries."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    RowMapping,
    Select,
    Table,
    Text,
    UniqueConstraint,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.storage import rows
from bot.storage.columns import Instant, Wall, choice, identifier, prose, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.instance import instance
from bot.storage.metadata import metadata
from bot.storage.prepared import prepared

_HELD = text("status <> 'dropped'")
table = Table(
    "meetings",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    reference("series_id", "series.id"),
    Column("place", Date, nullable=False),
    Column("wall", Wall, nullable=False),
    Column("zone", Text, nullable=False),
    Column("start", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("status", choice(MeetingStatus), nullable=False),
    prose("reason"),
    Column("moved_from", Wall),
    Column("tz_release", Text, nullable=False),
    Column("room", Text),
    Column("revision", Integer, nullable=False, server_default="0"),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
    # Dropped meetings hold no date, so that another can take theirs before they are out of the way.
    Index(
        "uq_meetings_series_id_place",
        "series_id",
        "place",
        unique=True,
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    ),
    Index(None, "collaboration_id", "start"),
    Index(None, "series_id", "start"),
    info=CHANGES_OFTEN,
)

slots = Table(
    "slots",
    metadata,
    identifier(),
    reference("meeting_id", "meetings.id"),
    Column("position", Integer, nullable=False),
    UniqueConstraint("meeting_id", "position"),
    CheckConstraint("position >= 0", name="position"),
    info=CHANGES_OFTEN,
)


IN_ORDER = (table.c.start, table.c.id)
# Not one that was left out when its series was made (see Meeting.is_left_out).
IS_EXPECTED = or_(table.c.status != MeetingStatus.SKIPPED, table.c.revision > 0)
LONGEST = timedelta(days=1)  # of a meeting; the table checks it too


def from_row(row: RowMapping | dict[str, Any]) -> Meeting:
    """Return the meeting of a row."""
    return Meeting(**row)


async def by_id(connection: AsyncConnection, meeting_id: int) -> Meeting | None:
    """Return the meeting with this id."""
    return await rows.one(connection, select(table).where(table.c.id == meeting_id), from_row)


async def of_series(
    connection: AsyncConnection,
    series_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Meeting]:
    """Return a series' meetings that begin after `since` and until `until`, in order.

    Cancelled meetings are included.
    """
    return await rows.every(connection, _of_series(series_id, since, until), from_row)


@prepared
def _of_series(series_id: int, since: datetime | None, until: datetime | None) -> Select[Any]:
    query = select(table).where(table.c.series_id == series_id)
    if since is not None:
        query = query.where(table.c.start > since)
    if until is not None:
        query = query.where(table.c.start <= until)
    return query.order_by(table.c.start, table.c.id)


async def next_start(
    connection: AsyncConnection, collaboration_id: int, *, after: datetime
) -> datetime | None:
    """Return when a collaboration's next meeting begins, cancelled or not; None without one."""
    query = (
        select(table.c.start)
        .where(table.c.collaboration_id == collaboration_id, table.c.start > after)
        .order_by(table.c.start)
    )
    found: datetime | None = await connection.scalar(query.limit(1))
    return found


async def derived_under_another(
    connection: AsyncConnection, release: str, *, since: datetime
) -> list[Meeting]:
    """Return the meetings after `since` whose times were not computed under this release.

    They come by collaboration, cancelled or not, in order.
    """
    query = select(table).where(table.c.start > since, table.c.tz_release != release)
    ordered = query.order_by(table.c.collaboration_id, table.c.start, table.c.id)
    return await rows.every(connection, ordered, from_row)


async def note_release(connection: AsyncConnection, release: str, *, since: datetime) -> None:
    """Record that the times of all meetings after `since` agree with this release."""
    later = update(table).where(table.c.start > since, table.c.tz_release != release)
    await connection.execute(later.values(tz_release=release))


async def by_place(connection: AsyncConnection, series_id: int, place: date) -> Meeting | None:
    """Return the meeting that has this date in its series' rule."""
    query = select(table).where(table.c.series_id == series_id, table.c.place == place)
    return await rows.one(connection, query, from_row)


async def insert_with_slots(
    connection: AsyncConnection, meetings: Sequence[dict[str, Any]], *, slots_each: int
) -> list[int]:
    """Insert meetings with their slots; return the meetings' ids in the order given."""
    if not meetings:
        return []
    first = await last_id(connection) + 1
    made = [{"id": number, **one} for number, one in enumerate(meetings, start=first)]
    ids = [int(one["id"]) for one in made]
    await connection.execute(insert(table), made)
    await connection.execute(
        insert(slots),
        [{"meeting_id": m, "position": p} for m in ids for p in range(slots_each)],
    )
    return ids


async def last_id(connection: AsyncConnection) -> int:
    """Return the highest id that any meeting has or had: ids and UIDs are never reused."""
    present = select(func.max(table.c.id)).scalar_subquery()
    deleted = select(instance.c.last_meeting_id).scalar_subquery()
    both = (await connection.execute(select(present, deleted))).one()
    return max(number or 0 for number in both)


async def keep_last_id(connection: AsyncConnection) -> None:
    """Record the highest id, so that no meeting gets that of one which is deleted now."""
    last = await last_id(connection)
    await connection.execute(update(instance).values(last_meeting_id=last))


async def update_several(
    connection: AsyncConnection, changes: Mapping[int, Mapping[str, Any]]
) -> None:
    """Change meetings, by id, and raise their revisions; those that change alike go in order."""
    raised = {"revision": table.c.revision + 1}
    await rows.update_several(connection, table, changes, also=raised)


async def update_one(connection: AsyncConnection, meeting_id: int, **changes: Any) -> None:
    """Change a meeting and raise its revision."""
    changed = {**changes, "revision": table.c.revision + 1}
    await rows.update(connection, table, meeting_id, changed)


async def update_many(
    connection: AsyncConnection, changes: Mapping[int, Mapping[str, Any]]
) -> None:
    """Change the same columns of many meetings, by id, and raise their revisions."""
    raised = {"revision": table.c.revision + 1}
    await rows.update_many(connection, table, changes, also=raised)
