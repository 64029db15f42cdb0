"""Receipts: what became of every message, with retrying and dropping."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.receipts import receipts_page
from bot.announcements.service.receipts import Receipts
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number, word
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.outbox.deliveries import State
from cogs.shared.options.choices import InWords

if TYPE_CHECKING:
    from bot.chat.client import Meridian


ANY = "any"


class ReceiptsCog(commands.Cog):
    """/announce receipts, and posts that somebody deletes."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Note that a post is gone."""
        await self._bot.services[Receipts].note_deleted(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Note that many posts are gone at once."""
        for message_id in sorted(payload.message_ids):
            await self._bot.services[Receipts].note_deleted(message_id)

    @app_commands.command(extras={"pace": READS})
    @app_commands.describe(state=_("Show only messages in this state"))
    async def receipts(
        self,
        interaction: Interaction,
        state: app_commands.Transform[State | None, InWords(State)] = None,
    ) -> None:
        """Show which messages were sent, which are waiting, which failed, and why."""
        await answer(interaction, await self._receipts(interaction, state, 1))

    @clicks("receipts", pace=READS)
    async def turn_receipts(
        self, interaction: Interaction, state: str, page: str, _marker: str = ""
    ) -> None:
        """Show another page of receipts."""
        wanted = None if state == ANY else word(State, state)
        await answer(interaction, await self._receipts(interaction, wanted, number(page)))

    async def _receipts(self, interaction: Interaction, state: State | None, page: int) -> Reply:
        viewer = await viewer_of(interaction)
        found = await self._bot.services[Receipts].listing(viewer, state=state, page=page)
        return receipts_page(
            found.found,
            found.counts,
            found.names,
            state=state.value if state else ANY,
            page=found.page,
            is_last=found.is_last,
        )

    @clicks("receipt-retry")
    async def retry(self, interaction: Interaction, delivery: str) -> None:
        """Try a parked message again."""
        viewer = await viewer_of(interaction)
        await self._bot.services[Receipts].retry(
            viewer, number(delivery), now=self._bot.clock.now()
        )
        await answer(interaction, Reply(text=_("I am trying again now.")))

    @clicks("receipt-drop")
    async def drop(self, interaction: Interaction, delivery: str) -> None:
        """Give up a message that was not sent yet."""
        await self._bot.services[Receipts].drop(await viewer_of(interaction), number(delivery))
        await answer(interaction, Reply(text=_("Dropped. It will not be sent.")))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, ReceiptsCog(bot), group="announce")
