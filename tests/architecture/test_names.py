"""A stranger can guess the file from its name."""

import ast
from collections import defaultdict
from pathlib import PurePosixPath

from tests.architecture.sources import files, tree_of

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
ROOMS = {"model", "access", "store", "service", "cards", "posts", "pages", "subject"}
SHARED_COGS = {"shared"}


def rooms() -> dict[str, set[str]]:
    """Return the folders of the bot that have rooms, with the rooms they have."""
    found: dict[str, set[str]] = {}
    for file in files("bot"):
        parts = PurePosixPath(file).with_suffix("").parts[1:]
        if len(parts) > 1 and parts[1] in ROOMS:
            found.setdefault(parts[0], set()).add(parts[1])
    return found


def test_every_module_is_named_for_what_it_holds() -> None:
    words = {
        file: set(PurePosixPath(file).stem.split("_"))
        for file in files("bot", "cogs", "tests", "benchmarks")
    }

    assert [file for file, said in words.items() if said & EMPTY_WORDS] == []


def test_every_cog_bears_the_name_of_its_subject() -> None:
    cogs = {PurePosixPath(file).with_suffix("").parts[1] for file in files("cogs")} - {"__init__"}

    assert cogs - SHARED_COGS
    assert cogs - SHARED_COGS - rooms().keys() == set()


def test_a_subject_holds_rooms_and_nothing_else() -> None:
    subjects = rooms().keys()
    strays = {
        file
        for file in files("bot")
        if (parts := PurePosixPath(file).with_suffix("").parts[1:])[0] in subjects
        and len(parts) > 1
        and parts[1] not in ROOMS | {"__init__"}
    }

    assert strays == set()


def test_no_two_classes_have_the_same_name() -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for file in files("bot", "cogs"):
        for node in tree_of(file).body:
            if isinstance(node, ast.ClassDef):
                holders[node.name].add(file)

    assert len(holders) > 100
    assert {name: held for name, held in holders.items() if len(held) > 1} == {}
