"""/setup: the settings of a server."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.interactions import Interaction, answer, visitor_of
from bot.core.translation import _
from bot.servers.cards.setup import foundation_card, not_founded_reply
from bot.servers.service.setup import Foundation, ServerSettings, SetupService
from cogs.shared.options.sites import anchor_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

NEEDED = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")


class SetupCog(commands.Cog):
    """/setup, for organizers and those who can manage the server."""

    @app_commands.command(description=_("Set up this server, or show its settings (organizers)."))
    @app_commands.guild_only()
    @app_commands.autocomplete(anchor_site=anchor_choices)
    @app_commands.describe(
        name=_("The collaboration's name, like Foundations of Deep Learning"),
        slug=_("Its short name in addresses, like deep-learning-theory"),
        claim=_("The code that hands an imported collaboration to this server"),
        organizer_role=_("Who may set up series and meetings"),
        member_role=_("Who may sign up and see join links; @everyone for everybody"),
        announcement_channel=_("Where meetings are announced"),
        organizer_channel=_("Where organizers get messages (by direct message if left out)"),
        anchor_site=_("The site whose time is shown first"),
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
        """Change the settings that were given, or show them all."""
        typed = ServerSettings(
            name=name,
            slug=slug,
            claim=claim,
            organizer_role_id=_id(organizer_role),
            member_role_id=_id(member_role),
            announcement_channel_id=_id(announcement_channel),
            organizer_channel_id=_id(organizer_channel),
            anchor_site=anchor_site,
        )
        await self._show(interaction, await self._founded(interaction, typed))

    async def _founded(self, interaction: Interaction, typed: ServerSettings) -> Foundation | None:
        founding, visitor = interaction.client.services[SetupService], visitor_of(interaction)
        if typed == ServerSettings():
            return await founding.foundation(visitor)
        return await founding.set_up(visitor, typed, now=interaction.client.clock.now())

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


def _id(chosen: discord.Role | discord.TextChannel | None) -> int | None:
    return chosen.id if chosen is not None else None


def _warnings(guild: discord.Guild | None, founded: Foundation) -> list[str]:
    """Return the problems of a server's settings."""
    settings = founded.collaboration
    if guild is None:
        return []
    roles = (
        (settings.organizer_role_id, _("The organizer role is gone. Give /setup another one.")),
        (settings.member_role_id, _("The member role is gone. Give /setup another one.")),
    )
    warnings = [
        warning
        for role_id, warning in roles
        if role_id is not None and guild.get_role(role_id) is None
    ]
    if settings.announcement_channel_id is None:
        return warnings
    channel = guild.get_channel(settings.announcement_channel_id)
    if channel is None:
        return [*warnings, _("The announcement channel is gone. Give /setup another one.")]
    allowed = channel.permissions_for(guild.me)
    missing = [name.replace("_", " ") for name in NEEDED if not getattr(allowed, name)]
    if missing:
        warnings.append(
            _(
                "Meridian lacks permissions in {channel}: {permissions}",
                channel=channel.mention,
                permissions=", ".join(missing),
            )
        )
    return warnings


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(SetupCog())
