"""What a module pulls in stays small: models load no parsers, and no chain of imports is long."""

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter

import pytest

from tests.architecture.sources import files, imports_of, tree_of
from tests.paths import ROOT

LONGEST = 20
PARSERS = "bot.times.typed_times."
MODELS = (
    *("talks.model.talks", "series.model.series", "meetings.model.meetings", "polls.model.polls"),
    *("people.model.members", "sites.model.sites", "outbox.deliveries"),
)


def name_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def at_import(body: Iterable[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports that run when a module is imported."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.Try):
            yield from at_import(node.body)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from at_import([*node.body, *node.orelse])


def import_graph() -> dict[str, set[str]]:
    """Return the project's modules, each with those that it imports when it is imported."""
    modules = {name_of(file): file for file in files("bot", "cogs")}
    graph: dict[str, set[str]] = {}
    for name, file in modules.items():
        named = {
            imported for node in at_import(tree_of(file).body) for imported in imports_of(node)
        }
        found = {one if one in modules else one.rpartition(".")[0] for one in named}
        graph[name] = found & modules.keys() - {name}
    return graph


def longest_chain(graph: dict[str, set[str]]) -> list[str]:
    """Return the longest chain of imports; raise CycleError if modules import each other."""
    chains: dict[str, list[str]] = {}
    for name in TopologicalSorter(graph).static_order():
        below = (chains[imported] for imported in graph[name])
        chains[name] = [name, *max(below, key=len, default=[])]
    return max(chains.values(), key=len)


def test_no_chain_of_imports_is_long() -> None:
    chain = longest_chain(import_graph())

    assert len(chain) <= LONGEST, " > ".join(chain)


def test_a_chain_that_is_too_long_would_be_noticed() -> None:
    assert longest_chain({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == ["a", "b", "c"]
    graph = import_graph()
    assert len(graph) > 200
    assert graph[longest_chain(graph)[-1]] == set()


@pytest.mark.parametrize("model", MODELS)
def test_a_model_loads_no_parser_of_typed_times(model: str) -> None:
    program = f"import sys, bot.{model}; print(*sys.modules)"

    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert files("bot/times/typed_times")
    assert f"bot.{model}" in shown.stdout.split()
    assert [name for name in shown.stdout.split() if name.startswith(PARSERS)] == []
