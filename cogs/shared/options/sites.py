"""Options that pick a site, a time zone or a holiday region."""

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of, visitor_of
from bot.servers.service.setup import SetupService, first_sites
from bot.sites.model.holiday_regions import regions
from bot.sites.service.sites import SiteService
from cogs.shared.options.choices import choices, fitting_choices


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


async def region_choices(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the regions whose public holidays are known, by name and code."""
    return fitting_choices(
        typed, ((f"{name} ({code})", code, code) for code, name in regions().items())
    )
