"""Entries in the store: the calendar bytes of meetings, read in the order feeds send them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store.seats import table as seats
from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.people.store.members import table as members
from bot.programme.model.calendar_entries import Audience, Entry
from bot.series.store import table as series
from bot.storage import rows
from bot.storage.columns import Instant
from bot.storage.metadata import metadata
from bot.talks.store import speakers, talks

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
    Column("body", LargeBinary, nullable=False),
    # The same without its abstracts, for a feed that would be too large; empty where it has none.
    Column("short_body", LargeBinary, nullable=False),
    CheckConstraint("audience IN ('public', 'members')", name="audience"),
    Index(None, "collaboration_id", "audience", "start", "meeting_id"),
    Index(None, "series_id", "audience", "start", "meeting_id"),
)


LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which entries a feed holds: an audience's, of a collaboration, one series or one site.

    What is by invitation is in it for the member it is for alone; `mine` leaves the meetings in
    which that member gives a talk, or has said that they come and has a seat.
    """

    audience: Audience
    collaboration_id: int
    series_id: int | None = None
    site_id: int | None = None
    member_id: int | None = None
    mine: bool = False

    @property
    def kind(self) -> str:
        """What the entries have in common."""
        if self.series_id is not None:
            return "series"
        if self.site_id is not None:
            return "site"
        if self.mine:
            return "mine"
        return "members" if self.audience is Audience.MEMBERS else "collaboration"

    @property
    def parameters(self) -> dict[str, object]:
        """The values by which entries are found."""
        return {**asdict(self), "guest": f" {self.member_id} "}


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


async def bodies(
    connection: AsyncConnection,
    scope: Scope,
    *,
    since: datetime | None,
    before: datetime,
    tombstones_since: datetime,
    latest_first: bool = False,
    short: bool = False,
    most: int,
) -> list[bytes]:
    """Return the bytes of at most `most` entries that begin from `since` until `before`, in order.

    What was called off is left out where it began before `tombstones_since`; `short` is without
    abstracts.
    """
    window = {
        "since": since or LONG_AGO,
        "before": before,
        "tombstones_since": tombstones_since,
        "most": most,
    }
    query = _bodies(scope.kind, latest_first=latest_first, short=short)
    result = await connection.execute(query, {**scope.parameters, **window})
    return list(result.scalars().all())


async def exist(connection: AsyncConnection, scope: Scope) -> bool:
    """Say whether there are any entries of this scope."""
    query = select(table.c.meeting_id).where(*_of_scope(scope.kind)).limit(1)
    return await connection.scalar(query, scope.parameters) is not None


@cache
def _bodies(kind: str, *, latest_first: bool, short: bool) -> Select[bytes]:
    # Built once: what a feed needs is read as fast as SQLite gives it.
    brief = func.coalesce(func.nullif(table.c.short_body, b""), table.c.body)
    order = [table.c.start, table.c.meeting_id]
    latest = [column.desc() for column in order]
    return (
        select(brief if short else table.c.body)
        .where(
            *_of_scope(kind),
            table.c.start >= bindparam("since"),
            table.c.start < bindparam("before"),
            or_(~table.c.cancelled, table.c.start >= bindparam("tombstones_since")),
        )
        .order_by(*(latest if latest_first else order))
        .limit(bindparam("most"))
    )


def _of_scope(kind: str) -> list[ColumnElement[bool]]:
    audience = table.c.audience == bindparam("audience")
    if kind == "series":
        return [table.c.series_id == bindparam("series_id"), audience]
    conditions = [table.c.collaboration_id == bindparam("collaboration_id"), audience]
    more = {"site": _of_site, "members": _open_to_member, "mine": _of_member}
    return [*conditions, more[kind]()] if kind in more else conditions


def _open_to_member() -> ColumnElement[bool]:
    """Return the condition for meetings that are not by invitation, or to which one is invited."""
    guests = literal(" ").concat(type_coerce(series.c.invited, Text)).concat(" ")
    closed = select(series.c.id).where(
        series.c.invited.is_not(None), func.instr(guests, bindparam("guest")) == 0
    )
    return table.c.series_id.not_in(closed)


def _of_member() -> ColumnElement[bool]:
    """Return the condition for meetings in which a member gives a talk or has a seat."""
    member: ColumnElement[int] = bindparam("member_id")
    coming = select(seats.c.meeting_id).where(
        seats.c.member_id == member, seats.c.position.is_not(None)
    )
    speaking = (
        select(slots.c.meeting_id)
        .join(talks, talks.c.slot_id == slots.c.id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .where(speakers.c.member_id == member)
    )
    return and_(table.c.meeting_id.in_(union(coming, speaking)), _open_to_member())


def _of_site() -> ColumnElement[bool]:
    """Return the condition for meetings of series that a site hosts, or with a speaker from it."""
    hosted = select(series.c.id).where(series.c.site_id == bindparam("site_id"))
    speaking = (
        select(slots.c.id)
        .join(talks, talks.c.slot_id == slots.c.id)
        .join(speakers, speakers.c.talk_id == talks.c.id)
        .outerjoin(members, members.c.id == speakers.c.member_id)
        .where(
            slots.c.meeting_id == table.c.meeting_id,
            func.coalesce(speakers.c.site_id, members.c.site_id) == bindparam("site_id"),
        )
    )
    return or_(table.c.series_id.in_(hosted), speaking.exists())


async def body_of(
    connection: AsyncConnection, meeting_id: int, audience: Audience
) -> tuple[int, bytes] | None:
    """Return the collaboration and the bytes of one meeting's entry."""
    query = select(table.c.collaboration_id, table.c.body).where(
        table.c.meeting_id == meeting_id, table.c.audience == audience
    )
    row = (await connection.execute(query)).first()
    return None if row is None else (row.collaboration_id, row.body)
