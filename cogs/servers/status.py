"""/status: whether Meridian works as it should."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.announcements.service.receipts import Health, Receipts
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.clock import tz_release
from bot.core.translation import _
from bot.servers.cards.status import status_card
from bot.servers.service.departures import DepartureService

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class StatusCog(commands.Cog):
    """/status for organizers."""

    @app_commands.command(
        description=_("Show the status of Discord, the store and the outbox (organizers)."),
        extras={"pace": READS},
    )
    @app_commands.guild_only()
    async def status(self, interaction: Interaction) -> None:
        """Show the status of Meridian."""
        client, viewer = interaction.client, await viewer_of(interaction)
        health = await client.services[Receipts].health(viewer, now=client.clock.now())
        await answer(interaction, _card(client, health))


def _card(client: "Meridian", health: Health) -> Reply:
    return status_card(
        latency=client.latency,
        ailment=client.ailment(),
        concern=client.services[DepartureService].concern,
        counts=health.counts,
        overdue=health.overdue,
        megabytes=health.megabytes,
        since_copy=health.since_copy,
        release=tz_release(),
    )


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(StatusCog())
