"""Withdrawing a talk, after a confirmation."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.sites.service.sites import SiteService
from bot.talks.cards.withdrawal import withdrawal_reply, withdrawn_reply
from bot.talks.service.talks import TalkService
from cogs.shared.options.talks import withdrawable_choices
from cogs.talks.talk_replies import changeable_talk

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class TalkWithdrawalCog(commands.Cog):
    """/talk withdraw and its buttons."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_("Withdraw a talk; if it has a slot, that is then free for others."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(talk=withdrawable_choices)
    @app_commands.describe(talk=_("One of your talks"))
    async def withdraw(self, interaction: Interaction, talk: str) -> None:
        """Ask to confirm the withdrawal of a talk."""
        await self.ask_withdraw(interaction, talk)

    @clicks("talk-ask-withdraw", pace=READS)
    async def ask_withdraw(self, interaction: Interaction, talk: str) -> None:
        """Ask to confirm the withdrawal of a talk."""
        found = await changeable_talk(interaction, talk)
        sites = await self._bot.services[SiteService].sites(await viewer_of(interaction))
        await answer(interaction, withdrawal_reply(found.talk, found.booking, sites=sites))

    @clicks("talk-withdraw")
    async def withdrawn(self, interaction: Interaction, talk: str, revision: str) -> None:
        """Withdraw the talk."""
        done = await self._bot.services[TalkService].withdraw(
            await viewer_of(interaction),
            number(talk),
            revision=number(revision),
            now=self._bot.clock.now(),
        )
        had_slot = done.before is not None and done.before.slot_id is not None
        await replace(interaction, withdrawn_reply(done.talk, had_slot=had_slot))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, TalkWithdrawalCog(bot), group="talk")
