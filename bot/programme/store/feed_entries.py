"""Calendar entries of feeds, read in the order in which feeds send them."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store.seats import table as seats
from bot.ics.feed_retention import TOMBSTONE_KEPT
from bot.meetings.store.meetings import slots
from bot.people.store.members import table as members
from bot.programme.model.calendar_entries import FeedAudience
from bot.programme.store.calendar_entries import table
from bot.series.store import has_guest
from bot.series.store import table as series
from bot.talks.store.tables import speakers, talks

LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which entries a feed holds: those of a collaboration, one series or one site.

    Meetings by invitation are included only for the member invited. `mine` keeps only meetings in
    which that member gives a talk, or which they attend with a seat.
    """

    audience: FeedAudience
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
        return "members" if self.audience is FeedAudience.MEMBERS else "collaboration"

    @property
    def parameters(self) -> dict[str, object]:
        """The values by which entries are found."""
        return asdict(self)


async def bodies(
    connection: AsyncConnection,
    scope: Scope,
    *,
    since: datetime | None,
    before: datetime,
    today: datetime,
    latest_first: bool = False,
    short: bool = False,
    most: int,
) -> list[bytes]:
    """Return the bytes of at most `most` entries that begin from `since` until `before`, in order.

    Cancelled meetings are left out some time after their date, or after they are gone; `today` is
    the midnight before. `short` is without abstracts.
    """
    window = {
        "since": since or LONG_AGO,
        "before": before,
        "tombstones_since": today - TOMBSTONE_KEPT,
        "today": today,
        "most": most,
    }
    query = _bodies(scope.kind, latest_first=latest_first, short=short)
    result = await connection.execute(query, {**scope.parameters, **window})
    return list(result.scalars().all())


async def exist(connection: AsyncConnection, scope: Scope) -> bool:
    """Return whether there are any entries of this scope."""
    query = select(table.c.meeting_id).where(*_of_scope(scope.kind)).limit(1)
    return await connection.scalar(query, scope.parameters) is not None


@cache
def _bodies(kind: str, *, latest_first: bool, short: bool) -> Select[bytes]:
    # Built once, so that a feed is read as fast as SQLite allows.
    brief = func.coalesce(func.nullif(table.c.short_body, b""), table.c.body)
    order = [table.c.start, table.c.meeting_id]
    latest = [column.desc() for column in order]
    return (
        select(brief if short else table.c.body)
        .where(
            *_of_scope(kind),
            table.c.start >= bindparam("since"),
            table.c.start < bindparam("before"),
            or_(
                ~table.c.cancelled,
                and_(
                    table.c.start >= bindparam("tombstones_since"),
                    or_(table.c.gone_at.is_(None), table.c.gone_at > bindparam("today")),
                ),
            ),
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
    """Return the condition for meetings that are open to all or to which the member is invited."""
    is_guest = has_guest(bindparam("member_id"))
    closed = select(series.c.id).where(series.c.by_invitation, ~is_guest)
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
