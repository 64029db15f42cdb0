"""Founding in Discord: a server is set up, and everybody is told what they can do."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.announcements.service.receipts import Receipts
from bot.chat.help import guide_reply
from bot.chat.interactions import Interaction, answer, viewer_of, visitor_of
from bot.chat.member_limits import READS
from bot.clock import tz_release
from bot.servers.cards.setup import foundation_card, not_founded_reply
from bot.servers.cards.status import status_card
from bot.servers.service.departures import DepartureService
from bot.servers.service.setup import Foundation, SetupService
from cogs.shared.options.sites import anchor_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

NEEDED = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")


class Founding(commands.Cog):
    """/setup for those who can manage the server, /status for organizers, /help for all."""

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.autocomplete(anchor_site=anchor_choices)
    @app_commands.describe(
        name="The collaboration's name, like Foundations of Deep Learning",
        slug="Its short name in addresses, like deep-learning-theory",
        claim="The code that hands an imported collaboration to this server",
        organizer_role="Who may set up series and meetings",
        member_role="Who may sign up and see join links; @everyone for everybody",
        announcement_channel="Where meetings are announced",
        organizer_channel="Where organizers are told what needs them; else each by direct message",
        anchor_site="The site whose time is named first",
    )
    async def setup(
        self,
        interaction: Interaction,
        name: str | None = None,
        slug: str | None = None,
        claim: str | None = None,
        organizer_role: discord.Role | None = None,
        member_role: discord.Role | None = None,
        announcement_channel: discord.TextChannel | None = None,
        organizer_channel: discord.TextChannel | None = None,
        anchor_site: str | None = None,
    ) -> None:
        """Set this server up, or show how it is set up (organizers)."""
        founding, visitor = interaction.client.services[SetupService], visitor_of(interaction)
        channels = (announcement_channel, organizer_channel)
        typed = (name, slug, claim, organizer_role, member_role, *channels, anchor_site)
        if all(option is None for option in typed):
            founded = await founding.foundation(visitor)
        else:
            founded = await founding.set_up(
                visitor,
                name=name,
                slug=slug,
                claim=claim,
                organizer_role_id=organizer_role.id if organizer_role else None,
                member_role_id=member_role.id if member_role else None,
                announcement_channel_id=announcement_channel.id if announcement_channel else None,
                organizer_channel_id=organizer_channel.id if organizer_channel else None,
                anchor_site=anchor_site,
                now=interaction.client.clock.now(),
            )
        await self._show(interaction, founded)

    async def _show(self, interaction: Interaction, founded: Foundation | None) -> None:
        if founded is None:
            await answer(interaction, not_founded_reply())
            return
        reply = foundation_card(
            founded.collaboration,
            founded.sites,
            links=interaction.client.links,
            is_new=founded.is_new,
            warnings=_warnings(interaction.guild, founded),
        )
        await answer(interaction, reply)

    @app_commands.command(extras={"pace": READS})
    @app_commands.guild_only()
    async def help(self, interaction: Interaction) -> None:
        """Show what you can do here, with examples."""
        viewer = await viewer_of(interaction)
        leaves = [
            (command.qualified_name, command.description)
            for command in interaction.client.tree.walk_commands()
            if isinstance(command, app_commands.Command)
        ]
        await answer(interaction, guide_reply(leaves, interaction.client.guide, viewer.standing))

    @app_commands.command(extras={"pace": READS})
    @app_commands.guild_only()
    async def status(self, interaction: Interaction) -> None:
        """Show how Discord, the store and the outbox are (organizers)."""
        viewer = await viewer_of(interaction)
        health = await interaction.client.services[Receipts].health(
            viewer, now=interaction.client.clock.now()
        )
        reply = status_card(
            latency=interaction.client.latency,
            ailment=interaction.client.ailment(),
            concern=interaction.client.services[DepartureService].concern,
            counts=health.counts,
            overdue=health.overdue,
            megabytes=health.megabytes,
            since_copy=health.since_copy,
            release=tz_release(),
        )
        await answer(interaction, reply)


def _warnings(guild: discord.Guild | None, founded: Foundation) -> list[str]:
    """Return what in the server keeps Meridian from doing what was set."""
    settings = founded.collaboration
    if guild is None:
        return []
    roles = {"organizer": settings.organizer_role_id, "member": settings.member_role_id}
    warnings = [
        f"The {name} role is gone: please give /setup another one."
        for name, role_id in roles.items()
        if role_id is not None and guild.get_role(role_id) is None
    ]
    if settings.announcement_channel_id is None:
        return warnings
    channel = guild.get_channel(settings.announcement_channel_id)
    if channel is None:
        return [*warnings, "The announcement channel is gone: please give /setup another one."]
    allowed = channel.permissions_for(guild.me)
    missing = [name.replace("_", " ") for name in NEEDED if not getattr(allowed, name)]
    if missing:
        warnings.append(f"In {channel.mention} Meridian lacks: {', '.join(missing)}.")
    return warnings


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Founding())
