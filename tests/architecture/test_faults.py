"""Each fault that sending and data must survive has a test that bears its number."""

import ast
import re

from tests.architecture.sources import files, tree_of
from tests.paths import ROOT

NUMBER = re.compile(r"\bF(\d{1,2})\b")
ROW = re.compile(r"^\| F(\d+) \| .+? \| (.+?) \|$", re.MULTILINE)
LAST = 51


def borne(file: str) -> set[int]:
    """Return the numbers in the docstrings of a file's tests, and in its own."""
    told = [
        ast.get_docstring(node) or ""
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return {int(number) for text in told for number in NUMBER.findall(text)}


def table() -> dict[int, list[str]]:
    """Return the files that the table names for each fault."""
    text = (ROOT / "tests/faults/README.md").read_text(encoding="utf-8")
    return {int(number): re.findall(r"`(\S+)`", named) for number, named in ROW.findall(text)}


def test_no_fault_is_missing_from_the_table() -> None:
    assert sorted(table()) == list(range(1, LAST + 1))


def test_what_the_table_names_bears_the_number() -> None:
    missing = {
        f"F{number}: {file}"
        for number, named in table().items()
        for file in named
        if number not in borne(f"tests/{file}")
    }

    assert missing == set()


def test_every_test_that_bears_a_number_is_in_the_table() -> None:
    named = {(number, f"tests/{file}") for number, told in table().items() for file in told}
    bearing = {
        (number, file)
        for file in files("tests")
        if "/test_" in file and not file.startswith("tests/architecture")
        for number in borne(file)
        if number <= LAST
    }

    assert bearing - named == set()


def test_a_fault_without_a_test_says_why() -> None:
    text = (ROOT / "tests/faults/README.md").read_text(encoding="utf-8")
    bare = {number for number, named in table().items() if not named}

    assert bare == {
        int(n) for n in re.findall(r"^\| F(\d+) \| .+? \| none: .+ \|$", text, re.MULTILINE)
    }
