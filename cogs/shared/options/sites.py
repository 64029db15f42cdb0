"""Options that pick a site, a time zone or a holiday region."""

from datetime import datetime

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of, visitor_of
from bot.core.translation import _
from bot.servers.service.setup import SetupService, first_sites
from bot.sites.model.holiday_regions import regions
from bot.sites.service.sites import SiteService
from bot.times.zones import offset_text, wall_time, zone_names
from cogs.shared.options.choices import CHOICES, choices, matches


async def site_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the collaboration's sites by name, short name and city."""
    viewer = await viewer_of(interaction)
    known = await interaction.client.services[SiteService].sites(viewer)
    return choices(
        (f"{site.name} · {site.city}", site.slug)
        for site in known
        if matches(typed, site.slug, site.name, site.city)
    )


async def several_site_choices(
    interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Offer sites to add to those that are already typed."""
    before, comma, last = typed.rpartition(",")
    chosen = f"{before.strip()}{comma} " if comma else ""
    found = await site_choices(interaction, last)
    return choices((f"{chosen}{one.name}", f"{chosen}{one.value}") for one in found)


async def anchor_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the sites for /setup: before its first use, those that a collaboration starts with."""
    founded = await interaction.client.services[SetupService].foundation(visitor_of(interaction))
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


async def region_choices(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the regions whose public holidays are known, by name and code."""
    return choices(
        (f"{name} ({code})", code) for code, name in regions().items() if matches(typed, name, code)
    )


def zone_rank(zone: str, typed: str) -> tuple[bool, bool, str]:
    """Return the sort key of a zone: cities that begin with the typed text come first."""
    city = zone.rpartition("/")[2].replace("_", " ").casefold()
    return not city.startswith(typed.casefold().strip()), "/" not in zone, zone


def zone_label(zone: str, now: datetime) -> str:
    """Return a zone with the time there: "Europe/Zurich · Tue 14:05 there now · UTC+01:00"."""
    return _(
        "{zone} · {time} there now · {offset}",
        zone=zone,
        time=f"{wall_time(now, zone):%a %H:%M}",
        offset=offset_text(now, zone),
    )
