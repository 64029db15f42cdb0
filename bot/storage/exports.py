"""Exports: what the tables hold about one member, as values that JSON can write."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import Column, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

Row = dict[str, Any]
LARGEST_EXACT = 2**53  # many readers of JSON round larger numbers, such as Discord's ids


@dataclass(frozen=True, slots=True)
class Export:
    """Rows of one kind that belong to a member; `name` is their key in the file.

    `rows(connection, member_id)` returns them. `column` is the "table.column" that refers to the
    member, where there is one.
    """

    name: str
    rows: Callable[[AsyncConnection, int], Awaitable[list[Row]]]
    column: str = ""


@dataclass(frozen=True, slots=True)
class Exports:
    """The exports of all subjects, in order; no two have the same name."""

    every: tuple[Export, ...]

    def __post_init__(self) -> None:
        """Refuse two exports of one name, since one would hide the other."""
        if len({export.name for export in self.every}) < len(self.every):
            message = "two exports have the same name"
            raise ValueError(message)


def exported(
    name: str,
    column: Column[Any],
    *,
    without: Collection[str] = (),
    value: Callable[[int], object] = int,
) -> Export:
    """Return the export of the rows whose column refers to the member.

    Columns named in `without` are left out. `value` returns what the column holds for a member's
    id, where that is not the id itself.
    """
    chosen = _chosen(column, without)

    async def rows(connection: AsyncConnection, member_id: int) -> list[Row]:
        return await json_rows(connection, chosen.where(column == value(member_id)))

    return Export(name, rows, column=f"{column.table.name}.{column.name}")


def exported_through(
    name: str,
    column: Column[Any],
    target: Column[Any],
    member: Column[Any],
    *,
    without: Collection[str] = (),
) -> Export:
    """Return the export of rows that belong to a member through a row of another table.

    `column` equals `target` in a row of the other table, where `member` refers to the member.
    """
    chosen = _chosen(column, without)

    async def rows(connection: AsyncConnection, member_id: int) -> list[Row]:
        theirs = select(target).where(member == member_id)
        return await json_rows(connection, chosen.where(column.in_(theirs)))

    return Export(name, rows)


def _chosen(column: Column[Any], without: Collection[str]) -> Select[Any]:
    table = column.table
    if unknown := set(without) - set(table.c.keys()):
        message = f"{table.name} has no columns {sorted(unknown)}"
        raise ValueError(message)
    kept = [one for one in table.c if one.name not in without]
    return select(*kept).order_by(*table.primary_key)


async def json_rows(connection: AsyncConnection, query: Select[Any]) -> list[Row]:
    """Return the rows of a query as JSON can write them, without columns of bytes."""
    found = (await connection.execute(query)).mappings()
    return [
        {name: json_value(held) for name, held in row.items() if not isinstance(held, bytes)}
        for row in found
    ]


def json_value(held: object) -> object:
    """Return a stored value as JSON can write it: instants in UTC, sets sorted, choices by value.

    Numbers that readers of JSON would round become text.
    """
    if isinstance(held, Enum):
        return held.value
    if isinstance(held, datetime) and held.tzinfo is not None:
        return held.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    if isinstance(held, date | time):
        return held.isoformat()
    if isinstance(held, set | frozenset):
        return [json_value(one) for one in sorted(held)]
    if isinstance(held, int) and abs(held) > LARGEST_EXACT:
        return str(held)
    if held is None or isinstance(held, str | int | float):
        return held
    message = f"no way to write {type(held).__name__} as JSON"
    raise TypeError(message)
