"""Holidays that institutions publish themselves, from the files that Meridian ships."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from bot.core.folders import DATA

FILES = DATA / "closures"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """An institution's own list of holidays: from one day until another, both included.

    In that time the public holidays of its region are not its own.
    """

    since: date
    until: date
    source: str

    def covers(self, day: date) -> bool:
        """Return whether the list says what is closed on a day."""
        return self.since <= day <= self.until


@cache
def own_list(slug: str, region: str | None) -> OwnList | None:
    """Return the own list of the site with this short name and holiday region, None without one."""
    return next(
        (
            OwnList(
                since=content["own_list_from"],
                until=content["known_until"],
                source=content["source"],
            )
            for content in contents_for(slug, region)
            if "own_list_from" in content
        ),
        None,
    )


def contents_for(slug: str, region: str | None) -> Iterator[Mapping[str, Any]]:
    """Yield what the shipped files of a site say."""
    for content in _contents():
        if slug in content["sites"] and region == content["holiday_region"]:
            yield content


@cache
def _contents() -> tuple[Mapping[str, Any], ...]:
    files = sorted(FILES.glob("*.toml"))
    return tuple(tomllib.loads(file.read_text(encoding="utf-8")) for file in files)
