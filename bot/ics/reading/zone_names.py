"""Time zones by the many names that calendar programs give them."""

import re
from datetime import UTC, datetime, timezone, tzinfo
from functools import cache
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.ics.reading.values import parse_offset
from bot.ics.reading.zone_aliases import ABBREVIATIONS, DISPLAYED, OF_WINDOWS, UTC_NAMES
from bot.times.zones import zone_called

LONGEST_NAME = 200
# "(UTC-05:00) Eastern Time (US & Canada)", as Outlook shows it
SHOWN = re.compile(r"\(\s*(?:utc|gmt)\s*(?:([+-]?[0-9]{1,2}(?:[:.]?[0-9]{2})?)\s*)?\)\s*(.*)")
DISTANCE = re.compile(r"(?:utc|gmt|z)?\s*([+-]\s*[0-9]{1,2}(?:[:.]?[0-9]{2})?)(?:\s*h)?")
CITIES = re.compile(r"[,;/]|\band\b")
NOTE = re.compile(r"\s*\([^()]*\)$")  # "GMT+0100 (CET)"
COPY = re.compile(r"\s*[0-9]$")  # "Pacific Standard Time 1"
NOT_ZONES = frozenset({"factory", "localtime", "posixrules"})
WINTER, SUMMER = (datetime(2026, month, 10, tzinfo=UTC) for month in (1, 7))


def plain_name(name: str) -> str:
    """Return a name without its quotes, escapes and spare blanks, in lower case."""
    bare = re.sub(r"\\(.)", r"\1", name[:LONGEST_NAME])
    for written, meant in (('"', ""), ("\u2212", "-"), ("&amp;", "&"), ("_", " ")):
        bare = bare.replace(written, meant)
    return " ".join(bare.casefold().replace("us and canada", "us & canada").split())


@cache
def _by_name() -> dict[str, str]:
    """Return the zones of the database and those of Windows, by their plain names."""
    database = {plain_name(name): name for name in available_timezones()}
    windows = {plain_name(name): zone for name, zone in WINDOWS_TO_OLSON.items()}
    summer = {
        name.replace("standard time", "daylight time"): zone for name, zone in windows.items()
    }
    known = OF_WINDOWS | summer | windows | database
    return {name: zone for name, zone in known.items() if name not in NOT_ZONES}


def is_exact(name: str) -> bool:
    """Return whether it is the name of a zone in the world's database, or in Windows."""
    return plain_name(name) in _by_name()


def zone_named(name: str, *, like: str = "") -> tzinfo | None:
    """Return the zone that a program means by a name, None where it may be any.

    Abbreviations that mean several zones mean that of `like` where they are used there.
    """
    plain = plain_name(name)
    for variant in (plain, NOTE.sub("", plain), _without_accents(plain)):
        for find in (_exact, _utc, _at_distance, _shown, _at_the_end, _abbreviated, _displayed):
            if variant and (zone := find(variant)) is not None:
                return zone
    return _used_in(plain, like) if like else None


def is_only_distance(name: str, zone: tzinfo) -> bool:
    """Return whether a name gives a place, of which nothing but its distance from UTC is known."""
    match = SHOWN.fullmatch(plain_name(name))
    return match is not None and bool(match[2]) and isinstance(zone, timezone) and bool(match[1])


def _without_accents(plain: str) -> str:
    return "".join(one for one in normalize("NFKD", plain) if not combining(one))


def _exact(plain: str) -> tzinfo | None:
    known = _by_name()
    for name in (plain, plain.replace("-", "/", 1), COPY.sub("", plain)):
        if name in known:
            return ZoneInfo(known[name])
    called = zone_called(plain)
    return ZoneInfo(called) if called else None


def _utc(plain: str) -> tzinfo | None:
    return UTC if plain in UTC_NAMES else None


def _at_distance(plain: str) -> tzinfo | None:
    match = DISTANCE.fullmatch(plain)
    return _fixed(match[1]) if match else None


def _fixed(text: str) -> tzinfo | None:
    signed = text.replace(" ", "").replace(".", ":")
    offset = parse_offset(signed if signed[0] in "+-" else f"+{signed}")
    return None if offset is None else timezone(offset)


def _shown(plain: str) -> tzinfo | None:
    """Return the zone of a name that begins with its distance from UTC, like Outlook's."""
    match = SHOWN.fullmatch(plain)
    if match is None:
        return None
    fixed = _fixed(match[1]) if match[1] else UTC
    named = _displayed(match[2]) or _exact(match[2])
    if named is not None and (fixed is None or _is_at(named, fixed)):
        return named
    return fixed


def _is_at(zone: tzinfo, fixed: tzinfo) -> bool:
    wanted = fixed.utcoffset(WINTER)
    return any(zone.utcoffset(at.astimezone(zone)) == wanted for at in (WINTER, SUMMER))


def _displayed(plain: str) -> tzinfo | None:
    """Return the zone of a name that people read: "Eastern Time", or a list of cities."""
    if plain in DISPLAYED:
        return ZoneInfo(DISPLAYED[plain])
    cities = [city.strip() for city in CITIES.split(plain)]
    called = (zone_called(city) for city in cities if len(cities) > 1)
    found = next(filter(None, called), None)
    return ZoneInfo(found) if found else None


def _at_the_end(plain: str) -> tzinfo | None:
    """Return the zone at the end of a path, like /mozilla.org/20050126_1/Europe/Berlin."""
    parts = plain.split("/")
    for size in (3, 2, 1):
        name = "/".join(parts[-size:])
        if size < len(parts) and name in _by_name() and (size > 1 or parts[0] in {"", "tzone:"}):
            return ZoneInfo(_by_name()[name])
    return None


def _abbreviated(plain: str) -> tzinfo | None:
    zone = ABBREVIATIONS.get(plain) or ABBREVIATIONS.get(plain.partition("/")[0])
    return ZoneInfo(zone) if zone else None


def _used_in(plain: str, zone: str) -> tzinfo | None:
    here = ZoneInfo(zone)
    used = {str(here.tzname(at.astimezone(here))).casefold() for at in (WINTER, SUMMER)}
    return here if plain in used else None
