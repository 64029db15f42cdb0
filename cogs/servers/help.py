"""/help: what somebody can do here, with examples."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.help import guide_reply
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.core.translation import _

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class HelpCog(commands.Cog):
    """/help for all."""

    @app_commands.command(
        description=_("Show what you can do here, with examples."), extras={"pace": READS}
    )
    @app_commands.guild_only()
    async def help(self, interaction: Interaction) -> None:
        """Show the commands that the viewer may use."""
        viewer = await viewer_of(interaction)
        leaves = [
            (command.qualified_name, command.description)
            for command in interaction.client.tree.walk_commands()
            if isinstance(command, app_commands.Command)
        ]
        await answer(interaction, guide_reply(leaves, interaction.client.guide, viewer.standing))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(HelpCog())
