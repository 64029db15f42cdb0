"""The tour is the whole way through Meridian: it passes only if every step was as it should be."""

import subprocess
import sys

import pytest

from bot.demo import tour
from bot.demo.steps import setup as founding

TORN = founding.SCHEDULE.replace("Kernels and beyond", "[/] Torn")


def test_the_tour_goes_through_every_step() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "tour"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "All 28 steps were as they should be" in done.stdout
    assert "Traceback" not in done.stderr


async def test_a_step_that_is_not_as_it_should_be_fails_the_tour(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(founding, "SCHEDULE", TORN)

    status = await tour.run_tour()

    assert status == 1
    said = capsys.readouterr().out
    assert "✗ step 14: expected 'Kernels and beyond'" in said
    assert "as they should be" not in said
