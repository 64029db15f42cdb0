"""Commands that show series and skip single dates."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.custom_ids import number
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.lists import listing
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.meetings.cards.meetings import done_reply
from bot.meetings.service.changes import MeetingService
from bot.series.cards.series import series_card, series_entry
from bot.series.service.series import SeriesService
from bot.sites.service.sites import SiteService
from bot.talks.model.talks import Programme
from bot.times.date_formats import parse_date
from cogs.shared.options.meetings import date_choices, left_out_choices
from cogs.shared.options.series import series_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


@app_commands.guild_only()
class SeriesCog(
    commands.GroupCog, group_name="series", group_description=_("The series of this server")
):
    """The group /series, with list, show, skip and unskip."""

    @app_commands.command(
        name="list",
        description=_("Show all series with their next meetings."),
        extras={"pace": READS},
    )
    async def list_(self, interaction: Interaction) -> None:
        """Show the first page of all series."""
        await answer(interaction, await _page(interaction, 1))

    @clicks("series-list", pace=READS)
    async def turn(self, interaction: Interaction, page: str) -> None:
        """Show another page of the list."""
        await replace(interaction, await _page(interaction, number(page)))

    @app_commands.command(
        description=_("Show one series: its next dates, its speakers, its page and its feed."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series=_("Which series"))
    async def show(self, interaction: Interaction, series: str) -> None:
        """Show one series."""
        client, viewer = interaction.client, await viewer_of(interaction)
        planning, now = client.services[SeriesService], client.clock.now()
        found = await planning.series(viewer, series, now=now)
        sites = await client.services[SiteService].sites(viewer)
        runs = await planning.clock_changes(found.series.id, sites, now=now)
        slug = viewer.collaboration.slug
        await answer(
            interaction, series_card(found, sites, runs, links=client.links, collaboration=slug)
        )

    @app_commands.command(description=_("Skip one date of a series (organizers)."))
    @app_commands.autocomplete(series=series_choices, date=date_choices)
    @app_commands.describe(
        series=_("Which series"),
        date=_("The date to skip"),
        reason=_("The reason; everybody can see it"),
    )
    async def skip(self, interaction: Interaction, series: str, date: str, reason: str) -> None:
        """Skip one date of a series."""
        client, viewer = interaction.client, await viewer_of(interaction)
        day, now = parse_date(date), client.clock.now()
        done = await client.services[MeetingService].skip(
            viewer, series, day, reason=reason, now=now
        )
        await _show_done(interaction, _("Skipped"), done)

    @app_commands.command(description=_("Bring back a date that was skipped (organizers)."))
    @app_commands.autocomplete(series=series_choices, date=left_out_choices)
    @app_commands.describe(series=_("Which series"), date=_("The date that was skipped"))
    async def unskip(self, interaction: Interaction, series: str, date: str) -> None:
        """Bring back a date that was skipped."""
        client, viewer = interaction.client, await viewer_of(interaction)
        day, now = parse_date(date), client.clock.now()
        done = await client.services[MeetingService].unskip(viewer, series, day, now=now)
        await _show_done(interaction, _("Back on"), done)


async def _page(interaction: Interaction, page: int) -> Reply:
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services[SeriesService].series_list(viewer, now=client.clock.now())
    sites = await client.services[SiteService].sites(viewer)
    return listing(
        _("Series"),
        [series_entry(overview, sites) for overview in known],
        page=page,
        route=("series-list",),
        empty=_("There is no series yet. Organizers can create one with /series create."),
    )


async def _show_done(interaction: Interaction, what: str, done: Programme) -> None:
    sites = await interaction.client.services[SiteService].sites(await viewer_of(interaction))
    await answer(interaction, done_reply(what, done, sites, links=interaction.client.links))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(SeriesCog())
