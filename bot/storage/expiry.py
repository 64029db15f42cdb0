"""Expiry: how long rows of one kind are kept, as each subject declares it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """Rows that go once they have been over for as long as `keep`.

    `remove(connection, before, most)` removes at most `most` of those that were over by `before`
    and returns how many; fewer than `most` means that none are left. Doing it again is harmless.
    """

    name: str
    keep: timedelta
    remove: Callable[[AsyncConnection, datetime, int], Awaitable[int]]


def is_older_than_newest(table: Table) -> ColumnElement[bool]:
    """Return the condition for rows that are not a table's newest.

    SQLite gives the number of a newest row that was removed to the next one, but buttons,
    deliveries and calendars hold numbers for years: the newest row stays until another one comes.
    """
    newest = table.alias("newest")
    return table.c.id < select(func.max(newest.c.id)).scalar_subquery()
