"""What a database file holds, as it is stored."""

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(database: Path, query: str) -> list[Any]:
    """Return what a query finds in the file, as it is stored."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def tables(database: Path) -> dict[str, Counter[str]]:
    """Return the rows of every table."""
    names = [
        name
        for (name,) in rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
        if name != "alembic_version"
    ]
    return {name: Counter(map(repr, rows(database, f'SELECT * FROM "{name}"'))) for name in names}  # noqa: S608 - names of its own tables
