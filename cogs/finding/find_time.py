"""/meeting find: times that suit people at many sites."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.drafts import keep_if_possible, kept
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.finding.cards.overlap import attached
from bot.finding.cards.results import FIND, SCHEDULE, shortlist_reply
from bot.finding.model.request import TimeRequest
from bot.finding.model.results import Shortlist
from bot.finding.service.find_time import TimeFinder
from bot.meetings.model.named_people import MOST_INVITED
from cogs.shared.options.series import series_choices
from cogs.shared.options.sites import site_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Minutes = app_commands.Range[int, 15, 480]
Words = app_commands.Range[str, 1, 100]
Names = app_commands.Range[str, 1, 1000]


class FindTimeCog(commands.Cog):
    """/meeting find; its drafts are requests, and the times found for other commands."""

    @app_commands.command(
        description=_(
            "Find the times that suit people at all sites best: those you name, or everyone."
        )
    )
    @app_commands.autocomplete(site=site_choices, series=series_choices)
    @app_commands.describe(
        minutes=_("How long it lasts (default: 60)"),
        within=_("Like “2 weeks” (the default), “next week” or “2026-12-01 to 2026-12-18”"),
        role=_("Include everyone with this role, as far as I know"),
        site=_("Include everyone at a site"),
        series=_("Include people who usually come to a series"),
        people=_("Include these people: names separated by commas, or mentions"),
        required=_("Who must be able to come: names, or “everybody”"),
        title=_("The title of the meeting"),
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
        """Show the best five times."""
        request = TimeRequest(
            title=title,
            minutes=minutes,
            role_id=role.id if role else None,
            site=site,
            series=series,
            people=people,
            required=required,
            within=within,
        )
        await interaction.response.defer(ephemeral=True)  # hundreds of people can take seconds
        await answer(interaction, await self._found(interaction, asdict(request)))

    @clicks(FIND)
    async def turn(self, interaction: Interaction, draft_id: str, skip: str, site: str) -> None:
        """Show more times, or only the mornings of a site."""
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
        client, viewer, request = (
            interaction.client,
            await viewer_of(interaction),
            TimeRequest(**typed),
        )
        shortlist = await client.services[TimeFinder].shortlist(
            viewer, request, skip=skip, mornings_at=site, now=client.clock.now()
        )
        handed_over = {
            "title": request.title,
            "minutes": request.minutes,
            "member_ids": _invited(request, shortlist),
            "starts": [ranked.start.isoformat() for ranked in shortlist.found],
        }
        chart = shortlist.chart
        return shortlist_reply(
            shortlist,
            draft_id=draft_id or await keep_if_possible(interaction, kind=FIND, content=typed),
            found_id=await keep_if_possible(interaction, kind=SCHEDULE, content=handed_over),
            title=request.title,
            may_schedule=viewer.is_organizer,
            files=[attached(chart, await client.charts.picture(chart))] if chart else (),
        )


def _invited(request: TimeRequest, shortlist: Shortlist) -> list[int]:
    """Return whom to invite by name; nobody if the meeting is for everyone."""
    people = [person.id for person in shortlist.search.people]
    return [] if request.is_for_all or len(people) > MOST_INVITED else people


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, FindTimeCog(), group="meeting")
