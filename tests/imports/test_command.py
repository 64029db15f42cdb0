"""The import from the command line: a table, every row left out named, and a truthful exit.

The code by which a server claims what was imported is printed once, and again by `claim`.
"""

import asyncio
import fcntl
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.claim_command import run_claim
from bot.import_command import run_import
from bot.settings import Settings
from tests.conftest import settings_for

HEAD = "start,minutes,timezone,speaker,affiliation,title,abstract,location,slides,video,chair\n"
ROWS = (
    "2025-10-02 17:00,60,Europe/Zurich,Ines Carvalho,EPFL,[bold]A start[/bold],,CM 1 4,,,Bo\n"
    "2025-10-16 17:00,-60,Europe/Zurich,Nobody,,Backwards,,,,,Bo\n"
)


CODE = re.compile(r"^  ((?:[0-9A-Z]{6}-){3}[0-9A-Z]{6})$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a command printed, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Commands:
    """The commands in this very process, over a database of the test's own."""

    settings: Settings
    screen: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    def run(
        self, file: Path, *, write: bool = False, collaboration: str = "physics", columns: int = 140
    ) -> Ended:
        """Import a file."""
        self.patch.setenv("COLUMNS", str(columns))
        importing = run_import(
            self.settings, collaboration=collaboration, series="archive", file=file, write=write
        )
        return self._ended(asyncio.run(importing))

    def claim(self, collaboration: str) -> Ended:
        """Ask for a new claim code."""
        return self._ended(asyncio.run(run_claim(self.settings, collaboration=collaboration)))

    def _ended(self, status: int) -> Ended:
        printed = self.screen.readouterr()
        return Ended(returncode=status, stdout=printed.out, stderr=printed.err)


@pytest.fixture
def commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Commands:
    """The commands over a database that does not exist yet."""
    return Commands(settings_for(tmp_path / "meridian.db"), capsys, monkeypatch)


def program(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Start a command as people do, in a process of its own."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/meridian.db",
        "COLUMNS": "20",
        "LOG_LEVEL": "WARNING",
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def test_a_dry_run_shows_a_table_and_a_second_one_the_same(
    commands: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "schedule.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")

    first, second = commands.run(file), commands.run(file)

    assert first.returncode == 0
    assert "[bold]A start[/bold]" in first.stdout
    assert "Thu 2025-10-02 17:00" in first.stdout
    assert "Line 3 is left out: The talk ends before it starts" in first.stdout
    assert "Columns ignored: chair" in first.stdout
    assert "The collaboration physics would be created" in first.stdout
    assert "Nothing was saved" in first.stdout
    assert second.stdout == first.stdout


def test_a_narrow_terminal_shows_the_whole_table(commands: Commands, tmp_path: Path) -> None:
    file = tmp_path / "schedule.csv"
    row = "2025-10-02 17:00,60,America/New_York,Ines Carvalho,,On the very long way home,,,,\n"
    file.write_text(HEAD + row, encoding="utf-8")

    done = commands.run(file, columns=70)

    shown = done.stdout.split("Columns ignored")[0].split()
    assert {*row.split(",")[4].split(), "America/New_York", "home", "way"} <= set(shown)


def test_a_database_in_use_is_left_alone(commands: Commands, tmp_path: Path) -> None:
    file = tmp_path / "schedule.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")
    commands.run(file, write=True)

    with (tmp_path / "meridian.db.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = commands.run(file, write=True)

    assert refused.returncode == 1
    assert refused.stderr.startswith("Another Meridian")
    assert refused.stdout == ""


def test_what_was_written_is_there_the_next_time(commands: Commands, tmp_path: Path) -> None:
    file = tmp_path / "schedule.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")

    written, again = commands.run(file, write=True), commands.run(file, write=True)

    assert "Talks created: 1. Already there: 0. Rows left out: 1." in written.stdout
    assert "Talks created: 0. Already there: 1. Rows left out: 1." in again.stdout


def test_a_file_of_a_windows_program_is_read_and_said_to_be_one(
    commands: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "schedule.csv"
    file.write_bytes(HEAD.encode() + ROWS.replace("Ines", "Zoë").encode("cp1252"))

    done = commands.run(file)

    assert "Zoë Carvalho" in done.stdout
    assert "The file is not UTF-8, so it was read as cp1252" in done.stdout


def test_a_file_that_cannot_be_read_is_said_in_one_line(commands: Commands, tmp_path: Path) -> None:
    missing = commands.run(tmp_path / "nowhere.csv")

    assert missing.returncode == 2
    assert missing.stderr == f"{tmp_path}/nowhere.csv cannot be read: No such file or directory.\n"


def test_a_bad_short_name_is_refused_in_words(commands: Commands, tmp_path: Path) -> None:
    file = tmp_path / "schedule.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")

    refused = commands.run(file, collaboration="No Slug!")

    assert refused.returncode == 1
    assert "The collaboration's short name can have at most 40 characters" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_import_prints_a_claim_code_once_and_claim_another_one(
    commands: Commands, tmp_path: Path
) -> None:
    file = tmp_path / "schedule.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")

    dry = commands.run(file)
    written = program(
        tmp_path,
        *("import", "--collaboration", "physics", "--series", "archive", "--write"),
        str(file),
    )
    again, claim = commands.run(file, write=True), program(tmp_path, "claim", "physics")

    assert CODE.findall(dry.stdout) == CODE.findall(again.stdout) == []
    (first,), (second,) = CODE.findall(written.stdout), CODE.findall(claim.stdout)
    assert first != second
    assert "/setup claim:" in " ".join(claim.stdout.split())
    assert (claim.returncode, claim.stderr) == (0, "")


def test_a_claim_code_of_nothing_is_refused_in_words(commands: Commands) -> None:
    unknown, unfit = commands.claim("physics"), commands.claim("No Slug!")

    assert (unknown.returncode, unfit.returncode) == (1, 1)
    assert unknown.stderr == "There is no collaboration with the short name physics.\n"
    assert unfit.stderr.startswith("The collaboration's short name can have at most 40 characters")
