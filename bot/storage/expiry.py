"""How long rows of one kind are kept, as each subject declares it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """Rows of one kind, which are removed once they have been over for `keep`.

    `remove(connection, before, most)` removes at most `most` rows that were over by `before` and
    returns how many; fewer than `most` means that none are left. Repeating it is harmless.
    """

    name: str
    keep: timedelta
    remove: Callable[[AsyncConnection, datetime, int], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Expiries:
    """The expiries of all subjects, in order."""

    every: tuple[Expiry, ...]


def is_older_than_newest(table: Table) -> ColumnElement[bool]:
    """Return the condition for all rows except the newest of a table.

    SQLite reuses the id of a removed newest row, but buttons, deliveries and calendars refer to ids
    for years. So the newest row stays until there is another one.
    """
    newest = table.alias("newest")
    return table.c.id < select(func.max(newest.c.id)).scalar_subquery()
