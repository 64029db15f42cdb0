"""The tour is the whole way through Meridian: it passes only if every step was as it should be."""

import subprocess
import sys


def test_the_tour_goes_through_every_step() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "tour"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "All 12 steps were as they should be" in done.stdout
    assert "Traceback" not in done.stderr
