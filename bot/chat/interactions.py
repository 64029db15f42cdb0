"""Who asks, and answers that only this person sees."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.client import visitor_from
from bot.chat.illustrations import has_picture, illustrated
from bot.chat.late_answers import sent_or_written
from bot.chat.replies import Reply, as_edit
from bot.core.refusals import NotAllowed
from bot.core.translation import _
from bot.people.model.viewers import Standing, Viewer
from bot.people.service import MembershipService, Visitor, standing_of

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Interaction: TypeAlias = "discord.Interaction[Meridian]"
Context: TypeAlias = "commands.Context[Meridian]"

server_only = app_commands.guild_only


def visitor_of(interaction: Interaction) -> Visitor:
    """Return who asks, as Discord describes them; refuse outside a server."""
    return _visitor(interaction.guild, interaction.user)


def _visitor(guild: discord.Guild | None, user: discord.User | discord.Member) -> Visitor:
    if guild is None or not isinstance(user, discord.Member):
        message = _("This only works in a server. Please type it in one of its channels.")
        raise NotAllowed(message)
    return visitor_from(user)


async def viewer_of(interaction: Interaction) -> Viewer:
    """Return on whose behalf this is done; refuse if the server is not set up.

    In direct messages, Discord is asked for the roles the person has in the server.
    """
    client = interaction.client
    visitor = visitor_of(interaction) if interaction.guild is not None else await _afar(interaction)
    return await client.services[MembershipService].viewer(visitor, now=client.clock.now())


async def _afar(interaction: Interaction) -> Visitor:
    client, message = interaction.client, interaction.message
    guild_id = await client.services[MembershipService].guild_of(
        discord_id=interaction.user.id, message_id=message.id if message else None
    )
    guild = client.get_guild(guild_id)
    try:
        member = None if guild is None else await guild.fetch_member(interaction.user.id)
    except discord.NotFound:
        member = None
    if member is None:
        refusal = _("You have left that server, so you can't do this any more.")
        raise NotAllowed(refusal)
    return visitor_from(member)


async def public_viewer_of(context: Context) -> Viewer:
    """Return the viewer for an answer in a channel, who sees no more than everybody there may."""
    client = context.bot
    visitor = _visitor(context.guild, context.author)
    viewer = await client.services[MembershipService].viewer(visitor, now=client.clock.now())
    everybody = Visitor(
        guild_id=visitor.guild_id,
        discord_id=visitor.discord_id,
        display_name=visitor.display_name,
        role_ids=(),
        may_manage_server=False,
    )
    standing = min(viewer.standing, standing_of(everybody, viewer.collaboration))
    return Viewer(
        collaboration=viewer.collaboration, standing=Standing(standing), member=viewer.member
    )


def turn_of(interaction: Interaction) -> asyncio.Lock:
    """Return the lock that serialises replies to this interaction."""
    turn: asyncio.Lock = interaction.extras.setdefault("turn", asyncio.Lock())
    return turn


# The first answer to a click whose message is edited later.
EDITED_LATER = discord.InteractionResponseType.deferred_message_update


async def answer(interaction: Interaction, reply: Reply) -> None:
    """Show a reply to the person who asked, and nobody else."""
    async with turn_of(interaction):
        if has_picture(reply) and not interaction.response.is_done():
            await interaction.response.defer(ephemeral=True)  # drawing may take over 3 seconds
        shown = await illustrated(reply, interaction.client.formulas)
        sent = {**shown.arguments(), "ephemeral": True}
        response = interaction.response
        send = interaction.followup.send if response.is_done() else response.send_message
        await sent_or_written(interaction, shown, partial(send, **sent))


async def replace(interaction: Interaction, reply: Reply) -> None:
    """Show a reply in place of the message whose button was clicked."""
    if interaction.message is not None:
        async with turn_of(interaction):
            response = interaction.response
            if not response.is_done() or response.type is EDITED_LATER:
                await _edit(interaction, reply)
                return
    await answer(interaction, reply)


async def _edit(interaction: Interaction, reply: Reply) -> None:
    if has_picture(reply) and not interaction.response.is_done():
        await interaction.response.defer()
    shown = await illustrated(reply, interaction.client.formulas)
    response = interaction.response
    edit = interaction.edit_original_response if response.is_done() else response.edit_message
    await sent_or_written(interaction, shown, partial(edit, **as_edit(shown)))


async def say(context: Context, reply: Reply) -> None:
    """Answer in the channel, without buttons, which would turn pages for everybody."""
    await context.reply(
        **Reply(text=reply.text, cards=reply.cards, files=reply.files).arguments(),
        mention_author=False,
    )
