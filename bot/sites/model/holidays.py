"""Closures of a site: public holidays, Shabbat, and those that people entered."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol

import holidays
from astral import Observer
from astral.sun import dusk, sunset

from bot.core.instants import require_aware
from bot.core.translation import _
from bot.sites.model.closures import Closure, ClosuresByTime, Level, OwnClosure
from bot.sites.model.own_lists import OwnList
from bot.times.zones import occurrence_instant, wall_time

DAY = timedelta(days=1)
NOON = time(12)
SATURDAY = 5
LANGUAGE = "en_US"
ISRAEL = "IL"
SHABBAT = "Shabbat"
# Both begin at sunset: no candles are lit for them.
REMEMBRANCE, INDEPENDENCE = "Remembrance Day", "Independence Day"
PURIM = "Purim"
# Days that people avoid although nothing is closed; Hanukkah and Sigd are not among them.
SOFT_IN_ISRAEL = (PURIM, "Ta'anit Ester", "Lag BaOmer", "Jerusalem Day", "Tisha B'Av")
# Chol hamoed is the time between two feasts; the library leaves out the last day of Sukkot's.
BETWEEN_FEASTS = (
    ("Pesach holiday", "Pesach", "Seventh day of Pesach"),
    ("Sukkot holiday", "Sukkot", "Simchat Torah / Shemini Atzeret"),
)
# States list them among their holidays, but most universities there work.
SOFT_ELSEWHERE = frozenset(
    {
        *("Casimir Pulaski Day", "Cesar Chavez Day", "Columbus Day", "Diwali", "Election Day"),
        *("Lincoln's Birthday", "Susan B. Anthony Day"),
    }
)
OBSERVED = " (observed)"  # what the library writes behind a holiday on the day on which it is kept
HAIFA = (32.794, 34.9896)
JERUSALEM = (31.7767, 35.1978)
NEAR = 0.12  # degrees: the city and its suburbs
# How long before sunset candles are lit: the customs of two cities, and everybody else's.
CANDLES_IN_JERUSALEM, CANDLES_IN_HAIFA = timedelta(minutes=40), timedelta(minutes=30)
CANDLES = timedelta(minutes=18)
STARS = 8.5  # degrees of the sun below the horizon at which Shabbat ends


class HolidayPlace(Protocol):
    """The attributes of a site that decide when it is closed."""

    @property
    def zone(self) -> str:
        """Its IANA zone."""

    @property
    def latitude(self) -> float:
        """Degrees north."""

    @property
    def longitude(self) -> float:
        """Degrees east."""

    @property
    def holiday_region(self) -> str | None:
        """The region whose public holidays it keeps, as in ISO 3166-2: US-CA, CH-VD, IL."""

    @property
    def own_closures(self) -> Sequence[OwnClosure]:
        """The closures that people entered for it, and those that Meridian ships."""

    @property
    def own_list(self) -> OwnList | None:
        """Its own list of holidays, if it publishes one: the region's do not count then."""


@dataclass(frozen=True, slots=True)
class _Sky:
    """A place on Earth with its clock, to work out sunset and nightfall."""

    zone: str
    latitude: float
    longitude: float

    @property
    def in_jerusalem(self) -> bool:
        return self._is_near(*JERUSALEM)

    def _is_near(self, north: float, east: float) -> bool:
        return abs(self.latitude - north) < NEAR and abs(self.longitude - east) < NEAR

    def wall(self, day: date, hour: time = time()) -> datetime:
        return occurrence_instant(datetime.combine(day, hour), self.zone)

    def sunset(self, day: date) -> datetime:
        return self._seen(lambda place: sunset(place, day, tzinfo=UTC))

    def candles(self, day: date) -> datetime:
        if self.in_jerusalem:
            return self.sunset(day) - CANDLES_IN_JERUSALEM
        return self.sunset(day) - (CANDLES_IN_HAIFA if self._is_near(*HAIFA) else CANDLES)

    def nightfall(self, day: date) -> datetime:
        return self._seen(lambda place: dusk(place, day, tzinfo=UTC, depression=STARS))

    def _seen(self, event: Callable[[Observer], datetime]) -> datetime:
        try:
            seen = event(Observer(self.latitude, self.longitude))
        except ValueError:  # near the poles, where the sun does not set every day
            seen = event(Observer(*JERUSALEM))
        return seen.replace(second=0, microsecond=0)


def closures_of(place: HolidayPlace, *, since: datetime, until: datetime) -> list[Closure]:
    """Return the closures of a place that touch the time between two instants, in order."""
    since, until = require_aware(since), require_aware(until)
    where = (place.holiday_region, place.zone, place.latitude, place.longitude)
    # No clock is a day away from UTC, so these are all years that it may be there.
    years = range((since - DAY).year, (until + DAY).year + 1)
    found = [c for year in years for c in _known_in_order(*where, year).touching(since, until)]
    if (own := place.own_list) is not None:
        found = [c for c in found if not own.covers(wall_time(c.start, place.zone).date())]
    found += [c for c in _own(place, since, until) if c.start < until and c.end > since]
    return sorted(found, key=lambda closure: (closure.start, closure.end, closure.name))


