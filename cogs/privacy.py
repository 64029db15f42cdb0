"""/data: what Meridian holds about the person who asks."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.core.translation import _
from bot.privacy.cards import export_reply
from bot.privacy.service.personal_data import PersonalData

if TYPE_CHECKING:
    from bot.chat.client import Meridian


@app_commands.guild_only()
class PrivacyCog(commands.GroupCog, group_name="data", group_description=_("Your data")):
    """/data: a copy of a member's data."""

    @app_commands.command(
        description=_("Get a file with everything that I store about you."),
        extras={"pace": READS},
    )
    async def export(self, interaction: Interaction) -> None:
        """Show the file with a member's data, to them alone."""
        client, viewer = interaction.client, await viewer_of(interaction)
        data = await client.services[PersonalData].export(viewer, now=client.clock.now())
        await answer(interaction, export_reply(data))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(PrivacyCog())
