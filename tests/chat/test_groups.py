from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group


class Owner(commands.GroupCog, group_name="meeting"):
    @app_commands.command(description="Owned")
    async def owned(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(type(self).__name__)


class Guest(commands.Cog):
    @app_commands.command(description="Joined")
    async def joined(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(type(self).__name__)


@pytest.fixture
async def world() -> AsyncIterator[simcord.Env]:
    bot: Any = commands.Bot(
        command_prefix=commands.when_mentioned, intents=discord.Intents.default()
    )
    found = simcord.Env(bot)
    await found.start()
    await bot.add_cog(Owner())
    await join_group(bot, Guest(), group="meeting")
    await bot.tree.sync()
    yield found
    await found.shutdown()


async def test_two_cogs_answer_in_one_group(world: simcord.Env) -> None:
    guild = world.create_guild("Theory")
    channel = guild.create_text_channel("seminar")
    ada = guild.add_member(world.create_user("Ada"))

    said = [(await ada.slash(channel, f"meeting {name}")).response for name in ("owned", "joined")]

    assert [message.content for message in said if message] == ["Owner", "Guest"]
