"""The agenda in Discord: what is coming up, for one person or, by mention, for a channel."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.custom_ids import number
from bot.chat.interactions import (
    Context,
    Interaction,
    answer,
    public_viewer_of,
    replace,
    say,
    viewer_of,
)
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.people.model.viewers import Viewer
from bot.programme.cards.agenda import agenda_reply
from bot.programme.service.agenda import Agendas

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class AgendaCog(commands.Cog):
    """/next, and the same by mention in chat."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(name="next", extras={"pace": READS})
    @app_commands.guild_only()
    async def next_(self, interaction: Interaction) -> None:
        """Show what is coming up, in your own time."""
        await answer(interaction, await self._agenda(await viewer_of(interaction), 1))

    @clicks("next", pace=READS)
    async def turn(self, interaction: Interaction, page: str) -> None:
        """Show another page of what is coming up."""
        await replace(interaction, await self._agenda(await viewer_of(interaction), number(page)))

    @clicks("agenda", pace=READS)
    async def asked(self, interaction: Interaction, _: str) -> None:
        """Show what is coming up in the time of the person who clicked below a digest or board."""
        await answer(interaction, await self._agenda(await viewer_of(interaction), 1))

    @commands.command(name="next")
    @commands.guild_only()
    async def next_in_chat(self, context: Context) -> None:
        """Show the channel what is coming up."""
        viewer = await public_viewer_of(context)
        everybody = Viewer(collaboration=viewer.collaboration, standing=viewer.standing)
        await say(context, await self._agenda(everybody, 1))

    async def _agenda(self, viewer: Viewer, page: int) -> Reply:
        now = self._bot.clock.now()
        agenda = await self._bot.services[Agendas].agenda(viewer, page=page, now=now)
        return agenda_reply(
            agenda.programmes,
            agenda.own,
            zone=agenda.zone,
            sites=agenda.sites,
            page=agenda.page,
            is_last=agenda.is_last,
            now=now,
        )


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(AgendaCog(bot))
