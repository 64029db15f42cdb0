"""/guestbook, and the button under its answer."""

from discord import app_commands
from discord.ext import commands

from bot.chat.client import Meridian
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.replies import Button, Reply, custom_id
from bot.chat.routes import clicks
from tests.guestbook.service import Guestbook


class GuestbookCog(commands.Cog):
    """Lets members write into the guestbook."""

    @app_commands.command(description="Write into the guestbook.")
    @app_commands.guild_only()
    async def guestbook(self, interaction: Interaction, text: str) -> None:
        """Write an entry."""
        client, viewer = interaction.client, await viewer_of(interaction)
        await client.services[Guestbook].write(
            viewer, text, channel_id=interaction.channel_id or 0, now=client.clock.now()
        )
        button = Button(label="Read it", id=custom_id("guestbook-read"))
        await answer(interaction, Reply(text="Written.", buttons=(button,)))

    @clicks("guestbook-read")
    async def read(self, interaction: Interaction) -> None:
        """Show all entries."""
        texts = await interaction.client.services[Guestbook].texts()
        await answer(interaction, Reply(text=" / ".join(texts)))


async def setup(bot: Meridian) -> None:
    """Add the cog."""
    await bot.add_cog(GuestbookCog())
