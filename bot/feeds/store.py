"""The table of private feeds, whose tokens are stored as digests."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import (
    Column,
    Index,
    RowMapping,
    Select,
    String,
    Table,
    Text,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.attendance.store.answers import table as answers
from bot.attendance.store.seats import table as seats
from bot.feeds.model.subscriptions import Subscription
from bot.people.store.members import table as members
from bot.series.store import guests
from bot.storage import rows
from bot.storage.columns import Instant, identifier, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.metadata import metadata

table = Table(
    "subscriptions",
    metadata,
    identifier(),
    reference("member_id", "members.id"),
    Column("label", Text, nullable=False),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    Index(None, "member_id"),
    info=CHANGES_OFTEN,
)


def _make(row: RowMapping) -> Subscription:
    return Subscription(**row)


async def insert(
    connection: AsyncConnection,
    *,
    member_id: int,
    label: str,
    token_digest: str,
    now: datetime,
) -> int:
    """Make a subscription and return its id."""
    values = {
        "member_id": member_id,
        "label": label,
        "token_digest": token_digest,
        "created_at": now,
    }
    return await rows.insert(connection, table, values)


async def of_member(connection: AsyncConnection, member_id: int) -> list[Subscription]:
    """Return a member's active subscriptions, oldest first."""
    query = select(table).where(table.c.member_id == member_id, table.c.revoked_at.is_(None))
    return await rows.every(connection, query.order_by(table.c.id), _make)


async def by_digest(
    connection: AsyncConnection, token_digest: str
) -> tuple[Subscription, int] | None:
    """Return the subscription with this token and the id of its collaboration."""
    query = (
        select(table, members.c.collaboration_id)
        .join(members, members.c.id == table.c.member_id)
        .where(table.c.token_digest == token_digest)
    )
    row = (await connection.execute(query)).mappings().first()
    if row is None:
        return None
    values = dict(row)
    collaboration_id = values.pop("collaboration_id")
    return Subscription(**values), collaboration_id


async def is_invited(connection: AsyncConnection, member_id: int) -> bool:
    """Return whether a member is invited to some series."""
    query = select(guests.c.series_id).where(guests.c.member_id == member_id)
    return await connection.scalar(query.limit(1)) is not None


async def attendance_of(connection: AsyncConnection, member_id: int) -> str:
    """Return a text that changes whenever the meetings change that a member attends."""
    said = select(func.count(), func.max(answers.c.answered_at)).where(
        answers.c.member_id == member_id
    )
    seated = select(func.count(seats.c.position)).where(seats.c.member_id == member_id)
    count, latest = (await connection.execute(said)).one()
    return f"{count} {latest} {await connection.scalar(seated)}"


async def revoke(connection: AsyncConnection, subscription_id: int, *, now: datetime) -> None:
    """Revoke one subscription."""
    await connection.execute(
        update(table)
        .where(table.c.id == subscription_id, table.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )


async def revoke_all_of(connection: AsyncConnection, member_id: int, *, now: datetime) -> int:
    """Revoke all of a member's subscriptions; return how many there were."""
    result = await connection.execute(
        update(table)
        .where(table.c.member_id == member_id, table.c.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    return int(result.rowcount)


async def digests_in(connection: AsyncConnection, collaboration_id: int) -> list[str]:
    """Return the digests of all private links that members of a collaboration ever had."""
    theirs = select(table.c.token_digest).join(members)
    found = await connection.scalars(theirs.where(members.c.collaboration_id == collaboration_id))
    return list(found)


async def note_uses(connection: AsyncConnection, uses: Mapping[int, datetime]) -> None:
    """Record when subscriptions were last fetched."""
    for subscription_id, instant in uses.items():
        await rows.update(connection, table, subscription_id, {"used_at": instant})


def held(_now: datetime) -> Select[tuple[int]]:
    """Return the members who have an active subscription."""
    return select(table.c.member_id).where(table.c.revoked_at.is_(None))
