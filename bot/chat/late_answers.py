"""Answers that Discord does not take any more: they go to the person as a direct message."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import discord

from bot.chat.markdown import cut
from bot.chat.replies import CONTENT, Reply
from bot.core.translation import _
from bot.storage.saved import was_saved

log = logging.getLogger(__name__)

# Discord's codes for an interaction whose 15 minutes are over, and for one that got no answer
# within three seconds.
OVER = frozenset({10015, 50027})
UNANSWERED = 10062
LATE = _("My answer took longer than Discord waits for one. Here it is:")


async def sent_or_written(
    interaction: discord.Interaction[Any], reply: Reply, send: Callable[[], Awaitable[object]]
) -> None:
    """Send an answer; if Discord does not take it any more, write to the person instead.

    One that was not even begun in time is only written to say what was saved: the person has seen
    that Meridian did not respond, and has asked again if it was only to look.
    """
    try:
        await send()
    except discord.HTTPException as error:
        if error.code not in OVER and not (error.code == UNANSWERED and was_saved()):
            raise
        log.info("an answer came too late and goes out as a direct message: %s", error)
        await _write(interaction, reply)


async def _write(interaction: discord.Interaction[Any], reply: Reply) -> None:
    letter = replace(reply, text=cut(f"{LATE}\n{reply.text}".strip(), CONTENT), role_id=None)
    try:
        await interaction.user.send(**letter.arguments())
    except discord.HTTPException as error:
        log.warning("an answer that came too late could not be sent as a direct message: %s", error)
