"""Text in the code that looks as if a person read it, and that does not pass through `_()`."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import tree_of

# Two words with a space between them: identifiers, formats and keys have none.
WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z{(]")
# What these are given is read by a developer, a database or a regular expression; or the tour of
# the demo types it, clicks on it or looks for it.
FOR_PROGRAMS = re.compile(
    r"(log|logger|logging)\.\w+|re\.\w+|text|sa\.\w+|CheckConstraint|Index|ForeignKey|Column"
    r"|expect|titled|_vote|(tour|person|self)(\.\w+)?\.(slash|click|submit_modal|autocomplete|sign_up)"
    r"|Table|Help|PostKind|Job|Expiry|\w*(Value|Type|Key|Lookup|Runtime|Assertion|Import|Attribute|OS)Error"
)
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|BEGIN|VACUUM)\b")


def unsaid(file: str) -> Iterator[str]:
    """Return each text with words in a file that is neither said through `_()` nor for programs.

    Each is given as "line: text". A docstring is none, nor is what a comparison looks for.
    """
    tree = tree_of(file)
    yield from (f"{line}: {said}" for line, said in unsaid_in(tree))


def unsaid_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return what `unsaid` does for a syntax tree, with the lines."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        said = _text_of(node, parents)
        if WORDS.search(said) and not SQL.match(said) and not _is_excused(node, parents):
            yield getattr(node, "lineno", 0), said


def _text_of(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return "" if isinstance(parents[node], ast.JoinedStr) else node.value
    return ""


def _is_excused(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    if isinstance(parents[node], ast.Expr | ast.Compare):
        return True
    above = parents[node]
    if isinstance(above, ast.keyword) and above.arg == "command":
        return True  # as Discord knows it
    while not isinstance(above, ast.stmt):
        if isinstance(above, ast.Call) and _is_said_or_for_programs(above):
            return True
        above = parents.get(above, ast.Pass())
    return isinstance(above, ast.Assign) and _is_for_programmers(above, parents)


def _is_said_or_for_programs(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    return name == "_" or FOR_PROGRAMS.fullmatch(name) is not None


def _is_for_programmers(assignment: ast.Assign, parents: dict[ast.AST, ast.AST]) -> bool:
    """Return whether the text is what the next statement raises an error for programmers with."""
    for body in ("body", "orelse", "finalbody"):
        statements = getattr(parents[assignment], body, [])
        if isinstance(statements, list) and assignment in statements[:-1]:
            after = statements[statements.index(assignment) + 1]
            error = after.exc if isinstance(after, ast.Raise) else None
            return isinstance(error, ast.Call) and _is_said_or_for_programs(error)
    return False
