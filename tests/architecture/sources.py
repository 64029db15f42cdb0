"""The project's own Python files, as the architecture tests read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def tree_of(file: str) -> ast.Module:
    """Return the syntax tree of a file given by its path from the root."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def files(*folders: str) -> list[str]:
    """Return the Python files in these folders, as paths from the root."""
    return sorted(
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
    )


def imports(file: str) -> Iterator[str]:
    """Return the full names of all that a file imports: `from a import b` is a.b."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
