"""Options that pick a site, a time zone or a holiday region."""

from datetime import datetime

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of, visitor_of
from bot.core.search import fitting
from bot.core.translation import _
from bot.servers.service.setup import SetupService, first_sites
from bot.sites.model.holiday_regions import regions
from bot.sites.service.sites import SiteService
from bot.times.zones import offset_text, wall_time, zone_names
from cogs.shared.options.choices import CHOICES, choices, fitting_choices


async def site_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the collaboration's sites by name, short name and city."""
    viewer = await viewer_of(interaction)
    known = await interaction.client.services[SiteService].sites(viewer)
    return fitting_choices(
        typed, ((f"{site.name} · {site.city}", site.slug, site.slug, site.city) for site in known)
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
    return fitting_choices(
        typed, ((f"{name} · {city}", slug, slug, city) for name, city, slug in named)
    )


async def zone_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer IANA zones by city, with the time there now."""
    now = interaction.client.clock.now()
    known = ((zone, (zone.rpartition("/")[2], zone)) for zone in sorted(zone_names(), key=_is_bare))
    return choices((zone_label(zone, now), zone) for zone in fitting(typed, known)[:CHOICES])


async def region_choices(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the regions whose public holidays are known, by name and code."""
    return fitting_choices(
        typed, ((f"{name} ({code})", code, code) for code, name in regions().items())
    )


def _is_bare(zone: str) -> tuple[bool, str]:
    """Return the sort key of a zone: cities before names like UTC."""
    return "/" not in zone, zone


def zone_label(zone: str, now: datetime) -> str:
    """Return a zone with the time there: "Europe/Zurich · Tue 14:05 there now · UTC+01:00"."""
    return _(
        "{zone} · {time} there now · {offset}",
        zone=zone,
        time=f"{wall_time(now, zone):%a %H:%M}",
        offset=offset_text(now, zone),
    )
