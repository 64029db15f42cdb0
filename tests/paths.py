"""Where the project is, so that a test may move to a deeper folder."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
