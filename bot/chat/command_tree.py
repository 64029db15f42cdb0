"""The tree of slash commands: who gets through, and what happens when one fails."""

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.chat import errors as failures
from bot.chat.member_limits import WRITES, Rate, TooFast
from bot.core.refusals import Refusal
from bot.storage.saved import begin_noting

if TYPE_CHECKING:
    from bot.chat.client import Meridian


def _is_no_refusal(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], Refusal))


# An autocompletion that refuses is no failure, though discord.py logs it as one.
logging.getLogger("discord.app_commands.tree").addFilter(_is_no_refusal)


class Tree(app_commands.CommandTree["Meridian"]):
    """The slash commands; whatever one raises is answered by the one error surface."""

    async def on_error(
        self, interaction: discord.Interaction["Meridian"], error: app_commands.AppCommandError
    ) -> None:
        """Answer the person."""
        await failures.answer(interaction, error)

    async def interaction_check(self, interaction: discord.Interaction["Meridian"], /) -> bool:
        """Let a command through that comes for the first time, and not too fast."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        client = interaction.client
        if not client.is_new(interaction):
            return False
        try:
            client.count(interaction, _rate_of(interaction))
        except TooFast as refusal:
            await failures.answer(interaction, refusal)
            return False
        return True

    async def _call(self, interaction: discord.Interaction["Meridian"]) -> None:
        begin_noting()
        is_typing = interaction.type is discord.InteractionType.autocomplete
        if is_typing and not interaction.client.is_new(interaction):
            return
        # discord.py logs a failed autocompletion and leaves the person with "loading failed".
        await super()._call(interaction)
        if is_typing and not interaction.response.is_done():
            with suppress(discord.HTTPException):  # the person has typed on
                await interaction.response.autocomplete([])


def _rate_of(interaction: discord.Interaction[Any]) -> Rate:
    extras = interaction.command.extras if interaction.command else {}
    rate: Rate = extras.get("pace", WRITES)
    return rate
