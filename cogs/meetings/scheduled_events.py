"""The command that puts a meeting back among the server's scheduled events."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.core.translation import _
from bot.meetings.cards.scheduled_events import put_back_reply
from bot.meetings.service.scheduled_events import ScheduledEventService
from cogs.shared.options.choices import picked
from cogs.shared.options.meetings import changeable_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class ScheduledEventsCog(commands.Cog):
    """/meeting mirror."""

    @app_commands.command(
        description=_("Show a meeting among the server's events again, if deleted (organizers).")
    )
    @app_commands.autocomplete(meeting=changeable_choices)
    @app_commands.describe(meeting=_("Which meeting"))
    async def mirror(self, interaction: Interaction, meeting: str) -> None:
        """Put a meeting back among the server's events."""
        client, viewer = interaction.client, await viewer_of(interaction)
        now = client.clock.now()
        meeting_id = await picked(interaction, meeting, what="meeting", offer=changeable_choices)
        done = await client.services[ScheduledEventService].put_back(viewer, meeting_id, now=now)
        await answer(interaction, put_back_reply(done, is_allowed=_is_allowed(interaction)))


def _is_allowed(interaction: Interaction) -> bool:
    """Return whether Meridian may create events in this server."""
    if interaction.guild is None:
        return True
    allowed = interaction.guild.me.guild_permissions
    return allowed.create_events or allowed.manage_events


async def setup(bot: "Meridian") -> None:
    """Add the cog to /meeting."""
    await join_group(bot, ScheduledEventsCog(), group="meeting")
