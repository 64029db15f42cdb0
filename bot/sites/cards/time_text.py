"""Moments in text: weekday, date, the reader's own clock and the time at every site."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.chat.markdown import escape
from bot.sites.model.closures import Level
from bot.sites.model.site_time_status import (
    SiteTimeStatus,
    closed_sites,
    site_time_statuses,
    statuses_text,
)
from bot.sites.model.sites import Site, city_of, day_shift, site_line
from bot.times.zones import offset_text, wall_time

MARKS = {Level.HARD: "⛔ ", Level.SOFT: "🔸 ", None: ""}


def stamp(instant: datetime, style: str = "F") -> str:
    """Return Discord's own timestamp, shown in the reader's language and zone."""
    return f"<t:{int(instant.timestamp())}:{style}>"


def day_name(day: date) -> str:
    """Return weekday and date, like "Thu 26 Nov 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def place_name(zone: str, sites: Sequence[Site]) -> str:
    """Return whose time a zone's is: its first site's city, or the zone's own."""
    return escape(city_of(zone, sites))


def wall_text(instant: datetime, *, zone: str, sites: Sequence[Site], city: str = "") -> str:
    """Return weekday, date, hour and whose hour it is: "Thu 26 Nov 2026 17:00 Lausanne".

    `city` is the place that somebody typed, where they did.
    """
    wall = wall_time(instant, zone)
    return f"{day_name(wall.date())} {wall:%H:%M} {escape(city) or place_name(zone, sites)}"


def moment(instant: datetime, *, zone: str, sites: Sequence[Site], city: str = "") -> str:
    """Return two lines: the moment in `zone` with the reader's own clock, and the site line."""
    day = wall_time(instant, zone).date()
    harmless = [_harmless(site) for site in sites]
    own = own_moment(instant, zone=zone, sites=sites, city=city)
    return f"{own}\n{site_line(instant, harmless, day=day)}"


def _harmless(site: Site) -> Site:
    city = escape(site.city)
    return site if city == site.city else replace(site, city=city)


def own_moment(instant: datetime, *, zone: str, sites: Sequence[Site], city: str = "") -> str:
    """Return the moment in `zone` with the reader's own clock."""
    return f"**{wall_text(instant, zone=zone, sites=sites, city=city)}** · {stamp(instant)}"


def site_table(instant: datetime, *, zone: str, sites: Sequence[Site], minutes: int = 60) -> str:
    """Return weekday, date and hour at all sites, and what that time is there: night, a holiday.

    Sites at which it is the same share a line.
    `minutes` is how long the meeting lasts: what begins meanwhile or soon after is told too.
    """
    day = wall_time(instant, zone).date()
    end = instant + timedelta(minutes=minutes)
    alike: dict[tuple[str, str], list[str]] = {}
    for told in site_time_statuses(sites, instant, end):
        alike.setdefault(_row(told, instant, day), []).append(escape(told.site.city))
    return "\n".join(
        f"{before} {', '.join(dict.fromkeys(cities))}{behind}"
        for (before, behind), cities in alike.items()
    )


def _row(told: SiteTimeStatus, instant: datetime, day: date) -> tuple[str, str]:
    """Return the texts before and after a site's city in its line."""
    zone, wall = told.site.zone, wall_time(instant, told.site.zone)
    what = f" · {MARKS[told.level]}{escape(told.words)}" if told.words else ""
    return (
        f"{day_name(wall.date())} **{wall:%H:%M}**",
        f"{day_shift(wall, day)}{what} · {offset_text(instant, zone)}",
    )


def verdict_line(told: Iterable[SiteTimeStatus]) -> str:
    """Return what a time is at some sites: "Lausanne: Prayer Monday | Jerusalem: Yom Kippur"."""
    return statuses_text(
        replace(one, words=escape(one.words), site=replace(one.site, city=escape(one.site.city)))
        for one in told
    )


def closure_line(start: datetime, *, sites: Sequence[Site], minutes: int) -> str:
    """Return which sites are closed hard during a meeting, empty where none is."""
    shut = closed_sites(sites, start, start + timedelta(minutes=minutes))
    return f"{MARKS[Level.HARD]}{verdict_line(shut)}" if shut else ""
