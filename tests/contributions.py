"""What each subject adds to the tests that go over all of them.

Such a test asks for a file by name and takes it from every folder: `rules.py` in `tests/polls/`
says who may use the commands and buttons of polls, `kinds.py` there which of their posts are due.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

HERE = Path(__file__).parent
T = TypeVar("T")


def contributed(file: str, name: str) -> list[Any]:
    """Return what is called so in each `tests/<subject>/<file>.py`; some file has it."""
    modules = [
        import_module(f"tests.{path.parent.name}.{file}")
        for path in sorted(HERE.glob(f"*/{file}.py"))
    ]
    found = [getattr(module, name) for module in modules if hasattr(module, name)]
    if not found:
        message = f"No tests/*/{file}.py has {name}."
        raise LookupError(message)
    return found


def merged(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """Return all rows as one table; no two subjects have a row of the same name."""
    rows = [row for part in parts for row in part.items()]
    table = dict(rows)
    if len(table) < len(rows):
        names = [name for name, _ in rows]
        message = f"Two rows for {sorted({name for name in names if names.count(name) > 1})}."
        raise ValueError(message)
    return table
