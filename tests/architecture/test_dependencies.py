"""A server runs without the packages that only the demo and the developers need."""

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

from tests.architecture.sources import files
from tests.architecture.test_documents import PYPROJECT
from tests.paths import ROOT

REQUIREMENT = re.compile(r"([\w.-]+)\s*(?:\[([\w,-]*)\])?([^;]*)(?:;.*extra\s*==\s*['\"]([\w-]+))?")
IMPORTED = """
import importlib, sys
for name in {missing!r}:
    sys.modules[name] = None
for name in {modules!r}:
    importlib.import_module(name)
"""
WITHOUT_DEMO = """
import sys
sys.modules["simcord"] = None
from bot.__main__ import main
sys.exit(main([{command!r}]))
"""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def installed_for(requirements: list[str]) -> set[str]:
    """Return the distributions that requirements bring, with those that they need in turn."""
    found: set[str] = set()
    waiting = [(requirement, "") for requirement in requirements]
    while waiting:
        requirement, wanted_extras = waiting.pop()
        parts = REQUIREMENT.match(requirement)
        assert parts is not None
        name, extras, _version, only_for = parts.groups()
        key = f"{normal(name)}[{extras or ''}]"
        if (only_for and only_for not in wanted_extras.split(",")) or key in found:
            continue
        found |= {key, normal(name)}
        try:
            waiting += [(further, extras or "") for further in requires(name) or ()]
        except PackageNotFoundError:
            continue
    return {name for name in found if "[" not in name}


def modules_of(distributions: set[str]) -> set[str]:
    """Return the modules that come from these distributions alone."""
    return {
        module
        for module, holders in packages_distributions().items()
        if {normal(holder) for holder in holders} <= distributions
    }


def modules_of_the_server() -> list[str]:
    """Return the modules of the bot and its cogs, except those of the demo."""
    return [
        file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for file in files("bot", "cogs")
        if not file.startswith(("bot/demo/", "bot/storage/migrations/"))
        and file not in {"bot/__main__.py", "bot/ics/sandbox_worker.py"}
    ]


def test_a_server_needs_no_package_of_the_demo_or_of_developers() -> None:
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    others = [one for group in extras.values() for one in group if not one.startswith("meridian")]
    missing = modules_of(installed_for(others) - installed_for(project["dependencies"]))
    program = IMPORTED.format(missing=sorted(missing), modules=modules_of_the_server())

    command = [sys.executable, "-c", program]
    started = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert {"simcord", "av", "pytest", "hypothesis"} <= missing
    assert started.returncode == 0, started.stderr


def test_a_missing_demo_is_explained_with_what_to_install() -> None:
    for name in ("demo", "tour"):
        command = [sys.executable, "-c", WITHOUT_DEMO.format(command=name)]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

        assert told.returncode == 1
        assert told.stderr.startswith("The demo needs packages that a server does not. ")
        assert "Traceback" not in told.stderr
