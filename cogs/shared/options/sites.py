"""Options of commands: what is offered while somebody types, within Discord's limits."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

import discord
from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of, visitor_of
from bot.chat.markdown import cut
from bot.servers.service.setup import first_sites
from bot.sites.model.holiday_regions import regions
from bot.times.zones import offset_text, wall_time, zone_names

# Discord's limits of autocompletion: choices, and characters of a choice.
CHOICES, CHOICE = 25, 100


def choice(name: str, value: str) -> app_commands.Choice[str]:
    """Return a choice whose name and value fit."""
    return app_commands.Choice(name=cut(name, CHOICE) or "…", value=value[:CHOICE])


def choices(pairs: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Return the first choices of pairs of name and value, as many as Discord takes."""
    return [choice(name, value) for name, value in list(pairs)[:CHOICES]]


class InWords(app_commands.Transformer):
    """Offers an enumeration's values; discord.py by itself would show its names, in capitals."""

    def __init__(self, enumeration: type[StrEnum]) -> None:
        super().__init__()
        self._enumeration = enumeration

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]]:
        """All values, as Discord offers them."""
        return [app_commands.Choice(name=one.value, value=one.value) for one in self._enumeration]

    async def transform(self, _interaction: discord.Interaction[Any], value: str, /) -> StrEnum:
        """Return the member of the enumeration that was picked."""
        return self._enumeration(value)


def matches(typed: str, *texts: str) -> bool:
    """Say whether every word typed stands in one of the texts."""
    known = " ".join(texts).casefold()
    return all(word in known for word in typed.casefold().split())


async def site_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the collaboration's sites by name, short name and city."""
    viewer = await viewer_of(interaction)
    known = await interaction.client.services.hosting.sites(viewer)
    return choices(
        (f"{site.name} · {site.city}", site.slug)
        for site in known
        if matches(typed, site.slug, site.name, site.city)
    )


async def several_site_choices(
    interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Offer sites one after the other, behind those that stand there already."""
    before, comma, last = typed.rpartition(",")
    chosen = f"{before.strip()}{comma} " if comma else ""
    found = await site_choices(interaction, last)
    return choices((f"{chosen}{one.name}", f"{chosen}{one.value}") for one in found)


async def anchor_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the sites for /setup: before it first ran, those that a collaboration starts with."""
    founded = await interaction.client.services.founding.foundation(visitor_of(interaction))
    named = (
        [(site.name, site.city, site.slug) for site in founded.sites]
        if founded
        else [(site["name"], site["city"], site["slug"]) for site in first_sites()]
    )
    return choices(
        (f"{name} · {city}", slug) for name, city, slug in named if matches(typed, name, city, slug)
    )


async def zone_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer IANA zones by city, with the time there now."""
    now = interaction.client.clock.now()
    found = sorted(
        (zone for zone in zone_names() if matches(typed.replace("_", " "), zone.replace("_", " "))),
        key=lambda zone: zone_rank(zone, typed),
    )
    return choices((zone_label(zone, now), zone) for zone in found[:CHOICES])


async def region_choices(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the regions whose public holidays are known, by name and code."""
    return choices(
        (f"{name} ({code})", code) for code, name in regions().items() if matches(typed, name, code)
    )


def zone_rank(zone: str, typed: str) -> tuple[bool, bool, str]:
    """Return where a zone stands in the list: cities that begin with what was typed come first."""
    city = zone.rpartition("/")[2].replace("_", " ").casefold()
    return not city.startswith(typed.casefold().strip()), "/" not in zone, zone


def zone_label(zone: str, now: datetime) -> str:
    """Return a zone with the time there: "Europe/Zurich · Tue 14:05 there now · UTC+01:00"."""
    return f"{zone} · {wall_time(now, zone):%a %H:%M} there now · {offset_text(now, zone)}"
