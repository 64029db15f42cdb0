"""Overlaps: how the hours of some days feel at each site, and which suit everyone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from itertools import groupby, pairwise

from bot.sites.model.closures import Closure, Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.points import NIGHT as AT_NIGHT
from bot.sites.model.points import points_of
from bot.sites.model.sites import Site
from bot.times.zones import occurrence_instant, wall_time

DAY = timedelta(days=1)
HOUR = 60  # minutes
HOURS = range(24)


class Feeling(IntEnum):
    """How an hour feels where somebody is, by its points: the higher the worse."""

    WORKING = 0
    FAIR = 3
    EDGE = 7
    POOR = 12
    NIGHT = AT_NIGHT


# The worst that an hour may be to suit everyone: between 8 and 20, otherwise between 7 and 22.
BOUNDS = (Feeling.FAIR, Feeling.EDGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """An hour at a site: the local time, how it feels, and whether the site is closed."""

    wall: time
    feeling: Feeling
    level: Level | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Sites whose hours are alike; `people` counts who is there, 0 where nobody is counted."""

    sites: tuple[Site, ...]
    people: int = 0

    @property
    def label(self) -> str:
        """Its first city, and how many more cities or how many people."""
        cities = list(dict.fromkeys(site.city for site in self.sites))
        more = f" +{len(cities) - 1}" if len(cities) > 1 else ""
        return f"{cities[0]}{more}" + (f" ({self.people})" if self.people else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Days in a row that are alike: a row of cells for each hour, one for each column.

    `window` are the hours that suit everyone, within `bound`; `marked` are marked in the picture.
    """

    days: tuple[date, ...]
    rows: tuple[tuple[Cell, ...], ...]
    window: frozenset[int]
    bound: Feeling
    marked: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """Its days: "Thu 26 Nov" or "Mon 23 – Thu 26"."""
        first, last = self.days[0], self.days[-1]
        if first == last:
            return f"{first:%a} {first.day} {first:%b}"
        return f"{first:%a} {first.day} – {last:%a} {last.day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Hours of days by the clock of a zone, called `place`, at several sites."""

    zone: str
    place: str
    columns: tuple[Column, ...]
    panels: tuple[Panel, ...]


def overlap(
    sites: Sequence[Site],
    days: Sequence[date],
    *,
    zone: str,
    place: str,
    people: dict[int, int] | None = None,
    marked: Iterable[datetime] = (),
) -> Overlap:
    """Return how the hours of some days feel at sites, hours counted in `zone`.

    `people` counts the people at each site, by its id; `marked` are instants to mark.
    """
    walls = [wall_time(instant, zone) for instant in marked]
    by_site = {site.id: _column_of(site, days, zone) for site in sites}
    columns = _columns(sites, by_site, people or {})
    panels = [
        _panel(
            day,
            [by_site[column.sites[0].id][place_of] for column in columns],
            frozenset(wall.hour for wall in walls if wall.date() == day),
        )
        for place_of, day in enumerate(days)
    ]
    return Overlap(zone=zone, place=place, columns=columns, panels=tuple(_merged(panels)))


def week_of(day: date) -> list[date]:
    """Return the seven days of a week, from the Monday on."""
    monday = day - day.weekday() * DAY
    return [monday + n * DAY for n in range(7)]


def _column_of(site: Site, days: Sequence[date], zone: str) -> list[tuple[Cell, ...]]:
    """Return the hours of each day at a site."""
    begins, ends = (
        occurrence_instant(datetime.combine(day, time()), zone)
        for day in (min(days), max(days) + DAY)
    )
    closures = closures_of(site, since=begins, until=ends)
    return [
        tuple(
            _cell(site, occurrence_instant(datetime.combine(day, time(hour)), zone), closures)
            for hour in HOURS
        )
        for day in days
    ]


def _cell(site: Site, start: datetime, closures: Sequence[Closure]) -> Cell:
    wall, points = wall_time(start, site.zone), points_of(start, HOUR, site.zone)
    feeling = next(one for one in Feeling if points <= one)
    if wall.weekday() not in site.working_days:
        feeling = max(feeling, Feeling.POOR)
    end = start + timedelta(minutes=HOUR)
    levels = {c.level for c in closures if c.start < end and c.end > start}
    level = next((one for one in Level if one in levels), None)
    return Cell(wall=wall.time(), feeling=feeling, level=level)


def _columns(
    sites: Sequence[Site], by_site: dict[int, list[tuple[Cell, ...]]], people: dict[int, int]
) -> tuple[Column, ...]:
    """Return the columns, each with the sites whose hours are alike."""
    alike: dict[tuple[tuple[Cell, ...], ...], list[Site]] = {}
    for site in sites:
        alike.setdefault(tuple(by_site[site.id]), []).append(site)
    return tuple(
        Column(sites=tuple(group), people=sum(people.get(site.id, 0) for site in group))
        for group in alike.values()
    )


def _panel(day: date, columns: Sequence[tuple[Cell, ...]], marked: frozenset[int]) -> Panel:
    rows = tuple(zip(*columns, strict=True))
    suits = {
        bound: frozenset(hour for hour in HOURS if all(_suits(cell, bound) for cell in rows[hour]))
        for bound in BOUNDS
    }
    bound = next((bound for bound, hours in suits.items() if hours), Feeling.FAIR)
    return Panel(days=(day,), rows=rows, window=suits[bound], bound=bound, marked=marked)


def _suits(cell: Cell, bound: Feeling) -> bool:
    return cell.feeling <= bound and cell.level is not Level.HARD


def _merged(panels: Iterable[Panel]) -> Iterable[Panel]:
    """Yield days that look the same as one panel, unless an hour in them is marked."""
    for _, group in groupby(panels, key=lambda panel: (replace(panel, days=()), *_alone(panel))):
        same = list(group)
        yield replace(same[0], days=tuple(day for panel in same for day in panel.days))


def _alone(panel: Panel) -> tuple[date, ...]:
    return panel.days if panel.marked else ()


def stretches(hours: Iterable[int]) -> list[tuple[int, int]]:
    """Return hours as stretches: the hour each begins with, and the one it ends before."""
    ordered = sorted(hours)
    breaks = [-1, *(n for n, (one, next_) in enumerate(pairwise(ordered)) if next_ > one + 1)]
    ends = [*breaks[1:], len(ordered) - 1]
    if not ordered:
        return []
    return [
        (ordered[before + 1], ordered[last] + 1) for before, last in zip(breaks, ends, strict=True)
    ]
