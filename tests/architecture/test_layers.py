"""What import-linter checks by its contracts in pyproject.toml must leave nothing out."""

import tomllib
from importlib.util import find_spec

from tests.architecture.sources import files, imports
from tests.paths import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]


def test_every_part_of_the_bot_stands_in_a_layer() -> None:
    layers = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
    placed = {word for line in layers for word in line.split() if word not in {"|", ":"}}

    present = {".".join(file.removesuffix(".py").split("/")[:2]) for file in files("bot")}

    assert present - {"bot.__init__"} == placed
    assert all(find_spec(part) for part in placed)


def test_the_domain_needs_the_standard_library_and_four_pure_libraries_alone() -> None:
    foreign = {
        imported.split(".")[0]
        for file in files("bot/domain")
        for imported in imports(file)
        if find_spec(imported.split(".")[0]) is not None
        and "site-packages" in str(getattr(find_spec(imported.split(".")[0]), "origin", ""))
    }

    assert foreign == {"astral", "holidays", "pytz", "latex2mathml"}
