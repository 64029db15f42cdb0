"""Mirroring in Discord: a meeting is put back among the server's scheduled events."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.meetings.cards.scheduled_events import put_back_reply
from cogs.shared.options.choices import picked
from cogs.shared.options.meetings import changeable_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class Mirroring(commands.Cog):
    """/meeting mirror."""

    @app_commands.command()
    @app_commands.autocomplete(meeting=changeable_choices)
    @app_commands.describe(meeting="Which meeting")
    async def mirror(self, interaction: Interaction, meeting: str) -> None:
        """Put a meeting back among the server's events, where somebody deleted it (organizers)."""
        client, viewer = interaction.client, await viewer_of(interaction)
        now = client.clock.now()
        done = await client.services.mirroring.put_back(
            viewer, picked(meeting, what="meeting"), now=now
        )
        guild = interaction.guild
        allowed = guild.me.guild_permissions if guild else None
        is_allowed = allowed is None or allowed.create_events or allowed.manage_events
        await answer(interaction, put_back_reply(done, is_allowed=is_allowed))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, Mirroring(), group="meeting")
