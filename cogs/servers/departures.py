"""Departing in Discord: servers remove Meridian, and invite it again."""

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.servers.service.departures import DepartureService

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class Departing(commands.Cog):
    """Hears of it from the gateway alone: a server that is missing at connecting has not left."""

    def __init__(self, bot: "Meridian") -> None:
        """Answer for this bot."""
        self._bot, self._departing = bot, bot.services[DepartureService]

    async def cog_load(self) -> None:
        """Note whose database this is."""
        await self._departing.connect(self._bot.application_id or 0)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Put a server's collaboration to rest; discord.py tells of no outage by this event."""
        application_id, now = self._bot.application_id or 0, self._bot.clock.now()
        await self._departing.leave(guild.id, application_id=application_id, now=now)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Wake what was put to rest in a server that invites Meridian again."""
        await self._departing.come_back(guild.id, now=self._bot.clock.now())

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Wake what was put to rest in a server that is found at connecting."""
        await self._departing.come_back(guild.id, now=self._bot.clock.now())


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Departing(bot))
