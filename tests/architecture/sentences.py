"""Every sentence that passes through `_()`, as `tests/sentences.txt` lists them.

`python -m tests.architecture.sentences` writes the list again.
"""

import ast
from collections.abc import Iterator

from jinja2 import Environment
from jinja2.ext import extract_from_ast

from tests.architecture.sources import files, tree_of
from tests.paths import ROOT

LIST = ROOT / "tests/sentences.txt"


def sentences_in(tree: ast.AST) -> Iterator[str | None]:
    """Return the literals given to `_()` in a syntax tree; None for what is no literal."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id != "_":
            continue
        given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "plural")]
        for value in given:
            is_literal = isinstance(value, ast.Constant) and isinstance(value.value, str)
            yield str(value.value) if is_literal and isinstance(value, ast.Constant) else None


def sentences_in_templates() -> Iterator[str]:
    """Return the sentences of the pages' templates."""
    environment = Environment(autoescape=True)
    for template in sorted((ROOT / "bot").rglob("templates/*.html")):
        parsed = environment.parse(template.read_text(encoding="utf-8"))
        for _line, _function, said in extract_from_ast(parsed, gettext_functions=("_",)):
            yield from (said,) if isinstance(said, str) else filter(None, said or ())


def every_sentence() -> list[str]:
    """Return all sentences, each once, in the order of the alphabet."""
    said = {s for file in files("bot", "cogs") for s in sentences_in(tree_of(file)) if s}
    return sorted(said | set(sentences_in_templates()))


def listed(sentences: list[str]) -> str:
    """Return the list as a file: a sentence a line, its line breaks written in one."""
    return "".join(sentence.replace("\n", "\\n") + "\n" for sentence in sentences)


if __name__ == "__main__":
    LIST.write_text(listed(every_sentence()), encoding="utf-8")
