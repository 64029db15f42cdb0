"""Deferring: Discord is told to wait for an answer that takes longer than it allows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import discord

from bot.chat.interactions import Interaction, turn_of

LONG = 1.5  # seconds; Discord gives up after three


@asynccontextmanager
async def answered_in_time(interaction: Interaction) -> AsyncIterator[None]:
    """Make Discord wait for the answer, however long it takes (fault F43)."""
    over = asyncio.Event()
    waiting = asyncio.create_task(_ask_to_wait(interaction, over))
    try:
        yield
    finally:
        over.set()
        await waiting


async def _ask_to_wait(interaction: Interaction, over: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(LONG):
            await over.wait()
    except TimeoutError:
        async with turn_of(interaction):
            if not interaction.response.is_done():
                with suppress(discord.HTTPException):
                    await interaction.response.defer(ephemeral=True, thinking=True)
