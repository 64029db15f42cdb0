"""What import-linter checks by its contracts in pyproject.toml must leave nothing out."""

import ast
import tomllib
from importlib.util import find_spec
from pathlib import Path

from tests.architecture.sources import files, imports, tree_of
from tests.architecture.test_names import rooms
from tests.paths import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
HOUSE, ROOMS = CONTRACTS[0], CONTRACTS[1]
PURE = {"astral", "dateutil", "holidays", "latex2mathml", "pytz", "rapidfuzz"}


def test_every_part_of_the_bot_stands_in_a_layer() -> None:
    placed = {word.strip("()") for line in HOUSE["layers"] for word in line.split()} - {"|", ":"}

    present = {Path(file).with_suffix("").parts[1] for file in files("bot")} - {"__init__"}

    assert placed >= present
    assert present


def test_every_subject_has_its_rooms_checked() -> None:
    assert set(ROOMS["containers"]) == {f"bot.{name}" for name in rooms()}


def test_every_folder_of_code_is_a_package() -> None:
    """A folder without `__init__.py` would drop out of import-linter's view, without a word."""
    folders = {Path(file).parent for file in files("bot", "cogs")}

    bare = {
        folder.as_posix()
        for folder in folders
        if "versions" not in folder.parts and not (ROOT / folder / "__init__.py").exists()
    }

    assert bare == set()


def test_a_package_holds_a_docstring_alone() -> None:
    """Importing a model loads no more than the model; bot's own resets the zones' path."""
    inits = [file for file in files("bot", "cogs") if file.endswith("/__init__.py")]

    more = [file for file in inits if len(tree_of(file).body) > 1]

    assert more == ["bot/__init__.py"]
    assert [file for file in inits if not ast.get_docstring(tree_of(file))] == []


def test_the_pure_parts_need_the_standard_library_and_six_pure_libraries_alone() -> None:
    foreign = {
        imported.split(".")[0]
        for file in files("bot")
        if file.startswith(("bot/core/", "bot/times/")) or "/model" in file
        for imported in imports(file)
        if find_spec(imported.split(".")[0]) is not None
        and "site-packages" in str(getattr(find_spec(imported.split(".")[0]), "origin", ""))
    }

    assert foreign == PURE
