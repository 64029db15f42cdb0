"""Hosting in Discord: the sites of a collaboration."""

from datetime import time
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.sites.cards.sites import site_card, site_list
from bot.sites.service.sites import SiteDescription, SiteService
from bot.times.date_formats import parse_hours, parse_weekdays
from cogs.shared.options.sites import region_choices, site_choices, zone_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


@app_commands.guild_only()
class Hosting(
    commands.GroupCog, group_name="site", group_description="The sites of the collaboration"
):
    """/site: list and show for everybody, add and edit for organizers."""

    @app_commands.command(name="list", extras={"pace": READS})
    async def list_(self, interaction: Interaction) -> None:
        """Show all sites and the time there now."""
        viewer = await viewer_of(interaction)
        known = await interaction.client.services[SiteService].sites(viewer)
        await answer(interaction, site_list(known, now=interaction.client.clock.now()))

    @app_commands.command()
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(site="Which site")
    async def show(self, interaction: Interaction, site: str) -> None:
        """Show one site: where it is, its clock, its working week."""
        viewer = await viewer_of(interaction)
        found = await interaction.client.services[SiteService].site(viewer, site)
        await answer(interaction, site_card(found, now=interaction.client.clock.now()))

    @app_commands.command()
    @app_commands.autocomplete(zone=zone_choices, holidays=region_choices)
    @app_commands.describe(
        slug="Short name, like epfl",
        name="Full name, like EPFL",
        city="The city it is called by, like Lausanne",
        country="The country",
        latitude="Degrees north, like 46.52",
        longitude="Degrees east, like 6.57; west is negative",
        zone="Time zone, by city",
        days="Working days, like Mon-Fri or Sun-Thu (Mon-Fri if left out)",
        hours="Working hours, like 09:00-17:00",
        holidays="Whose public holidays it keeps (its country's if left out)",
    )
    async def add(
        self,
        interaction: Interaction,
        slug: str,
        name: str,
        city: str,
        country: str,
        latitude: float,
        longitude: float,
        zone: str,
        days: str | None = None,
        hours: str | None = None,
        holidays: str | None = None,
    ) -> None:
        """Add a site (organizers)."""
        described = SiteDescription(
            name=name,
            city=city,
            country=country,
            latitude=latitude,
            longitude=longitude,
            zone=zone,
            working_days=_weekdays(days),
            hours=_hours(hours),
            holiday_region=holidays,
        )
        viewer, client = await viewer_of(interaction), interaction.client
        now = client.clock.now()
        made = await client.services[SiteService].add(
            viewer, slug=slug, description=described, now=now
        )
        await answer(interaction, site_card(made, now=now))

    @app_commands.command()
    @app_commands.autocomplete(site=site_choices, zone=zone_choices, holidays=region_choices)
    @app_commands.describe(
        site="Which site",
        name="Another full name",
        city="Another city name",
        country="Another country",
        latitude="Degrees north",
        longitude="Degrees east; west is negative",
        zone="Another time zone, by city",
        days="Working days, like Mon-Fri or Sun-Thu",
        hours="Working hours, like 09:00-17:00",
        holidays="Whose public holidays it keeps",
    )
    async def edit(
        self,
        interaction: Interaction,
        site: str,
        name: str | None = None,
        city: str | None = None,
        country: str | None = None,
        latitude: float | None = None,
        longitude: float | None = None,
        zone: str | None = None,
        days: str | None = None,
        hours: str | None = None,
        holidays: str | None = None,
    ) -> None:
        """Change a site (organizers); calendars show its new city and clock."""
        described = SiteDescription(
            name=name,
            city=city,
            country=country,
            latitude=latitude,
            longitude=longitude,
            zone=zone,
            working_days=_weekdays(days),
            hours=_hours(hours),
            holiday_region=holidays,
        )
        viewer, client = await viewer_of(interaction), interaction.client
        now = client.clock.now()
        kept = await client.services[SiteService].edit(
            viewer, slug=site, description=described, now=now
        )
        await answer(interaction, site_card(kept, now=now))


def _weekdays(typed: str | None) -> frozenset[int] | None:
    return None if typed is None else parse_weekdays(typed)


def _hours(typed: str | None) -> tuple[time, time] | None:
    return None if typed is None else parse_hours(typed)


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Hosting())
