"""/help: what somebody can do here, by task, with examples."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.custom_ids import chosen
from bot.chat.help import Guide
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import clicks
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
        """Show the tasks that are open to the viewer."""
        viewer, guide = await viewer_of(interaction), await _guide(interaction)
        mention = interaction.client.mentions.text
        await answer(interaction, guide.overview(viewer.standing, mention))

    @clicks("help-all", pace=READS)
    async def back(self, interaction: Interaction) -> None:
        """Show the tasks again."""
        viewer, guide = await viewer_of(interaction), await _guide(interaction)
        mention = interaction.client.mentions.text
        await replace(interaction, guide.overview(viewer.standing, mention))

    @clicks("help-task", pace=READS)
    async def more(self, interaction: Interaction) -> None:
        """Show the commands of a task."""
        viewer, guide = await viewer_of(interaction), await _guide(interaction)
        mention = interaction.client.mentions.text
        name = next(iter(chosen(interaction.data or {})), "")
        await replace(interaction, guide.details(name, viewer.standing, mention))


async def _guide(interaction: Interaction) -> Guide:
    client = interaction.client
    await client.mentions.ask(client.tree)
    purposes = {
        command.qualified_name: command.description
        for command in client.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    return Guide(client.tasks, client.guide, purposes)


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(HelpCog())
