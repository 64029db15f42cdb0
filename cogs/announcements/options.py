"""The options of /announce: announcements, templates and channels."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.announcements.cards.announcements import (
    composition_label,
)
from bot.announcements.service.announcements import Announcements
from bot.announcements.service.templates import Templates
from bot.chat.interactions import Interaction, viewer_of
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.outbox.deliveries import State
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.programme.cards.setting import Setting
from bot.sites.service.sites import SiteService
from cogs.shared.options.choices import fitting_choices

if TYPE_CHECKING:
    pass


async def composed_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the composed announcements that can still be changed, the latest first."""
    client, viewer = interaction.client, await viewer_of(interaction)
    found, _ = await client.services[Announcements].listing(viewer)
    setting = await setting_of(interaction, viewer)
    zone = home_zone(viewer, setting.sites)
    return fitting_choices(
        typed,
        (
            (composition_label(one, zone=zone, setting=setting), str(one.id))
            for one in found
            if one.state not in {State.DROPPED, State.EXPIRED}
        ),
    )


async def template_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the collaboration's templates."""
    viewer = await viewer_of(interaction)
    known = await interaction.client.services[Templates].listing(viewer)
    return fitting_choices(typed, ((name, name) for name in known))


async def setting_of(interaction: Interaction, viewer: Viewer) -> Setting:
    """Return what announcements of the viewer's collaboration are drawn with."""
    client = interaction.client
    return Setting(
        collaboration=viewer.collaboration,
        sites=await client.services[SiteService].sites(viewer),
        links=client.links,
        marker="preview",
    )


def writable_channel(
    viewer: Viewer,
    interaction: Interaction,
    channel: discord.TextChannel | None,
    *,
    publish: bool = False,
) -> int:
    """Return the channel to post in; refuse one in which the organizer may not write."""
    channel_id = channel.id if channel else viewer.collaboration.announcement_channel_id
    if channel_id is None:
        raise Refusal(_("Please choose a channel, or set one for all announcements with /setup."))
    there = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if not isinstance(there, discord.TextChannel):
        return channel_id
    if publish and not there.is_news():
        raise Refusal(
            _("Servers can only follow an announcement channel. Please choose one to publish in.")
        )
    member = interaction.user
    if isinstance(member, discord.Member) and not there.permissions_for(member).send_messages:
        raise Refusal(_("You may not write in that channel. Please choose another one."))
    return channel_id


def pinged_role(role: discord.Role | None) -> int | None:
    """Return the role to ping; refuse @everyone."""
    if role is not None and role.is_default():
        raise Refusal(_("I never ping everyone. Please choose another role, or none."))
    return None if role is None else role.id
