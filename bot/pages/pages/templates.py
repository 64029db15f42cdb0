"""The templates of pages, and the files that they refer to."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.folders import WEB
from bot.core.translation import _
from bot.web import headers
from bot.web.cached_body import Representation
from bot.web.mathematics import mathematics

ASSETS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def templates() -> Environment:
    """Return the environment that loads and renders the templates."""
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["mathematics"] = mathematics
    environment.globals["_"] = _
    environment.globals["day"] = "{:%-d %B %Y}".format
    return environment


def assets() -> dict[str, Representation]:
    """Return the style sheets, scripts and images by their paths."""
    return {f"/static/{file.name}": _asset(file) for file in (WEB / "static").iterdir()}


def _asset(file: Path) -> Representation:
    return Representation(file.read_bytes(), headers.asset(ASSETS[file.suffix]))
