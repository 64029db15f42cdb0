"""The command that sets what a series announces, and when it reminds people."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.reminders import ladder_card
from bot.announcements.service.reminder_settings import ReminderChoices, ReminderSettings
from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.core.translation import _
from bot.sites.service.sites import SiteService
from cogs.shared.options.series import series_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class SeriesNotificationsCog(commands.Cog):
    """/series notify."""

    @app_commands.command(
        description=_("Show or change what a series announces and reminds of (organizers).")
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(
        series=_("Which series"),
        talk_days=_("Announce complete talks at most this many days ahead; 0 turns it off"),
        meeting_days=_("Announce meetings without talks this many days ahead; 0 turns it off"),
        mornings=_(
            "Remind on the morning before, at these sites, like “epfl, mit”; “none” turns it off"
        ),
        minutes=_("Remind this many minutes before the start; 0 turns it off"),
        ping=_("The role to ping; choose @everyone to ping nobody"),
        nudges=_("Ask speakers for missing details 14, 7, 3 and 1 days before"),
        threads=_("Open a thread for questions under each talk's announcement"),
    )
    async def notify(
        self,
        interaction: Interaction,
        series: str,
        talk_days: app_commands.Range[int, 0, 28] | None = None,
        meeting_days: app_commands.Range[int, 0, 28] | None = None,
        mornings: str | None = None,
        minutes: app_commands.Range[int, 0, 120] | None = None,
        ping: discord.Role | None = None,
        nudges: bool | None = None,  # noqa: FBT001 - Discord names each option
        threads: bool | None = None,  # noqa: FBT001 - Discord names each option
    ) -> None:
        """Change what was given, and show all settings."""
        typed = ReminderChoices(
            talk_days=talk_days,
            meeting_days=meeting_days,
            mornings=mornings,
            minutes=minutes,
            role_id=_role_id(ping),
            nudges=nudges,
            threads=threads,
        )
        await _change(interaction, series, typed)


async def _change(interaction: Interaction, series: str, typed: ReminderChoices) -> None:
    client, viewer = interaction.client, await viewer_of(interaction)
    found, schedule = await client.services[ReminderSettings].schedule(
        viewer, series, typed, now=client.clock.now()
    )
    sites = await client.services[SiteService].sites(viewer)
    await answer(interaction, ladder_card(found, schedule, sites))


def _role_id(role: discord.Role | None) -> int | None:
    """Return the id of a role, 0 for @everyone."""
    if role is None:
        return None
    return 0 if role.is_default() else role.id


async def setup(bot: "Meridian") -> None:
    """Add the cog to /series."""
    await join_group(bot, SeriesNotificationsCog(), group="series")
