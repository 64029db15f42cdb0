"""/fair: the points that each site has paid, and plans that share them better."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from discord import app_commands
from discord.ext import commands

from bot.chat import drafts
from bot.chat.custom_ids import number
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.fairness.cards.plan import MOVE, moved_reply, plan_reply
from bot.fairness.cards.statement import statement_card
from bot.fairness.model.fair_plan import USUAL, FairPlan
from bot.fairness.model.rotation import Rotation
from bot.fairness.service import FairnessService
from bot.sites.service.sites import SiteService
from bot.times.zoned_time import zoned_time_at
from cogs.shared.options.series import series_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Count = app_commands.Range[int, 4, 60]


@app_commands.guild_only()
class FairnessCog(
    commands.GroupCog, group_name="fair", group_description=_("Fair hours for every site")
):
    """/fair: show for everybody, plan for organizers; its drafts are moves of meetings."""

    @app_commands.command(
        description=_("Show the points that each site has paid for the hours of its meetings."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series=_("Only this series"), term=_("This term or the last one"))
    async def show(
        self,
        interaction: Interaction,
        series: str | None = None,
        term: Literal["this", "last"] = "this",
    ) -> None:
        """Show the points that each site has paid in a term."""
        client, viewer = interaction.client, await viewer_of(interaction)
        statement, seen = await client.services[FairnessService].statement(
            viewer, slug=series, back=term == "last", now=client.clock.now()
        )
        sites = await client.services[SiteService].sites(viewer)
        title = seen[0].title if series else ""
        await answer(interaction, statement_card(statement, seen, sites, title=title))

    @app_commands.command(
        description=_("Plan fairer hours for a series (organizers). You confirm before any moves.")
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(
        series=_("Which series"),
        meetings=_("How many of its next meetings to plan ({usual} if left out)", usual=USUAL),
        sites=_("Only for these sites, like “epfl, mit” (all if left out)"),
    )
    async def plan(
        self, interaction: Interaction, series: str, meetings: Count = USUAL, sites: str = ""
    ) -> None:
        """Show a plan by which no site pays too much, to be confirmed."""
        client, viewer = interaction.client, await viewer_of(interaction)
        await interaction.response.defer(ephemeral=True)  # for many sites it may take seconds
        found = await client.services[FairnessService].plan(
            viewer, series, count=meetings, only=sites, now=client.clock.now()
        )
        best = await _kept_moves(interaction, found, found.best)
        single = await _kept_moves(interaction, found, found.single) if found.best.changes else None
        await answer(interaction, plan_reply(found, best_id=best, single_id=single))

    @clicks(MOVE)
    async def move(self, interaction: Interaction, draft_id: str) -> None:
        """Move the meetings as they were shown."""
        content = await kept(interaction, kind=MOVE, draft_id=draft_id)
        client, viewer = interaction.client, await viewer_of(interaction)
        moves = {
            meeting_id: (revision, zoned_time_at(datetime.fromisoformat(start), content["zone"]))
            for meeting_id, revision, start in content["moves"]
        }
        done = await client.services[FairnessService].move_all(
            viewer, moves, draft_id=number(draft_id), now=client.clock.now()
        )
        sites = await client.services[SiteService].sites(viewer)
        await replace(interaction, moved_reply(done, sites))

    @clicks("fair-discard")
    async def discard(self, interaction: Interaction, *draft_ids: str) -> None:
        """Discard a plan."""
        for draft_id in draft_ids:
            await drafts.discard(interaction, kind=MOVE, draft_id=draft_id)
        await replace(interaction, Reply(text=_("Discarded. Nothing was moved.")))


async def _kept_moves(interaction: Interaction, plan: FairPlan, rotation: Rotation) -> int | None:
    """Save the moves of a rotation as a draft; return its id, None if nothing moves."""
    moves = [
        (meeting.id, meeting.revision, to.instant.isoformat())
        for meeting, to in plan.moves(rotation)
    ]
    content = {"zone": plan.series.zone, "moves": moves}
    return await keep(interaction, kind=MOVE, content=content) if moves else None


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(FairnessCog())
