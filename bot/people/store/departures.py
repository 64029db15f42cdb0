"""Removing members who left long ago, and the rows that name them."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, Table, delete, exists, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.translation import _
from bot.people.store.members import table as members
from bot.storage.expiry import is_older_than_newest
from bot.storage.metadata import metadata

NAMELESS = _("a former member")


class Fate(Enum):
    """What happens to a row when the member it names is removed.

    GOES: it is removed too. STAYS: it names nobody; a speaker's row holds the public name as text.
    HOLDS: the member stays without a name, since others' votes or buttons depend on the row.
    """

    GOES = "goes"
    STAYS = "stays"
    HOLDS = "holds"


# Every foreign key to members; a test compares this with the tables.
FATES = {
    "subscriptions.member_id": Fate.GOES,
    "preferences.member_id": Fate.GOES,
    "answers.member_id": Fate.GOES,
    "seats.member_id": Fate.GOES,
    "standbys.member_id": Fate.GOES,
    "offers.member_id": Fate.GOES,
    "closures.member_id": Fate.GOES,
    "diaries.member_id": Fate.GOES,  # with its busy times
    "invitations.member_id": Fate.GOES,
    "guests.member_id": Fate.GOES,
    "votes.member_id": Fate.GOES,
    "speakers.member_id": Fate.STAYS,
    "polls.made_by": Fate.HOLDS,
    "swaps.asked_by": Fate.HOLDS,
}


async def remove_left(connection: AsyncConnection, before: datetime, most: int) -> int:
    """Remove members who had left by an instant, and the rows that go with them.

    Where a member's row is still needed, it stays without a name, under an impossible Discord id.
    """
    has_left = members.c.left_at <= before
    has_name = members.c.discord_id > 0
    query = select(members.c.id).where(has_left, or_(has_name, not_(_is_needed()))).limit(most)
    ids = list(await connection.scalars(query))
    if not ids:
        return 0
    for name, fate in FATES.items():
        await _clear(connection, *_column(name), ids, fate)
    blank = dict.fromkeys(("public_name", "site_id", "zone", "opens", "closes", "role"))
    nameless = {**blank, "display_name": NAMELESS, "role_ids": frozenset[int]()}
    mine = members.c.id.in_(ids)
    await connection.execute(delete(members).where(mine, not_(_is_needed())))
    await connection.execute(
        update(members).where(mine).values(discord_id=-members.c.id, is_organizer=False, **nameless)
    )
    return len(ids)


async def _clear(
    connection: AsyncConnection,
    table: Table,
    column: ColumnElement[int],
    ids: Sequence[int],
    fate: Fate,
) -> None:
    if fate is Fate.GOES:
        await connection.execute(delete(table).where(column.in_(ids)))
    elif fate is Fate.STAYS:
        await connection.execute(update(table).where(column.in_(ids)).values({column: None}))


def _is_needed() -> ColumnElement[bool]:
    held = [_column(name)[1] for name, fate in FATES.items() if fate is Fate.HOLDS]
    return or_(
        not_(is_older_than_newest(members)),
        *(exists().where(column == members.c.id) for column in held),
    )


def _column(name: str) -> tuple[Table, ColumnElement[int]]:
    table_name, _, column = name.partition(".")
    table = metadata.tables[table_name]
    return table, table.c[column]
