"""Converts wall times in a zone to instants and back, and detects gaps and repeated hours.

pytz is the strict judge of a typed wall time; its objects never leave this module. What it returns
is an aware UTC instant, or a naive wall time whose zone the caller knows.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytz

from bot.core.instants import require_aware
from bot.core.refusals import Refusal
from bot.core.translation import _

# pytz holds no clock change after 2037.
KNOWN_YEARS = range(1970, 2038)


@dataclass(eq=False)
class MissingHour(Refusal):
    """The wall time does not exist in `zone`; `nearest` are the nearest ones that do."""

    nearest: tuple[datetime, datetime]
    zone: str


@dataclass(eq=False)
class RepeatedHour(Refusal):
    """The wall time happens twice. `instants` are the first and the second, in UTC."""

    instants: tuple[datetime, datetime]


def tz_release() -> str:
    """Return the IANA release that instants are derived under."""
    return str(pytz.OLSON_VERSION)  # type: ignore[attr-defined] # missing in types-pytz


@cache
def zone_names() -> frozenset[str]:
    """Return the names of all IANA zones that both databases know and people live in, and UTC.

    Names without a region are left out: people read CET, EST and the like as a fixed distance from
    UTC, but the databases do not.
    """
    both = available_timezones() & set(pytz.all_timezones)
    return frozenset(n for n in both if "/" in n and not n.startswith("Etc/")) | {"UTC"}


@cache
def _zones_by_alias() -> dict[str, str]:
    """Return zones by their names in lower case, and by their cities where those are unique."""
    cities = [name.rpartition("/")[2].replace("_", " ").casefold() for name in zone_names()]
    by_city = {
        city: name
        for city, name in zip(cities, zone_names(), strict=True)
        if cities.count(city) == 1
    }
    return by_city | {name.casefold(): name for name in zone_names()}


def zone_called(name: str) -> str | None:
    """Return the zone that a person means by "europe/zurich" or "Los Angeles"; None if unknown."""
    return _zones_by_alias().get(" ".join(name.casefold().split()))


def require_zone(name: str) -> str:
    """Return the name of a zone; refuse an unknown one."""
    if name not in zone_names():
        message = _(
            "I don't know the time zone “{zone}”. "
            "Please pick one from the list, like Europe/Zurich.",
            zone=name[:60],
        )
        raise Refusal(message)
    return name


def wall_time(instant: datetime, zone: str) -> datetime:
    """Return the naive wall time that clocks in `zone` show at `instant`."""
    if instant.tzinfo is not UTC:
        instant = require_aware(instant)
    return instant.astimezone(_clock(zone)).replace(tzinfo=None, fold=0)


# As ZoneInfo itself keeps them, but it looks them up a good deal slower.
_clock = lru_cache(maxsize=512)(ZoneInfo)


def instants_of(wall: datetime, zone: str) -> tuple[datetime, ...]:
    """Return the instants at which clocks in `zone` show `wall`: none, one or two, in order."""
    here = ZoneInfo(zone)
    found = {wall.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(
        sorted(i for i in found if i.astimezone(here).replace(tzinfo=None, fold=0) == wall)
    )


def strict_instant(wall: datetime, zone: str) -> datetime:
    """Return the one instant of a wall time that a person typed.

    Refuses an hour that the clocks skip (MissingHour), one that happens twice (RepeatedHour), and
    years whose clock changes pytz does not know.
    """
    if wall.year not in KNOWN_YEARS:
        message = _(
            "I can't plan for the year {year}. Please type a year from {first} to {last}.",
            year=wall.year,
            first=KNOWN_YEARS[0],
            last=KNOWN_YEARS[-1],
        )
        raise Refusal(message)
    try:
        return pytz.timezone(zone).localize(wall, is_dst=None).astimezone(UTC)
    except pytz.NonExistentTimeError:
        before, after = around_gap(wall, zone)
        message = _(
            "{time} does not exist in {zone} because the clocks go forward. "
            "Please type {before} or {after} instead.",
            time=_minute(wall),
            zone=zone,
            before=_minute(before),
            after=_minute(after),
        )
        raise MissingHour(message, (before, after), zone) from None
    except pytz.AmbiguousTimeError:
        first, second = instants_of(wall, zone)
        message = _(
            "{time} happens twice in {zone} because the clocks go back. "
            "Please add `first` or `second` after it.",
            time=_minute(wall),
            zone=zone,
        )
        raise RepeatedHour(message, (first, second)) from None


def _minute(wall: datetime) -> str:
    return f"{wall:%Y-%m-%d %H:%M}"


def around_gap(wall: datetime, zone: str) -> tuple[datetime, datetime]:
    """Return the wall times a gap's length before and after one that does not exist."""
    here = ZoneInfo(zone)
    early, late = (wall.replace(tzinfo=here, fold=fold).astimezone(UTC) for fold in (1, 0))
    return wall_time(early, zone), wall_time(late, zone)


def occurrence_instant(wall: datetime, zone: str) -> datetime:
    """Return the instant of a series' occurrence at `wall` (RFC 5545, section 3.3.5).

    In a gap the offset from before the gap applies; a repeated hour means its first time.
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def is_ordinary(wall: datetime, zone: str) -> bool:
    """Return whether `wall` happens exactly once in `zone`."""
    return len(instants_of(wall, zone)) == 1


@lru_cache(maxsize=2048)
def clock_changes(zone: str, year: int) -> tuple[datetime, ...]:
    """Return the instants of a UTC year at which clocks in `zone` change, in order."""
    start, end = (datetime(y, 1, 1, tzinfo=UTC) for y in (year, year + 1))
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return tuple(
        _change_between(early, late, zone)
        for early, late in pairwise(days)
        if offset(early, zone) != offset(late, zone)
    )


def _change_between(early: datetime, late: datetime, zone: str) -> datetime:
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        if offset(middle, zone) == offset(early, zone):
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def offset(instant: datetime, zone: str) -> timedelta:
    """Return how far clocks in `zone` are ahead of UTC at `instant`."""
    return require_aware(instant).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()


def offset_text(instant: datetime, zone: str) -> str:
    """Return the distance from UTC at `instant`, like "UTC+01:00"."""
    minutes = round(offset(instant, zone).total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
