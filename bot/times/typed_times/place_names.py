"""The places that people type behind a time to say whose time it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from typing import Protocol

from bot.times.typed_times.cities import (
    ABBREVIATIONS,
    CITIES,
    MISLEADING,
    NOT_CITIES,
    REGIONS,
    SHARED,
    SHORT_CITIES,
)
from bot.times.typed_times.spelling import plain
from bot.times.zones import zone_names


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneOrOffset:
    """Where the time is that was typed: the clocks of a zone, or a fixed distance from UTC.

    With both, the zone's clocks must be at that distance: an abbreviation that is in force. With
    none it is the clock of whoever types. `city` is how to call the place that was typed.
    """

    zone: str | None = None
    distance: timedelta | None = None
    city: str = field(default="", compare=False)


class NamedSite(Protocol):
    """What places_of needs to know of a site."""

    @property
    def slug(self) -> str:
        """The short name that commands use."""

    @property
    def name(self) -> str:
        """The institution's name."""

    @property
    def city(self) -> str:
        """The city."""

    @property
    def zone(self) -> str:
        """The IANA zone of its clocks."""


Places = Mapping[str, tuple[tuple[ZoneOrOffset, str], ...]]


@cache
def known_places() -> Places:
    """Return well-known places by the names that people type, each with what it is."""
    found: dict[str, tuple[tuple[ZoneOrOffset, str], ...]] = {}
    for zone in sorted(zone_names()):
        found[plain(zone)] = ((ZoneOrOffset(zone=zone), ""),)
        region, _, city = zone.partition("/")
        if region in REGIONS and "/" not in city and plain(city) not in MISLEADING:
            named = city.replace("_", " ")
            found[plain(named)] = ((ZoneOrOffset(zone=zone, city=named), ""),)
    for zone, names in CITIES.items():
        for name in names.split("|"):
            city = "" if name in NOT_CITIES else SHORT_CITIES.get(name, name.title())
            found[plain(name)] = ((ZoneOrOffset(zone=zone, city=city), ""),)
    for name, (minutes, zone) in ABBREVIATIONS.items():
        found[name] = ((ZoneOrOffset(zone=zone, distance=timedelta(minutes=minutes)), ""),)
    return found | {
        name: tuple(
            (ZoneOrOffset(zone=zone, city="" if name in NOT_CITIES else name.title()), what)
            for zone, what in places
        )
        for name, places in SHARED.items()
    }


def places_of(sites: Iterable[NamedSite]) -> Places:
    """Return the sites' clocks by slug, name and city; a name in two zones means both."""
    return _named(tuple((s.zone, s.name, s.city, (s.slug, s.name, s.city)) for s in sites))


@lru_cache(maxsize=64)
def _named(sites: tuple[tuple[str, str, str, tuple[str, ...]], ...]) -> Places:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for zone, what, city, names in sites:
        for name in names:
            found.setdefault(plain(name), {}).setdefault(zone, (what, city))
    return {
        name: tuple(
            (ZoneOrOffset(zone=zone, city=city), what if len(by_zone) > 1 else "")
            for zone, (what, city) in by_zone.items()
        )
        for name, by_zone in found.items()
        if name and name not in SHARED
    }
