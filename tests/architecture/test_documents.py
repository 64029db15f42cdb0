"""What is configured and what is written about it must not drift apart."""

import re
import tomllib
from dataclasses import fields

import pytest

from bot.setting_checks import CHECKS
from bot.settings import Settings
from bot.subject import Subject
from tests.architecture.sources import files
from tests.paths import ROOT


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


PYPROJECT = tomllib.loads(text("pyproject.toml"))
GUIDES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))
FOLDERS = ("bot", "cogs", "tests", "benchmarks", "data", "docs")


def test_every_setting_can_be_set() -> None:
    assert {field.name.upper() for field in fields(Settings)} == {*CHECKS, "WARNINGS"}


@pytest.mark.parametrize("setting", CHECKS)
def test_every_setting_has_a_sentence_in_the_example_and_a_line_in_the_readme(setting: str) -> None:
    assert re.search(rf"^# .+\.\n{setting}=", text(".env.example"), re.MULTILINE)
    assert re.search(rf"^\| `{setting}` \| .+ \| .+ \|$", text("README.md"), re.MULTILINE)


def test_the_example_holds_the_defaults() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", text(".env.example"), re.MULTILINE))

    defaults = {
        field.name.upper(): str(field.default or "")
        for field in fields(Settings)
        if field.name != "warnings"
    }
    assert example == defaults


def test_every_exception_from_the_rules_has_its_reason_beside_it() -> None:
    section = re.search(r"^ignore = \[\n(.*?)^\]", text("pyproject.toml"), re.MULTILINE | re.DOTALL)
    assert section is not None
    per_file = text("pyproject.toml").split("[tool.ruff.lint.per-file-ignores]")[1].split("\n[")[0]

    rules = re.findall(r'^.*"[A-Z]+\d*".*$', section[1] + per_file, re.MULTILINE)

    assert len(rules) > 10
    assert [rule for rule in rules if not re.search(r"# \w.+", rule)] == []


@pytest.mark.parametrize("folder", ["bot", "cogs", "benchmarks", "tests"])
def test_every_silenced_rule_in_the_code_has_its_reason_behind_it(folder: str) -> None:
    bare = [
        f"{file}:{number}"
        for file in files(folder)
        for number, line in enumerate(text(file).splitlines(), 1)
        if re.search(r"# noqa(?!: [A-Z0-9, ]+ - \w)", line) and "re.search" not in line
    ]

    assert bare == []


def test_the_lock_holds_every_dependency_with_hashes_and_no_address() -> None:
    lock = text("requirements.lock")
    locked = {name.casefold() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    project = PYPROJECT["project"]
    wanted = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[\[<>=]", one)[0].casefold() for group in wanted for one in group}
    names.remove(project["name"])  # an extra that includes another

    assert {name.replace(".", "-") for name in names} - {
        n.replace(".", "-") for n in locked
    } == set()
    assert lock.count("==") <= lock.count("--hash=sha256:")
    assert re.findall(r"://|file:|--find-links|--index|@ ", lock) == []


def test_the_two_time_zone_packages_are_pinned_to_one_release() -> None:
    pins = dict(re.findall(r"^(pytz|tzdata)==([\d.]+)", text("requirements.lock"), re.MULTILINE))

    assert pins["pytz"] == pins["tzdata"]


def test_every_target_of_make_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^(\w+):", text("Makefile"), re.MULTILINE))

    documents = "".join(map(text, ("README.md", ".env.example", "CHANGELOG.md", *GUIDES)))
    named = set(re.findall(r"(?:^|`)make (\w+)", documents, re.MULTILINE))

    assert named <= targets


def paths_in(document: str) -> set[str]:
    """Return the files and folders that a document names: paths from the root, or bare names."""
    whole = re.findall(rf"(?<![\w/.])(?:{'|'.join(FOLDERS)})/[\w./-]*(?<![.-])", document)
    names = re.findall(r"`([\w.-]+\.(?:py|md|toml|txt|lock|example))`", document)
    return {*whole, *names}


def exists(named: str) -> bool:
    """Return whether there is such a file: at this path, or of this name in some folder."""
    folders = [ROOT / folder for folder in FOLDERS]
    return (ROOT / named).exists() or (
        "/" not in named and any(list(f.rglob(named)) for f in folders)
    )


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_a_guide_names_exists(guide: str) -> None:
    named = paths_in(text(guide))

    assert len(named) > 10
    assert {one for one in named if not exists(one)} == set()


def test_a_missing_file_would_be_noticed() -> None:
    said = "`bot/app.py` or (tests/gone/test_x.py). A `subject.py`, `gone.py`, `/talk signup`"

    assert paths_in(said) == {"bot/app.py", "tests/gone/test_x.py", "subject.py", "gone.py"}
    assert {one for one in paths_in(said) if exists(one)} == {"bot/app.py", "subject.py"}


@pytest.mark.parametrize("document", ["README.md", *GUIDES])
def test_every_link_between_documents_leads_to_a_file(document: str) -> None:
    links = re.findall(r"\]\(([^):#]+)\)", text(document))

    folder = (ROOT / document).parent
    assert links
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_guide_explains_all_that_a_subject_can_add() -> None:
    explained = re.findall(r"^\| `(\w+)` \|", text("docs/architecture.md"), re.MULTILINE)

    assert explained == [field.name for field in fields(Subject)]
