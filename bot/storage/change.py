"""One change of the database: its transaction, what it has read, and whom it concerns."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from sqlalchemy import CursorResult, Executable, RowMapping, Select, Table
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import CoreExecuteOptionsParameter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.directory import Directory, Rows, is_in_directory
from bot.storage.statements import is_fresh, key_of, read_by, written_by

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import _CoreAnyExecuteParams

Value = TypeVar("Value")


class Change(AsyncConnection):
    """The transaction of one change; whoever gets it reads and writes with it as a connection.

    A query that was asked before in this change is answered from memory, unless a table that it
    reads was written in between. `collaboration_id` is whom the change concerns, None for all.
    """

    __slots__ = ("_directory", "_seen", "collaboration_id", "is_whole", "revisions", "written")

    def __init__(
        self,
        engine: AsyncEngine,
        connection: Connection,
        directory: Directory,
        *,
        collaboration_id: int | None = None,
    ) -> None:
        """Work in the transaction that this connection has begun."""
        super().__init__(engine, connection)
        self.collaboration_id = collaboration_id
        # The tables written so far, and the collaborations whose revision was raised, by id.
        self.written: set[Table] = set()
        self.revisions: dict[int, int] = {}
        # Set at the end: from then on it may be saved.
        self.is_whole = False
        self._directory = directory
        self._seen = Directory()

    @property
    def changes_directory(self) -> bool:
        """Whether a table was written of which something is kept between changes."""
        return any(is_in_directory([table]) for table in self.written)

    async def execute(
        self,
        statement: Executable,
        parameters: "_CoreAnyExecuteParams | None" = None,
        *,
        execution_options: CoreExecuteOptionsParameter | None = None,
    ) -> CursorResult[Any]:
        """Send a statement, or answer a query that was asked before."""
        if isinstance(statement, Select) and not is_fresh(statement):
            # It reads like the result of a cursor: queries use nothing that cursors alone know.
            return cast("CursorResult[Any]", (await self._ask(statement, parameters)).rows())
        if not is_fresh(statement):
            self._note(statement)
        return await super().execute(statement, parameters, execution_options=execution_options)

    async def values(
        self,
        query: Executable,
        make: Callable[[RowMapping], Value],
        parameters: "_CoreAnyExecuteParams | None" = None,
    ) -> tuple[Value, ...]:
        """Return what `make` makes of each row; what is known already is not made again."""
        if isinstance(query, Select) and not is_fresh(query):
            return (await self._ask(query, parameters)).made(make)
        return tuple(make(row) for row in (await self.execute(query, parameters)).mappings())

    async def _ask(
        self, query: Select[Any], parameters: "_CoreAnyExecuteParams | None" = None
    ) -> Rows:
        key = key_of(query, parameters)
        found = self._seen.get(key) or self._directory.get(key)
        if found is None:
            tables = read_by(query)
            found = Rows((await super().execute(query, parameters)).freeze(), tables)
            self._seen.keep(key, found)
            if is_in_directory(tables) and self.written.isdisjoint(tables):
                self._directory.keep(key, found)
        return found

    def _note(self, statement: Executable) -> None:
        """Forget what a statement may change."""
        tables = written_by(statement)
        self.written |= tables
        self._seen.forget(tables)
        self._directory.forget(tables)
