"""Seeking in Discord: times are found that suit people at many sites."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.replies import Reply
from bot.chat.routes import clicks, keep, kept, number
from bot.finding.cards.overlap import attached
from bot.finding.cards.results import FIND, SCHEDULE, shortlist_reply
from bot.finding.model.request import Enquiry
from bot.finding.model.results import Shortlist
from bot.meetings.model.one_off_meetings import MOST_INVITED
from cogs.shared.options.series import series_choices
from cogs.shared.options.sites import site_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Minutes = app_commands.Range[int, 15, 480]
Words = app_commands.Range[str, 1, 100]
Names = app_commands.Range[str, 1, 1000]


class Seeking(commands.Cog):
    """/meeting find; its drafts are Enquiries, and what was found for other commands."""

    @app_commands.command()
    @app_commands.autocomplete(site=site_choices, series=series_choices)
    @app_commands.describe(
        minutes="How long it lasts (60 if left out)",
        within="Like “2 weeks” (if left out), “next week”, or “2026-12-01 to 2026-12-18”",
        role="Ask who has this role, as far as I know",
        site="Ask everybody of a site",
        series="Ask who usually comes to a series",
        people="Ask these too: names with commas between them, or mentions",
        required="Who must be able to come: names, or “everybody”; the others may be missing",
        title="What the meeting will be called",
    )
    async def find(
        self,
        interaction: Interaction,
        minutes: Minutes = 60,
        within: Words = "",
        role: discord.Role | None = None,
        site: Words = "",
        series: Words = "",
        people: Names = "",
        required: Names = "",
        title: Words = "",
    ) -> None:
        """Find the times that suit people best at all sites: those you name, or everybody."""
        enquiry = Enquiry(
            title=title,
            minutes=minutes,
            role_id=role.id if role else None,
            site=site,
            series=series,
            people=people,
            required=required,
            within=within,
        )
        await interaction.response.defer(ephemeral=True)  # hundreds of people may take seconds
        await answer(interaction, await self._found(interaction, asdict(enquiry)))

    @clicks(FIND)
    async def turn(self, interaction: Interaction, draft_id: str, skip: str, site: str) -> None:
        """Show more times, or those in the mornings of a site alone."""
        typed = await kept(interaction, kind=FIND, draft_id=draft_id)
        await interaction.response.defer()
        reply = await self._found(
            interaction, typed, skip=number(skip), site=number(site), draft_id=number(draft_id)
        )
        await replace(interaction, reply)

    async def _found(
        self,
        interaction: Interaction,
        typed: dict[str, Any],
        *,
        skip: int = 0,
        site: int = 0,
        draft_id: int | None = None,
    ) -> Reply:
        client, viewer, enquiry = interaction.client, await viewer_of(interaction), Enquiry(**typed)
        shortlist = await client.services.seeking.shortlist(
            viewer, enquiry, skip=skip, mornings_at=site, now=client.clock.now()
        )
        handed_over = {
            "title": enquiry.title,
            "minutes": enquiry.minutes,
            "member_ids": _invited(enquiry, shortlist),
            "starts": [candidate.start.isoformat() for candidate in shortlist.found],
        }
        chart = shortlist.chart
        return shortlist_reply(
            shortlist,
            draft_id=draft_id or await keep(interaction, kind=FIND, content=typed),
            found_id=await keep(interaction, kind=SCHEDULE, content=handed_over),
            title=enquiry.title,
            may_schedule=viewer.is_organizer,
            files=[attached(chart, await client.charts.picture(chart))] if chart else (),
        )


def _invited(enquiry: Enquiry, shortlist: Shortlist) -> list[int]:
    """Return who is to be invited by name; nobody where the meeting is rather for everybody."""
    people = [person.id for person in shortlist.search.people]
    return [] if enquiry.is_for_all or len(people) > MOST_INVITED else people


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, Seeking(), group="meeting")
