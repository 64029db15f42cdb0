"""/site: the sites of a collaboration."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from discord import app_commands
from discord.ext import commands

from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.core.translation import _
from bot.sites.cards.sites import site_card, site_list
from bot.sites.service.sites import SiteDescription, SiteService
from bot.times.date_formats import parse_weekdays
from bot.times.typed_times.typed_hours import read_hours
from cogs.shared.options.sites import region_choices, site_choices
from cogs.shared.options.zones import zone_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


Command = TypeVar("Command", bound=Callable[..., Awaitable[None]])


def site_options(command: Command) -> Command:
    """Describe and complete the options that /site add and /site edit share."""
    described = app_commands.describe(
        name=_("Full name, like EPFL"),
        city=_("City name, like Lausanne"),
        country=_("Country"),
        latitude=_("Degrees north, like 46.52"),
        longitude=_("Degrees east, like 6.57; west is negative"),
        zone=_("Time zone, by city"),
        days=_("Working days, like Mon-Fri or Sun-Thu"),
        hours=_("Working hours, like 09:00-17:00"),
        holidays=_("Whose public holidays it keeps"),
    )
    completed = app_commands.autocomplete(zone=zone_choices, holidays=region_choices)
    return completed(described(command))


@app_commands.guild_only()
class SitesCog(
    commands.GroupCog, group_name="site", group_description=_("The sites of the collaboration")
):
    """/site: list and show for everybody, add and edit for organizers."""

    @app_commands.command(
        name="list",
        description=_("Show all sites and the time there now."),
        extras={"pace": READS},
    )
    async def list_(self, interaction: Interaction) -> None:
        """Show all sites."""
        viewer = await viewer_of(interaction)
        known = await interaction.client.services[SiteService].sites(viewer)
        await answer(interaction, site_list(known, now=interaction.client.clock.now()))

    @app_commands.command(
        description=_("Show one site: where it is, its time and its working week.")
    )
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(site=_("Which site"))
    async def show(self, interaction: Interaction, site: str) -> None:
        """Show one site."""
        viewer = await viewer_of(interaction)
        found = await interaction.client.services[SiteService].site(viewer, site)
        await answer(interaction, site_card(found, now=interaction.client.clock.now()))

    @app_commands.command(description=_("Add a site (organizers)."))
    @app_commands.describe(
        slug=_("Short name, like epfl"),
        days=_("Working days, like Mon-Fri or Sun-Thu (Mon-Fri if left out)"),
        holidays=_("Whose public holidays it keeps (its country's if left out)"),
    )
    @site_options
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
        """Add a site."""
        described = _description(
            name, city, country, latitude, longitude, zone, days, hours, holidays
        )
        viewer, client = await viewer_of(interaction), interaction.client
        now = client.clock.now()
        made = await client.services[SiteService].add(
            viewer, slug=slug, description=described, now=now
        )
        await answer(interaction, site_card(made, now=now))

    @app_commands.command(
        description=_("Change a site (organizers). Calendars show its new city and time.")
    )
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(site=_("Which site"))
    @site_options
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
        """Change a site; calendars follow."""
        described = _description(
            name, city, country, latitude, longitude, zone, days, hours, holidays
        )
        viewer, client = await viewer_of(interaction), interaction.client
        now = client.clock.now()
        kept = await client.services[SiteService].edit(
            viewer, slug=site, description=described, now=now
        )
        await answer(interaction, site_card(kept, now=now))


def _description(
    name: str | None,
    city: str | None,
    country: str | None,
    latitude: float | None,
    longitude: float | None,
    zone: str | None,
    days: str | None,
    hours: str | None,
    holidays: str | None,
) -> SiteDescription:
    """Return the options that /site add and /site edit share, in their order, as a description."""
    return SiteDescription(
        name=name,
        city=city,
        country=country,
        latitude=latitude,
        longitude=longitude,
        zone=zone,
        working_days=None if days is None else parse_weekdays(days),
        hours=None if hours is None else read_hours(hours),
        holiday_region=holidays,
    )


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(SitesCog())
