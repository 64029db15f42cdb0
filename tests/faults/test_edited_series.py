"""A program that is killed while it moves 500 meetings has moved all of them, or none."""

import asyncio
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.edited_series import AFTER, BEFORE, hours, make

WHERE = 5  # moments
UNMOVED, MOVED = {(BEFORE, BEFORE, True)}, {(AFTER, AFTER, True)}


def moved_in_child(file: Path, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.edited_series", str(file), str(last)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.long
def test_an_edit_that_is_killed_is_whole_or_not_at_all(tmp_path: Path) -> None:
    made = tmp_path / "made.db"
    asyncio.run(make(made))
    copies = [tmp_path / f"{number}.db" for number in range(WHERE + 1)]
    for copy in copies:
        shutil.copy(made, copy)

    whole = moved_in_child(copies[0], 10_000)
    statements = int(whole.stdout)
    middle = random.Random(0).sample(range(2, statements), WHERE - 2)  # noqa: S311 - chance, not secrecy
    died = [
        moved_in_child(copy, n)
        for copy, n in zip(copies[1:], [1, statements, *middle], strict=True)
    ]

    assert whole.returncode == 0
    assert all(one.returncode == -9 for one in died)
    assert asyncio.run(hours(copies[0])) == MOVED
    assert all(asyncio.run(hours(copy)) == UNMOVED for copy in copies[1:])
