"""Indexes of some rows of a table, declared for every database engine."""

from sqlalchemy import Index, text


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return the index of the rows for which `where` holds, in words that all engines know.

    SQLite uses it only in queries with the exact words of `where`.
    """
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
