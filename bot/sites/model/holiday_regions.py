"""Regions: whose public holidays a site keeps, as ISO 3166-2 names them (US-CA, CH-VD, IL)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import holidays
from holidays.registry import COUNTRIES

from bot.core.refusals import Refusal

BETWEEN_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def require_region(code: str) -> str:
    """Return a region's code; refuse one of which no public holidays are known."""
    known = {one.casefold(): one for one in regions()}
    found = known.get(code.strip().casefold())
    if found is None:
        message = (
            f"I know no public holidays of “{code.strip()[:40]}”: please pick a region from the "
            "list, like US-CA, CH-VD or IL."
        )
        raise Refusal(message)
    return found


def region_of(country: str) -> str | None:
    """Return the region that a whole country is, by its English name; None for one unknown."""
    sought = " ".join(country.casefold().split())
    return next((code for code, name in regions().items() if name.casefold() == sought), None)


@cache
def regions() -> Mapping[str, str]:
    """Return the names of all regions by code: "Switzerland", "Switzerland · Vaud"."""
    named = sorted((BETWEEN_WORDS.sub(" ", entry[0]), entry) for entry in COUNTRIES.values())
    return {
        code: label
        for country, entry in named
        for code, label in _of_country(country, class_name=entry[0], code=entry[1])
    }


def _of_country(country: str, *, class_name: str, code: str) -> Iterator[tuple[str, str]]:
    yield code, country
    known = getattr(holidays, class_name)
    names = {part: name for name, part in reversed(known.subdivisions_aliases.items())}
    for part in known.subdivisions:
        yield f"{code}-{part}", f"{country} · {names.get(part, part)}"
