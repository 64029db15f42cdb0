"""Reading one value out of a column of JSON text, in the words of each database engine."""

from typing import Any

from sqlalchemy import JSON, ColumnElement, Compiled, String, cast, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class json_text(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """The text under a name in a column of JSON text: `json_text(column, "about")`."""

    type = String()
    inherit_cache = True

    def __init__(self, column: ColumnElement[str], name: str) -> None:
        super().__init__(column, f"$.{name}", name)


@compiles(json_text)
def _sqlite(element: json_text, compiler: Compiled, **options: Any) -> str:  # noqa: ANN401 - the compiler's
    column, path, _name = element.clauses
    return compiler.process(func.json_extract(column, path), **options)


@compiles(json_text, "postgresql")
def _postgresql(element: json_text, compiler: Compiled, **options: Any) -> str:  # noqa: ANN401 - the compiler's
    column, _path, name = element.clauses
    return compiler.process(cast(column, JSON).op("->>")(name), **options)
