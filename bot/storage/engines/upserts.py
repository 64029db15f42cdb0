"""Inserting rows that may be there already, in the words of each database engine."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ClauseElement, Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engines.engine import Upsert
from bot.storage.engines.known import ENGINES

Values = Mapping[str, Any]


def replacing(
    dialect: str,
    table: Table,
    *,
    key: Collection[str],
    columns: Collection[str],
    also: Values | None = None,
) -> Upsert:
    """Return the statement that inserts rows; a present one gets these columns of the new one.

    `key` names the columns of a unique constraint. `also` gives a present row constant values.
    """
    return _replacing(dialect, table, tuple(key), tuple(columns), tuple((also or {}).items()))


# Built once each, which takes longer than to send one.
@lru_cache(maxsize=256)
def _replacing(
    dialect: str,
    table: Table,
    key: tuple[str, ...],
    columns: tuple[str, ...],
    also: tuple[tuple[str, Any], ...],
) -> Upsert:
    statement = ENGINES[dialect].insert(table)
    fresh = {name: statement.excluded[name] for name in columns}
    return statement.on_conflict_do_update(index_elements=key, set_={**fresh, **dict(also)})


def adding(dialect: str, table: Table, *, key: Collection[str] = ()) -> Upsert:
    """Return the statement that inserts rows; one that is there already stays as it is.

    `key` names the columns that tell which; without it, those of any unique constraint do.
    """
    return _adding(dialect, table, tuple(key))


@lru_cache(maxsize=256)
def _adding(dialect: str, table: Table, key: tuple[str, ...]) -> Upsert:
    statement = ENGINES[dialect].insert(table)
    return statement.on_conflict_do_nothing(index_elements=key or None)


async def replace(
    connection: AsyncConnection,
    table: Table,
    rows: Values | Sequence[Values],
    *,
    key: Collection[str],
    columns: Collection[str],
    also: Values | None = None,
) -> None:
    """Insert one row or many; one that is there already, by `key`, gets these new columns."""
    statement = replacing(connection.dialect.name, table, key=key, columns=columns, also=also)
    await _run(connection, statement, rows)


async def add(
    connection: AsyncConnection,
    table: Table,
    rows: Values | Sequence[Values],
    *,
    key: Collection[str] = (),
) -> None:
    """Insert one row or many; one that is there already stays as it is."""
    await _run(connection, adding(connection.dialect.name, table, key=key), rows)


async def _run(
    connection: AsyncConnection, statement: Upsert, rows: Values | Sequence[Values]
) -> None:
    if not isinstance(rows, Mapping):
        if rows:
            await connection.execute(statement, list(rows))
    elif any(isinstance(value, ClauseElement) for value in rows.values()):
        await connection.execute(statement.values(**rows))  # the database works them out
    else:
        await connection.execute(statement, rows)
