"""Regions with public holidays, by their ISO 3166-2 codes (US-CA, CH-VD, IL)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import holidays
from holidays.registry import COUNTRIES

from bot.core.refusals import Refusal
from bot.core.translation import _

BETWEEN_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def require_region(code: str) -> str:
    """Return a region's code; refuse one whose public holidays we do not know."""
    known = {one.casefold(): one for one in regions()}
    found = known.get(code.strip().casefold())
    if found is None:
        message = _(
            "I know no public holidays for “{code}”. Pick a region from the list, like US-CA, "
            "CH-VD or IL.",
            code=code.strip()[:40],
        )
        raise Refusal(message)
    return found


def region_of(country: str) -> str | None:
    """Return the region of a whole country by its English name, or None if unknown."""
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
