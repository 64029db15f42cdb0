"""Where the project's own files are, whatever the depth of the module that reads them."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
WEB = ROOT / "bot" / "web"
