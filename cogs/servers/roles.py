"""Roles that are deleted in Discord."""

from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.servers.service.roles import RoleService

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class RolesCog(commands.Cog):
    """Listens to the gateway for roles that /setup was given."""

    def __init__(self, bot: "Meridian") -> None:
        """Listen for this bot."""
        self._bot = bot

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """Tell organizers if the role decided who may do what."""
        now = self._bot.clock.now()
        await self._bot.services[RoleService].deleted(role.guild.id, role.id, now=now)


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(RolesCog(bot))
