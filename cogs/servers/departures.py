"""Servers remove Meridian, and invite it again."""

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.servers.service.departures import DepartureService

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class DeparturesCog(commands.Cog):
    """Listens to the gateway; a server that is missing when we connect has not left."""

    def __init__(self, bot: "Meridian") -> None:
        """Listen for this bot."""
        self._bot, self._departing = bot, bot.services[DepartureService]

    async def cog_load(self) -> None:
        """Check that the database belongs to this bot."""
        await self._departing.connect(self._bot.application_id or 0)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Put a server's collaboration to rest; discord.py sends no such event in an outage."""
        application_id, now = self._bot.application_id or 0, self._bot.clock.now()
        await self._departing.leave(guild.id, application_id=application_id, now=now)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Wake the collaboration of a server that invites Meridian again."""
        await self._come_back(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Wake the collaboration of a server that we find when we connect."""
        await self._come_back(guild)

    async def _come_back(self, guild: discord.Guild) -> None:
        # discord.py reports servers some seconds after it heard of them: this one may have removed
        # Meridian since.
        if self._bot.get_guild(guild.id) is not None:
            await self._departing.come_back(guild.id, now=self._bot.clock.now())


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(DeparturesCog(bot))
