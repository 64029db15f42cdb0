"""Places: what people type behind a time to say whose time it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from typing import Protocol

from bot.times.typed_times.vocabulary import plain
from bot.times.zones import zone_names

REGIONS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"})
# Cities of the zone database that people use for other places or for no place at all.
MISLEADING = frozenset(
    {"act", "center", "christmas", "cordoba", "davis", "easter", "general", "jersey", "knox", "lhi"}
    | {"merida", "midway", "nome", "nsw", "north", "oral", "queensland", "resolute", "south"}
    | {"tasmania", "victoria", "virgin", "wake", "west"}
)
CITIES = {
    "America/Los_Angeles": "la|l.a.|sf|san francisco|berkeley|stanford|palo alto|san diego|irvine"
    "|santa barbara|davis|pasadena|caltech|seattle|san jose california|california"
    "|kalifornien|californie|pacific|pacific time|pt|west coast|ברקלי|לוס אנג'לס|קליפורניה",
    "America/Denver": "boulder|salt lake city|mountain time|mt",
    "America/Chicago": "austin|madison|evanston|houston|dallas|minneapolis|st louis|st. louis"
    "|urbana|central time|ct|שיקגו",
    "America/New_York": "ny|nyc|new york city|boston|princeton|yale|new haven|harvard|mit|ithaca"
    "|cornell|columbia university|philadelphia|pittsburgh|baltimore|atlanta|washington dc"
    "|washington d.c.|ann arbor|providence|miami|eastern|eastern time|et|east coast|ניו יורק"
    "|בוסטון",
    "America/Toronto": "montreal|ottawa",
    "Europe/Zurich": "zurich|zuerich|lausanne|geneva|geneve|genf|basel|bern|berne|lugano|neuchatel"
    "|fribourg|eth|switzerland|schweiz|suisse|schweizer|swiss|ציריך|לוזאן|ז'נבה",
    "Europe/Berlin": "munich|munchen|muenchen|tubingen|tuebingen|hamburg|bonn|heidelberg|frankfurt"
    "|leipzig|cologne|koln|germany|deutschland|allemagne",
    "Europe/Paris": "lyon|toulouse|grenoble|france|frankreich",
    "Europe/London": "oxford|edinburgh|bristol|england|uk|londres|cambridge uk|cambridge england",
    "Europe/Rome": "milan|milano|trieste|pisa|rom",
    "Europe/Vienna": "wien|vienne",
    "Asia/Jerusalem": "haifa|rehovot|beer sheva|be'er sheva|technion|weizmann|israel|jérusalem"
    "|ירושלים|תל אביב|תל-אביב|חיפה|ישראל",
    "Asia/Kolkata": "bangalore|bengaluru|mumbai|delhi|new delhi|chennai|india|indien",
    "Asia/Shanghai": "beijing|peking|china",
    "Asia/Tokyo": "kyoto|japan",
    "Australia/Sydney": "canberra",
    "UTC": "utc|z|zulu",
}
# Names of more than one place, each with what tells it from the others.
SHARED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "cambridge": (("America/New_York", "Massachusetts"), ("Europe/London", "England")),
    "ist": (("Asia/Jerusalem", "Israel"), ("Asia/Kolkata", "India"), ("Europe/Dublin", "Ireland")),
    "cst": (("America/Chicago", "Chicago"), ("Asia/Shanghai", "China")),
    "ast": (("America/Halifax", "Halifax"), ("Asia/Riyadh", "Riyadh")),
    "portland": (("America/Los_Angeles", "Oregon"), ("America/New_York", "Maine")),
    "washington": (("America/New_York", "D.C."), ("America/Los_Angeles", "the state")),
    "durham": (("America/New_York", "North Carolina"), ("Europe/London", "England")),
    "san jose": (("America/Los_Angeles", "California"), ("America/Costa_Rica", "Costa Rica")),
    "central": (("America/Chicago", "US Central"), ("Europe/Zurich", "Central European")),
    "birmingham": (("Europe/London", "England"), ("America/Chicago", "Alabama")),
}
# What an abbreviation says: minutes ahead of UTC, and where clocks show it when it is in force.
ABBREVIATIONS = {
    "pst": (-480, "America/Los_Angeles"),
    "pdt": (-420, "America/Los_Angeles"),
    "mst": (-420, "America/Denver"),
    "mdt": (-360, "America/Denver"),
    "cdt": (-300, "America/Chicago"),
    "est": (-300, "America/New_York"),
    "edt": (-240, "America/New_York"),
    "gmt": (0, "Europe/London"),
    "bst": (60, "Europe/London"),
    "cet": (60, "Europe/Zurich"),
    "mez": (60, "Europe/Zurich"),
    "cest": (120, "Europe/Zurich"),
    "mesz": (120, "Europe/Zurich"),
    "eet": (120, "Europe/Athens"),
    "eest": (180, "Europe/Athens"),
    "idt": (180, "Asia/Jerusalem"),
    "msk": (180, "Europe/Moscow"),
    "sgt": (480, "Asia/Singapore"),
    "hkt": (480, "Asia/Hong_Kong"),
    "jst": (540, "Asia/Tokyo"),
    "kst": (540, "Asia/Seoul"),
    "hst": (-600, "Pacific/Honolulu"),
    "aest": (600, "Australia/Sydney"),
    "aedt": (660, "Australia/Sydney"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneOrOffset:
    """Where the time is that was typed: the clocks of a zone, or a fixed distance from UTC.

    With both, the zone's clocks must be at that distance: an abbreviation that is in force.
    """

    zone: str | None = None
    distance: timedelta | None = None


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
    """Return the places that everybody knows by the names people type, each with what it is."""
    found: dict[str, tuple[tuple[ZoneOrOffset, str], ...]] = {}
    for zone in sorted(zone_names()):
        found[plain(zone)] = ((ZoneOrOffset(zone=zone), ""),)
        region, _, city = zone.partition("/")
        if region in REGIONS and "/" not in city and plain(city) not in MISLEADING:
            found[plain(city.replace("_", " "))] = ((ZoneOrOffset(zone=zone), ""),)
    for zone, names in CITIES.items():
        found |= {plain(name): ((ZoneOrOffset(zone=zone), ""),) for name in names.split("|")}
    for name, (minutes, zone) in ABBREVIATIONS.items():
        found[name] = ((ZoneOrOffset(zone=zone, distance=timedelta(minutes=minutes)), ""),)
    return found | {
        name: tuple((ZoneOrOffset(zone=zone), what) for zone, what in places)
        for name, places in SHARED.items()
    }


def places_of(sites: Iterable[NamedSite]) -> Places:
    """Return the sites' clocks by slug, name and city; a name of two zones is both."""
    return _named(tuple((s.zone, s.name, (s.slug, s.name, s.city)) for s in sites))


@lru_cache(maxsize=64)
def _named(sites: tuple[tuple[str, str, tuple[str, ...]], ...]) -> Places:
    found: dict[str, dict[str, str]] = {}
    for zone, what, names in sites:
        for name in names:
            found.setdefault(plain(name), {}).setdefault(zone, what)
    return {
        name: tuple(
            (ZoneOrOffset(zone=zone), what if len(by_zone) > 1 else "")
            for zone, what in by_zone.items()
        )
        for name, by_zone in found.items()
        if name and name not in SHARED
    }
