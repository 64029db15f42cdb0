"""The project's own Python files, as the architecture tests read them."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.paths import ROOT


@cache
def tree_of(file: str) -> ast.Module:
    """Return the syntax tree of a file given by its path from the root."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8"))


def files(*folders: str) -> list[str]:
    """Return the Python files in these folders, as paths from the root; each folder has some."""
    return sorted(file for folder in folders for file in _files_in(folder))


@cache
def _files_in(folder: str) -> list[str]:
    found = [path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py")]
    if not found:
        message = f"There is no Python file in {folder}. Correct the test that looks there."
        raise LookupError(message)
    return found


@cache
def imports(file: str) -> tuple[str, ...]:
    """Return the full names of all that a file imports: `from a import b` is a.b."""
    found = ast.walk(tree_of(file))
    statements = (node for node in found if isinstance(node, ast.Import | ast.ImportFrom))
    return tuple(name for node in statements for name in imports_of(node))


def imports_of(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Return the full names of what one statement imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
