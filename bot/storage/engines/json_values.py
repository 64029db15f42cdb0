"""Reading one value out of a column of JSON text, in the words of each database engine."""

from typing import Any

from sqlalchemy import ColumnElement, Compiled, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class json_text(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """The text under a name in a column of JSON text: `json_text(column, "about")`."""

    type = String()
    inherit_cache = True

    def __init__(self, column: ColumnElement[str], name: str) -> None:
        super().__init__(column, f"$.{name}")


@compiles(json_text)
def _sqlite(element: json_text, compiler: Compiled, **options: Any) -> str:  # noqa: ANN401 - the compiler's
    arguments = compiler.process(element.clauses, **options)
    return f"json_extract({arguments})"


@compiles(json_text, "postgresql")
def _postgresql(element: json_text, compiler: Compiled, **options: Any) -> str:  # noqa: ANN401 - the compiler's
    column, path = (compiler.process(one, **options) for one in element.clauses)
    return f"jsonb_path_query_first(CAST({column} AS JSONB), CAST({path} AS JSONPATH)) #>> '{{}}'"