def _own(place: HolidayPlace, since: datetime, until: datetime) -> Iterator[Closure]:
    if place.own_closures:
        first, last = wall_time(since - DAY, place.zone), wall_time(until + DAY, place.zone)
        for stated in place.own_closures:
            if stated.begins < last and stated.ends > first:
                yield stated.at(place.zone)


@lru_cache(maxsize=1024)
def _known_in_order(
    region: str | None, zone: str, latitude: float, longitude: float, year: int
) -> ClosuresByTime:
    return ClosuresByTime(known_closures(region, zone, latitude, longitude, year))


@lru_cache(maxsize=1024)
def known_closures(
    region: str | None, zone: str, latitude: float, longitude: float, year: int
) -> tuple[Closure, ...]:
    """Return the public holidays and days of rest of a year at a place."""
    country, _, part = (region or "").partition("-")
    sky = _Sky(zone, latitude, longitude)
    if country == ISRAEL:
        return (*_days_of_rest(sky, year), *_soft_days(sky, year))
    return tuple(_public_holidays(sky, country, part or None, year)) if country else ()


def _public_holidays(sky: _Sky, country: str, part: str | None, year: int) -> Iterator[Closure]:
    for day, names in _named(year, country, part).items():
        hard = [name for name in names if name not in SOFT_ELSEWHERE]
        yield Closure(
            start=sky.wall(day),
            end=sky.wall(day + DAY),
            name=_(" and ").join(hard or names),
            level=Level.HARD if hard else Level.SOFT,
        )


def _days_of_rest(sky: _Sky, year: int) -> Iterator[Closure]:
    """Return Shabbat and Israel's holidays, from dusk to dusk, and the afternoons before them."""
    names = {day: named[0] for day, named in _named(year, ISRAEL).items()}
    first = date(year, 1, 1)
    saturdays = {
        day: SHABBAT
        for day in (first + step * DAY for step in range(366))
        if day.weekday() == SATURDAY and day.year == year
    }
    rest = saturdays | names
    for day, name in sorted(rest.items()):
        eve = day - DAY
        start = _beginning(sky, day, name, after_rest=eve in rest)
        yield Closure(start=start, end=sky.nightfall(day), name=name, level=Level.HARD)
        if name not in {SHABBAT, INDEPENDENCE} and eve not in rest:
            yield _soft(sky.wall(eve, NOON), start, _("Eve of {holiday}", holiday=name))


def _beginning(sky: _Sky, day: date, name: str, *, after_rest: bool) -> datetime:
    """Return when a day of rest begins: at candle lighting, or after the day of rest before it.

    Shabbat begins at candle lighting in any case.
    """
    if name == INDEPENDENCE:
        return sky.sunset(day - DAY)
    if after_rest and day.weekday() != SATURDAY:
        return sky.nightfall(day - DAY)
    return sky.candles(day - DAY)


def _soft_days(sky: _Sky, year: int) -> Iterator[Closure]:
    days = _named(year, ISRAEL, categories=("optional", "school"))
    # Walled cities keep Purim a day later.
    late = DAY if sky.in_jerusalem else timedelta()
    for day, name in ((day, name) for day, names in days.items() for name in set(names)):
        kept = day + late if name == PURIM else day
        if name in SOFT_IN_ISRAEL:
            yield _soft(sky.wall(kept), sky.wall(kept + DAY), name)
        if name == REMEMBRANCE:
            yield _soft(sky.sunset(day - DAY), sky.sunset(day), name)
    feasts = {names[0]: day for day, names in _named(year, ISRAEL).items()}
    for name, first, last in BETWEEN_FEASTS:
        if first in feasts and last in feasts:
            yield _soft(sky.wall(feasts[first] + DAY), sky.wall(feasts[last]), name)


def _soft(start: datetime, end: datetime, name: str) -> Closure:
    return Closure(start=start, end=end, name=name, level=Level.SOFT)


def _named(
    year: int, country: str, part: str | None = None, *, categories: tuple[str, ...] = ("public",)
) -> Mapping[date, list[str]]:
    """Return the holidays of a year by day; an observed holiday counts in the year it is kept."""
    try:
        known = holidays.country_holidays(
            country,
            subdiv=part,
            years=(year, year + 1),
            language=LANGUAGE,
            categories=categories,
        )
    except NotImplementedError:  # a region that another release of the library knew
        return {}
    named = {day: list(known.get_list(day)) for day in sorted(known)}
    if country == ISRAEL:  # there, the day kept is the only one
        named = {day: [name.removesuffix(OBSERVED) for name in told] for day, told in named.items()}
    return {day: told for day, told in _once(named).items() if day.year == year and told}


def _once(named: Mapping[date, list[str]]) -> dict[date, list[str]]:
    """Return holidays without the weekend days that are kept on a day near them."""
    kept = {
        (name.removesuffix(OBSERVED), day + step * DAY)
        for day, told in named.items()
        for name in told
        if name.endswith(OBSERVED)
        for step in (-2, -1, 1, 2)
    }
    return {day: [name for name in told if (name, day) not in kept] for day, told in named.items()}
