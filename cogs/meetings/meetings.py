"""Commands that show meetings."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.custom_ids import number
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.lists import page_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.meetings.cards.meetings import programme_card, programme_entry
from bot.meetings.service.changes import MeetingService
from bot.sites.service.sites import SiteService
from cogs.shared.options.choices import picked
from cogs.shared.options.meetings import meeting_choices
from cogs.shared.options.series import series_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

EVERY_SERIES = "-"


@app_commands.guild_only()
class MeetingsCog(
    commands.GroupCog,
    group_name="meeting",
    group_description=_("Single meetings, of a series or one-off"),
):
    """The group /meeting, with list and show."""

    @app_commands.command(
        name="list", description=_("Show the upcoming meetings."), extras={"pace": READS}
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series=_("Only this series"))
    async def list_(self, interaction: Interaction, series: str | None = None) -> None:
        """Show the first page of upcoming meetings."""
        await answer(interaction, await _page(interaction, series, 1))

    @clicks("meeting-list", pace=READS)
    async def turn(self, interaction: Interaction, series: str, page: str) -> None:
        """Show another page of the list."""
        slug = None if series == EVERY_SERIES else series
        await replace(interaction, await _page(interaction, slug, number(page)))

    @app_commands.command(
        description=_("Show one meeting with its slots and its place."), extras={"pace": READS}
    )
    @app_commands.autocomplete(meeting=meeting_choices)
    @app_commands.describe(meeting=_("Which meeting"))
    async def show(self, interaction: Interaction, meeting: str) -> None:
        """Show one meeting."""
        client, viewer = interaction.client, await viewer_of(interaction)
        meeting_id = await picked(interaction, meeting, what="meeting", offer=meeting_choices)
        found = await client.services[MeetingService].programme(viewer, meeting_id)
        sites = await client.services[SiteService].sites(viewer)
        await answer(interaction, programme_card(found, sites, links=client.links))


async def _page(interaction: Interaction, slug: str | None, page: int) -> Reply:
    client, viewer = interaction.client, await viewer_of(interaction)
    found, is_last = await client.services[MeetingService].upcoming(
        viewer, slug=slug, page=page, now=client.clock.now()
    )
    sites = await client.services[SiteService].sites(viewer)
    return page_of(
        _("Upcoming meetings"),
        [programme_entry(programme, sites) for programme in found],
        page=page,
        is_last=is_last,
        route=("meeting-list", slug or EVERY_SERIES),
        empty=_("There are no upcoming meetings."),
    )


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(MeetingsCog())
