"""The tour goes all the way through Meridian and passes only if every step works."""

import subprocess
import sys

import pytest

from bot.demo import tour
from bot.demo.sample import SCHEDULE
from bot.demo.script import Script
from bot.demo.stage import Stage
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


async def build_nothing(_stage: Stage, _script: Script) -> None:
    """Leave out the rest of the world, which these steps do without."""


async def test_a_step_that_goes_wrong_fails_the_tour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = (setup.set_up, setup.import_a_spreadsheet, setup.create_series)
    monkeypatch.setattr(setup, "SCHEDULE", TORN)
    monkeypatch.setattr(tour, "STEPS", steps)
    monkeypatch.setattr(tour, "build", build_nothing)

    status = await tour.run_tour()

    assert status == 1
    said = capsys.readouterr().out
    assert "✗ step 2: expected 'Kernels and beyond'" in said
    assert "steps worked" not in said
