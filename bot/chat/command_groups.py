"""Groups of commands shared by several cogs: one owns the group, the others join it."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

if TYPE_CHECKING:
    from bot.chat.client import Meridian


async def join_group(bot: "Meridian", cog: commands.Cog, *, group: str) -> None:
    """Add a cog whose commands belong to the group of a cog that was added before."""
    await bot.add_cog(cog)
    home = bot.tree.get_command(group)
    assert isinstance(home, app_commands.Group)  # noqa: S101 - SUBJECTS name its cog before
    for command in cog.get_app_commands():
        bot.tree.remove_command(command.name)
        home.add_command(command)
