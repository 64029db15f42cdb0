"""Options that pick a series, or the place of one."""

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.core.translation import _
from bot.series.service.series import SeriesService
from bot.sites.cards.time_text import day_name
from cogs.shared.options.choices import CHOICES, fitting_choices
from cogs.shared.options.sites import site_choices
from cogs.shared.options.zones import zone_choices

Choices = list[app_commands.Choice[str]]


async def series_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the series by title and short name, active ones first."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services[SeriesService].series_names(viewer)
    return fitting_choices(
        typed,
        (
            (
                _("{title} (ended)", title=one.title) if one.ended_at else one.title,
                one.slug,
                one.slug,
            )
            for one in known
        ),
    )


async def bookable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer what has slots for talks: series, and single meetings by their date."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services[SeriesService].bookable(viewer, now=client.clock.now())
    return fitting_choices(
        typed,
        (
            (
                f"{one.title} · {day_name(one.first)}" if one.single else one.title,
                one.slug,
                one.slug,
            )
            for one in known
        ),
    )


async def place_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the sites, then the time zones."""
    sites = await site_choices(interaction, typed)
    zones = await zone_choices(interaction, typed) if typed else []
    return [*sites, *zones][:CHOICES]
