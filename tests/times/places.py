"""The eight sites that a collaboration starts with, and one that is far from all of them."""

import tomllib
from dataclasses import replace
from datetime import time
from typing import Any

from bot.sites.model.sites import Site
from tests.paths import ROOT

FILE = ROOT / "data" / "sites.toml"


def _site(number: int, stated: dict[str, Any]) -> Site:
    return Site(
        id=number,
        collaboration_id=1,
        position=number,
        opens=time.fromisoformat(stated.pop("opens")),
        closes=time.fromisoformat(stated.pop("closes")),
        working_days=frozenset(stated.pop("working_days")),
        **stated,
    )


_STATED = tomllib.loads(FILE.read_text(encoding="utf-8"))["site"]
EIGHT = [_site(number, dict(stated)) for number, stated in enumerate(_STATED, start=1)]
BANGALORE = replace(
    EIGHT[0],
    id=99,
    slug="iisc",
    city="Bangalore",
    zone="Asia/Kolkata",
    holiday_region=None,
    position=99,
)
SITES = EIGHT
