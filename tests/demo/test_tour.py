"""The tour goes all the way through Meridian and passes only if every step works."""

import subprocess
import sys

import pytest

from bot.demo import tour
from bot.demo.sample import SCHEDULE
from bot.demo.steps import setup

TORN = SCHEDULE.replace("Kernels and beyond", "[/] Torn")


def test_the_tour_goes_through_every_step() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "tour"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "All 28 steps worked" in done.stdout
    assert "Traceback" not in done.stderr


async def test_a_step_that_goes_wrong_fails_the_tour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "SCHEDULE", TORN)

    status = await tour.run_tour()

    assert status == 1
    said = capsys.readouterr().out
    assert "✗ step 14: expected 'Kernels and beyond'" in said
    assert "steps worked" not in said
