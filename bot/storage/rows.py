"""Conversion between rows of a table and frozen values."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol, TypeVar, runtime_checkable

from sqlalchemy import ClauseElement, Executable, Insert, RowMapping, Table, Update, bindparam
from sqlalchemy.ext.asyncio import AsyncConnection

Value = TypeVar("Value")
# A query, or one that was prepared, with the values to put in.
Asked = Executable | tuple[Executable, Mapping[str, Any]]


@runtime_checkable
class Remembering(Protocol):
    """A connection that keeps what was made of rows that have not changed, as a change does."""

    async def values(
        self,
        query: Executable,
        make: Callable[[RowMapping], Value],
        parameters: Mapping[str, Any] | None = None,
    ) -> tuple[Value, ...]:
        """Return what `make` makes of each row."""


async def one(
    connection: AsyncConnection,
    query: Asked,
    make: Callable[[RowMapping], Value],
) -> Value | None:
    """Return the value of the first row, or None."""
    statement, values = query if isinstance(query, tuple) else (query, None)
    if isinstance(connection, Remembering):
        return next(iter(await connection.values(statement, make, values)), None)
    row = (await connection.execute(statement, values)).mappings().first()
    return None if row is None else make(row)


async def every(
    connection: AsyncConnection,
    query: Asked,
    make: Callable[[RowMapping], Value],
) -> list[Value]:
    """Return the values of all rows."""
    statement, values = query if isinstance(query, tuple) else (query, None)
    if isinstance(connection, Remembering):
        return list(await connection.values(statement, make, values))
    return [make(row) for row in (await connection.execute(statement, values)).mappings()]


async def insert(connection: AsyncConnection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert one row and return its id."""
    result = await connection.execute(_inserting(table), values)
    made = result.inserted_primary_key
    assert made is not None  # noqa: S101 - every table has a primary key
    return int(made[0])


async def update(
    connection: AsyncConnection, table: Table, row_id: int, changes: Mapping[str, Any]
) -> None:
    """Change columns of the row with this id; the database works out what is an expression."""
    worked_out = {n: one for n, one in changes.items() if isinstance(one, ClauseElement)}
    if worked_out:
        said = {n: one for n, one in changes.items() if n not in worked_out}
        await connection.execute(_updating(table).values(**worked_out), {ROW: row_id, **said})
    elif changes:
        await connection.execute(_updating(table), {ROW: row_id, **changes})


async def update_many(
    connection: AsyncConnection,
    table: Table,
    changes: Mapping[int, Mapping[str, Any]],
    *,
    also: Mapping[str, ClauseElement] | None = None,
) -> None:
    """Change the same columns of many rows, by id; `also` names columns that are worked out."""
    if changes:
        statement = _updating(table).values(**also) if also else _updating(table)
        rows = [{ROW: row_id, **columns} for row_id, columns in changes.items()]
        await connection.execute(statement, rows)


async def insert_many(
    connection: AsyncConnection, table: Table, many: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows that have the same columns."""
    if many:
        await connection.execute(_inserting(table), [dict(values) for values in many])


async def update_several(
    connection: AsyncConnection,
    table: Table,
    changes: Mapping[int, Mapping[str, Any]],
    *,
    also: Mapping[str, ClauseElement] | None = None,
) -> None:
    """Change columns of several rows, by id: one statement for all that change the same columns.

    `also` names columns that are worked out.
    """
    alike: dict[frozenset[str], dict[int, Mapping[str, Any]]] = defaultdict(dict)
    for row_id, columns in changes.items():
        alike[frozenset(columns)][row_id] = columns
    for names, several in alike.items():
        if names:
            await update_many(connection, table, several, also=also)


ROW = "row_to_change"  # no column has this name


@cache
def _inserting(table: Table) -> Insert:
    return table.insert()


@cache
def _updating(table: Table) -> Update:
    return table.update().where(table.c.id == bindparam(ROW))
