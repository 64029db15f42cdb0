"""Proposing a talk that has no date yet."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import submits
from bot.core.translation import _
from bot.series.service.series import SeriesService
from bot.talks.cards.signup import proposed_reply
from bot.talks.model.submission import Submission
from bot.talks.service.talks import TalkService
from cogs.shared.options.series import series_choices
from cogs.talks.forms import PROPOSE
from cogs.talks.talk_replies import talk_reply

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class TalkProposalsCog(commands.Cog):
    """/talk propose."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_("Propose a talk without a date; organizers give it a slot."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series=_("For which series"))
    async def propose(self, interaction: Interaction, series: str) -> None:
        """Open the form of a new talk."""
        viewer = await viewer_of(interaction)
        await self._bot.services[SeriesService].series(viewer, series, now=self._bot.clock.now())
        form = PROPOSE.modal(series, values={"public_name": viewer.require_member().name})
        await interaction.response.send_modal(form)

    @submits(PROPOSE)
    async def proposed(
        self, interaction: Interaction, values: Mapping[str, str], series: str
    ) -> None:
        """Save the talk."""
        viewer, services = await viewer_of(interaction), self._bot.services
        talk = await services[TalkService].propose(
            viewer, series, submission=Submission(**values), now=self._bot.clock.now()
        )
        found = await services[TalkService].talk(viewer, talk.id)
        await answer(interaction, proposed_reply(await talk_reply(interaction, viewer, found)))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, TalkProposalsCog(bot), group="talk")
