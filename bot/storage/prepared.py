"""Queries that are built once: SQLAlchemy takes longer to build one than SQLite to answer it."""

import inspect
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam
from sqlalchemy.sql import ClauseElement

P = ParamSpec("P")
Clause = TypeVar("Clause", bound=ClauseElement)


class Prepared(NamedTuple, Generic[Clause]):
    """A query, or a part of one, with the values to put in: `connection.execute(*asked)`."""

    clause: Clause
    values: dict[str, Any]


Condition = Prepared[ColumnElement[bool]]


def prepared(build: Callable[P, Clause]) -> Callable[P, Prepared[Clause]]:
    """Call a function once, with placeholders for its arguments, to build its query or condition.

    The function may compare arguments with columns, and ask whether they are None; it must not
    compute with them. None stays None, and the query is built for each set of those.
    """
    signature = inspect.signature(build)
    built: dict[frozenset[str], Clause] = {}
    names = {name: f"{build.__name__.strip('_')}_{name}" for name in signature.parameters}

    @wraps(build)
    def ask(*args: P.args, **kwargs: P.kwargs) -> Prepared[Clause]:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        said = {name: one for name, one in given.arguments.items() if one is not None}
        shape = frozenset(said)
        if shape not in built:
            given.arguments.update({name: bindparam(names[name]) for name in said})
            built[shape] = build(*given.args, **given.kwargs)
        return Prepared(built[shape], {names[name]: _listed(one) for name, one in said.items()})

    return ask


class Composed:
    """Queries of one form, each built once for its set of conditions."""

    def __init__(self, build: Callable[..., Select[Any]]) -> None:
        """Build them with this function, given the conditions and placeholders by name."""
        self._build = build
        self._built: dict[tuple[int, ...], Select[Any]] = {}

    def ask(self, conditions: Sequence[Condition], **values: int) -> Prepared[Select[Any]]:
        """Return the query under all of these conditions."""
        # By identity: what is prepared stays as long as the program runs.
        known = tuple(id(one.clause) for one in conditions)
        if known not in self._built:
            places: dict[str, BindParameter[int]] = {name: bindparam(name) for name in values}
            self._built[known] = self._build(*(one.clause for one in conditions), **places)
        said = dict(values)
        for one in conditions:
            said |= one.values
        return Prepared(self._built[known], said)


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    is_many = isinstance(value, Collection) and not isinstance(value, str | bytes)
    return tuple(value) if is_many else value
