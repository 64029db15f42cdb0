"""Drafts in the database: what somebody typed and has not saved yet."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.drafts.model import Outcome, fresh_id
from bot.people.store.members import table as members
from bot.storage import rows
from bot.storage.columns import Instant, choice, reference
from bot.storage.directory import CHANGES_OFTEN
from bot.storage.exports import Row, json_rows
from bot.storage.metadata import metadata

# What somebody typed and has not saved yet: a refused form, or a change to be confirmed.
table = Table(
    "drafts",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    reference("collaboration_id", "collaborations.id"),
    Column("discord_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    # How it ended, so that its buttons can say so; its content is gone then.
    Column("outcome", choice(Outcome, grows=True), nullable=True),
    Index(None, "created_at"),
    info=CHANGES_OFTEN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft: whose it is, what was typed, and how it ended, None if it can still be saved."""

    collaboration_id: int
    discord_id: int
    kind: str
    content: dict[str, Any]
    outcome: Outcome | None


async def insert(
    connection: AsyncConnection,
    *,
    collaboration_id: int,
    discord_id: int,
    kind: str,
    content: dict[str, Any],
    now: datetime,
) -> int:
    """Keep a draft and return its id."""
    values = {
        "id": fresh_id(),
        "collaboration_id": collaboration_id,
        "discord_id": discord_id,
        "kind": kind,
        "content": json.dumps(content),
        "created_at": now,
    }
    return await rows.insert(connection, table, values)


async def by_id(connection: AsyncConnection, draft_id: int) -> Draft | None:
    """Return a draft; None if it expired or never was."""
    return await rows.one(connection, select(table).where(table.c.id == draft_id), _draft)


def _draft(row: RowMapping) -> Draft:
    return Draft(
        collaboration_id=row["collaboration_id"],
        discord_id=row["discord_id"],
        kind=row["kind"],
        content=dict(json.loads(row["content"])),
        outcome=row["outcome"],
    )


async def of_member(connection: AsyncConnection, member_id: int) -> list[Row]:
    """Return a member's drafts as JSON can write them, oldest first."""
    query = (
        select(table)
        .join(members, table.c.collaboration_id == members.c.collaboration_id)
        .where(members.c.id == member_id, members.c.discord_id == table.c.discord_id)
        .where(table.c.outcome.is_(None))
        .order_by(table.c.created_at, table.c.id)
    )
    found = await json_rows(connection, query)
    return [{**row, "content": json.loads(row["content"])} for row in found]


async def end(connection: AsyncConnection, draft_id: int, outcome: Outcome) -> bool:
    """End a draft, whose content goes; return whether it could still be saved until now."""
    open_ = (table.c.id == draft_id) & table.c.outcome.is_(None)
    ended = update(table).where(open_).values(outcome=outcome, content="{}")
    return bool((await connection.execute(ended)).rowcount)


async def remove_older(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Forget drafts made up to an instant; return how many."""
    old = select(table.c.id).where(table.c.created_at <= before).limit(most)
    result = await connection.execute(delete(table).where(table.c.id.in_(old)))
    return int(result.rowcount)
