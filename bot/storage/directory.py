"""The directory of a collaboration: sites, members, series and settings, kept between changes."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import FrozenResult, RowMapping, Table

Value = TypeVar("Value")

# Marks a table that changes too often for what was read of it to be kept.
CHANGES_OFTEN = {"changes_often": True}
MOST_ANSWERS = 200  # of one collaboration
MOST_COLLABORATIONS = 200  # those that changed something last


@dataclass(slots=True)
class Rows:
    """The rows that a query found, the tables that it read, and what was last made of the rows."""

    rows: FrozenResult[Any]
    tables: frozenset[Table]
    made_by: Callable[[RowMapping], Any] | None = None
    values: tuple[Any, ...] = ()

    def made(self, make: Callable[[RowMapping], Value]) -> tuple[Value, ...]:
        """Return a value for each row; values are shared, so they must be immutable."""
        if self.made_by is not make:
            self.values = tuple(make(row) for row in self.rows().mappings())
            self.made_by = make
        return self.values


class Directory:
    """Answers to queries, until a table that they read is written."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Rows] = {}

    def get(self, key: Hashable) -> Rows | None:
        """Return the answer to a query, None where it is not known."""
        return self._known.get(key)

    def keep(self, key: Hashable, answer: Rows) -> None:
        """Remember the answer to a query."""
        if len(self._known) >= MOST_ANSWERS:
            self._known.clear()
        self._known[key] = answer

    def forget(self, tables: Collection[Table]) -> None:
        """Forget the answers that read one of these tables."""
        if tables:
            kept = {k: one for k, one in self._known.items() if one.tables.isdisjoint(tables)}
            self._known = kept


class Directories:
    """The directory of each collaboration that changed something lately."""

    def __init__(self) -> None:
        self._of: OrderedDict[int, Directory] = OrderedDict()

    def of(self, collaboration_id: int | None) -> Directory:
        """Return the directory of a collaboration; None gets an empty one that nobody keeps."""
        if collaboration_id is None:
            return Directory()
        found = self._of.setdefault(collaboration_id, Directory())
        self._of.move_to_end(collaboration_id)
        if len(self._of) > MOST_COLLABORATIONS:
            self._of.popitem(last=False)
        return found

    def forget(self, tables: Collection[Table]) -> None:
        """Forget in every collaboration what was read from these tables."""
        for directory in self._of.values():
            directory.forget(tables)


def is_in_directory(tables: Collection[Table]) -> bool:
    """Return whether none of these tables changes often."""
    return not any(table.info.get("changes_often") for table in tables)
