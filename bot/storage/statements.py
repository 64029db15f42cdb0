"""What a statement asks, which tables it reads, and which it may change."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import ClauseElement, Delete, Executable, Select, Table, TextClause
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.visitors import iterate

from bot.core.recent_values import RecentValues
from bot.storage.metadata import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import _CoreAnyExecuteParams

FRESH = "is_fresh"
Statement = TypeVar("Statement", bound=Executable)


def fresh(statement: Statement) -> Statement:
    """Mark a statement about a value that no other statement reads: it is always sent."""
    return statement.execution_options(**{FRESH: True})


def is_fresh(statement: Executable) -> bool:
    """Return whether a statement is always sent, and changes nothing that others read."""
    return bool(statement.get_execution_options().get(FRESH))


def key_of(
    query: Select[Any], parameters: "_CoreAnyExecuteParams | None" = None
) -> tuple[Hashable, Hashable]:
    """Return what identifies a query, and its values.

    Queries with the same of both find the same rows; with the same first, they read the same
    tables. A query that is given parameters is one that was prepared: it is always the same object.
    """
    if isinstance(parameters, Mapping):
        return query, tuple(parameters.items())
    key = query._generate_cache_key()  # noqa: SLF001 - SQLAlchemy knows queries by it, too
    assert key is not None  # noqa: S101 - the stores use nothing that cannot be compared
    return key.key, tuple(_hashable(one.effective_value) for one in key.bindparams)


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def read_by(query: Executable) -> frozenset[Table]:
    """Return the tables that a query reads, also within its subqueries; all for one in text."""
    if isinstance(query, TextClause):
        return frozenset(metadata.tables.values())
    if not isinstance(query, Select):
        return _looked_through(query)
    structure, _values = key_of(query)
    found = _READ_BY.get(structure)
    if found is None:
        found = _looked_through(query)
        _READ_BY.put(structure, found)
    return found


_READ_BY: RecentValues[Hashable, frozenset[Table]] = RecentValues(1000)


def _looked_through(query: Executable) -> frozenset[Table]:
    assert isinstance(query, ClauseElement)  # noqa: S101 - as all that the stores send
    found = set()
    for element in iterate(query):
        table = getattr(element, "table", element)
        while not isinstance(table, Table) and hasattr(table, "element"):
            table = table.element  # that a name stands for
        if isinstance(table, Table):
            found.add(table)
    return frozenset(found)


def written_by(statement: Executable) -> frozenset[Table]:
    """Return the tables that a statement may change; none for a query, all for one in text."""
    if isinstance(statement, TextClause):
        return frozenset(metadata.tables.values())
    if not isinstance(statement, UpdateBase) or not isinstance(statement.table, Table):
        return frozenset()
    if isinstance(statement, Delete):
        return going_with(statement.table)
    return frozenset({statement.table})


@cache
def going_with(table: Table) -> frozenset[Table]:
    """Return a table and those whose rows go or change with its rows."""
    found, waiting = {table}, [table]
    while waiting:
        gone = waiting.pop()
        for other in table.metadata.tables.values():
            # By name, since a command may have loaded only some of the tables.
            refers = any(
                key.target_fullname.partition(".")[0] == gone.name and key.ondelete
                for key in other.foreign_keys
            )
            if refers and other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)
