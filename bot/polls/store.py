"""Stores polls, their candidate times, who is asked, and the votes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    or_,
    select,
    union,
    update,
)
from sqlalchemy import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.store.members import table as members
from bot.polls.model.polls import Candidate, Poll, Vote
from bot.storage import rows
from bot.storage.columns import Instant, choice, identifier, reference
from bot.storage.engines import upserts
from bot.storage.metadata import metadata

# A question for a time, with its candidate times.
table = Table(
    "polls",
    metadata,
    identifier(),
    reference("collaboration_id", "collaborations.id"),
    Column("title", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    reference("made_by", "members.id", gone="CASCADE"),
    Column("deadline", Instant, nullable=False),
    Column("closed_at", Instant),
    # A poll becomes one meeting, even if two people click at the same time.
    reference("series_id", "series.id", optional=True, gone="SET NULL"),
    CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
)

candidates = Table(
    "candidates",
    metadata,
    identifier(),
    reference("poll_id", "polls.id", gone="CASCADE"),
    Column("start", Instant, nullable=False),
    UniqueConstraint("poll_id", "start"),
)

# Who is asked by name, and gets a reminder.
invitations = Table(
    "invitations",
    metadata,
    Column("poll_id", ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "member_id"),
)

# One vote for each member and time, even if they click twice at once.
votes = Table(
    "votes",
    metadata,
    Column("candidate_id", ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("vote", choice(Vote), nullable=False),
    Column("voted_at", Instant, nullable=False),
    Index(None, "member_id"),
)


async def make(
    connection: AsyncConnection,
    *,
    starts: Sequence[datetime],
    asked: Sequence[int],
    **columns: Any,
) -> int:
    """Create a poll with its candidate times and return its id."""
    poll_id = await rows.insert(connection, table, columns)
    made = [{"poll_id": poll_id, "start": start} for start in starts]
    await connection.execute(insert_into(candidates), made)
    if asked:
        people = [{"poll_id": poll_id, "member_id": member_id} for member_id in asked]
        await connection.execute(insert_into(invitations), people)
    return poll_id


async def by_id(connection: AsyncConnection, poll_id: int) -> Poll | None:
    """Return the poll with this id."""
    row = (await connection.execute(select(table).where(table.c.id == poll_id))).mappings().first()
    if row is None:
        return None
    times = select(candidates).where(candidates.c.poll_id == poll_id).order_by(candidates.c.start)
    people = (
        select(members.c.id, members.c.left_at)
        .join(invitations, invitations.c.member_id == members.c.id)
        .where(invitations.c.poll_id == poll_id)
    )
    asked = (await connection.execute(people)).all()
    return Poll(
        **row,
        candidates=tuple(
            Candidate(id=one.id, start=one.start) for one in await connection.execute(times)
        ),
        asked=frozenset(one.id for one in asked),
        gone=frozenset(one.id for one in asked if one.left_at is not None),
    )


async def of_candidate(connection: AsyncConnection, candidate_id: int) -> Poll | None:
    """Return the poll that a candidate time belongs to."""
    query = select(candidates.c.poll_id).where(candidates.c.id == candidate_id)
    poll_id = await connection.scalar(query)
    return None if poll_id is None else await by_id(connection, poll_id)


async def votes_of(connection: AsyncConnection, poll_id: int) -> dict[tuple[int, int], Vote]:
    """Return the votes of a poll by candidate and member, the earliest first.

    Those of members who have left do not count: they are kept in case somebody comes back.
    """
    query = (
        select(votes)
        .join(candidates, candidates.c.id == votes.c.candidate_id)
        .join(members, members.c.id == votes.c.member_id)
        .where(candidates.c.poll_id == poll_id, members.c.left_at.is_(None))
        .order_by(votes.c.voted_at, votes.c.candidate_id, votes.c.member_id)
    )
    found = await connection.execute(query)
    return {(row.candidate_id, row.member_id): row.vote for row in found}


def held(now: datetime) -> Select[tuple[int]]:
    """Return the members who made an open poll, are asked in one, or have voted in one."""
    open_ = select(table.c.id).where(table.c.closed_at.is_(None), table.c.deadline > now)
    asked = select(invitations.c.member_id).where(invitations.c.poll_id.in_(open_))
    times = select(candidates.c.id).where(candidates.c.poll_id.in_(open_))
    voted = select(votes.c.member_id).where(votes.c.candidate_id.in_(times))
    made = select(table.c.made_by.label("member_id")).where(table.c.id.in_(open_))
    return select(union(asked, voted, made).subquery().c.member_id)


async def open_with(connection: AsyncConnection, member_id: int, *, now: datetime) -> list[int]:
    """Return the open polls that a member made, is asked in, or has voted in."""
    asked = select(invitations.c.poll_id).where(invitations.c.member_id == member_id)
    voted = (
        select(candidates.c.poll_id)
        .join(votes, votes.c.candidate_id == candidates.c.id)
        .where(votes.c.member_id == member_id)
    )
    query = select(table.c.id).where(
        table.c.closed_at.is_(None),
        table.c.deadline > now,
        or_(table.c.made_by == member_id, table.c.id.in_(asked), table.c.id.in_(voted)),
    )
    return list(await connection.scalars(query.order_by(table.c.id)))


async def vote(
    connection: AsyncConnection, *, candidate_id: int, member_id: int, said: Vote, now: datetime
) -> None:
    """Save a member's vote for a time, in place of an earlier one."""
    fresh = {"vote": said, "voted_at": now}
    row = {"candidate_id": candidate_id, "member_id": member_id, **fresh}
    key = ("candidate_id", "member_id")
    await upserts.replace(connection, votes, row, key=key, columns=fresh)


async def close(connection: AsyncConnection, poll_id: int, *, now: datetime) -> None:
    """Close a poll to votes."""
    query = update(table).where(table.c.id == poll_id, table.c.closed_at.is_(None))
    await connection.execute(query.values(closed_at=now))


async def note_meeting(connection: AsyncConnection, poll_id: int, series_id: int) -> bool:
    """Note which meeting a poll became; return False if it already had one."""
    query = update(table).where(table.c.id == poll_id, table.c.series_id.is_(None))
    return bool((await connection.execute(query.values(series_id=series_id))).rowcount)
