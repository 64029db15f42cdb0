"""The folders of the project's own files."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
WEB = ROOT / "bot" / "web"
