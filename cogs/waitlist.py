"""Swapping slots with another speaker, and waiting in line for a free slot."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.sites.service.sites import SiteService
from bot.waitlist.cards import line_reply, swap_asked_reply, swapped_reply
from bot.waitlist.service.swaps import WaitlistService
from cogs.shared.options.choices import picked
from cogs.shared.options.series import series_choices
from cogs.shared.options.talks import (
    own_talk_choices,
    swap_partner_choices,
    swappable_choices,
    talk_choices,
)
from cogs.talks.forms import sign_up_form

if TYPE_CHECKING:
    from bot.chat.client import Meridian

PASSED = _("You passed on this slot. You keep your place in line for the next free one.")
DECLINED = _("Both talks stay where they are. The other speaker will be told.")


class WaitlistCog(commands.Cog):
    """/talk swap and /talk standby, and the buttons of their messages.

    The last argument of each button is the marker of its delivery, which only the outbox reads.
    """

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_("Ask another speaker to swap slots; they have a week to agree.")
    )
    @app_commands.autocomplete(mine=swappable_choices, other=swap_partner_choices)
    @app_commands.describe(mine=_("Your talk"), other=_("The talk whose slot you would like"))
    async def swap(self, interaction: Interaction, mine: str, other: str) -> None:
        """Ask another speaker to swap slots."""
        viewer, services = await viewer_of(interaction), self._bot.services
        mine_id = await picked(interaction, mine, what="talk", offer=own_talk_choices)
        other_id = await picked(interaction, other, what="talk", offer=talk_choices)
        now = self._bot.clock.now()
        asked = await services[WaitlistService].ask_swap(viewer, mine_id, other_id, now=now)
        sites = await services[SiteService].sites(viewer)
        await answer(interaction, swap_asked_reply(asked.swap, asked.mine, asked.other, sites))

    @app_commands.command(
        description=_("Wait in line for a slot: the next one that becomes free is offered to you.")
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series=_("The series you want a slot in"), leave=_("Leave the line"))
    async def standby(
        self,
        interaction: Interaction,
        series: str,
        leave: bool = False,  # noqa: FBT001, FBT002 - Discord names each option
    ) -> None:
        """Join or leave the line of a series."""
        viewer, trading = await viewer_of(interaction), self._bot.services[WaitlistService]
        act = trading.leave if leave else trading.stand_by
        found = await act(viewer, series, now=self._bot.clock.now())
        await answer(interaction, line_reply(found.series, found.place))

    @clicks("offer-take", pace=READS)
    async def offer_taken(self, interaction: Interaction, offer: str, _marker: str) -> None:
        """Open the sign-up form for the slot that is kept for the member."""
        viewer, now = await viewer_of(interaction), self._bot.clock.now()
        kept_slot = await self._bot.services[WaitlistService].offered(
            viewer, number(offer), now=now
        )
        form = sign_up_form(kept_slot.slot.id, viewer.require_member().name)
        await interaction.response.send_modal(form)

    @clicks("offer-pass")
    async def offer_passed(self, interaction: Interaction, offer: str, _marker: str) -> None:
        """Offer the slot to the next in line."""
        viewer, now = await viewer_of(interaction), self._bot.clock.now()
        await self._bot.services[WaitlistService].pass_on(viewer, number(offer), now=now)
        await answer(interaction, Reply(text=PASSED))

    @clicks("swap-agree")
    async def swap_agreed(self, interaction: Interaction, swap: str, _marker: str) -> None:
        """Swap the slots of two talks."""
        viewer, services = await viewer_of(interaction), self._bot.services
        done = await services[WaitlistService].agree(
            viewer, number(swap), now=self._bot.clock.now()
        )
        sites = await services[SiteService].sites(viewer)
        await answer(interaction, swapped_reply(done.mine, done.other, sites))

    @clicks("swap-decline")
    async def swap_declined(self, interaction: Interaction, swap: str, _marker: str) -> None:
        """Leave both talks where they are."""
        viewer, now = await viewer_of(interaction), self._bot.clock.now()
        await self._bot.services[WaitlistService].decline(viewer, number(swap), now=now)
        await answer(interaction, Reply(text=DECLINED))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, WaitlistCog(bot), group="talk")
