"""/me closure: the days on which a member is not available."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.core.translation import _
from bot.sites.cards.closures import own_closures_card
from bot.sites.model.closures import Level
from bot.sites.service.closures import ClosureService
from bot.times.date_formats import parse_date
from cogs.shared.options.choices import InWords, picked
from cogs.shared.options.closures import own_closure_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

HowClosed = app_commands.Transform[Level | None, InWords(Level)]


class OwnClosuresCog(commands.Cog):
    """/me closure: others see that a member is not available, and no reason."""

    group = app_commands.Group(name="closure", description=_("When you are not available"))

    @group.command(
        name="list", description=_("Show when you are not available."), extras={"pace": READS}
    )
    async def list_(self, interaction: Interaction) -> None:
        """Show the member's own closures."""
        client, viewer = interaction.client, await viewer_of(interaction)
        stated = await client.services[ClosureService].own(viewer, now=client.clock.now())
        await answer(interaction, own_closures_card(stated))

    @group.command(description=_("Add days on which you are not available. Others see no reason."))
    @app_commands.describe(
        first=_("The first day, like 2026-12-24"),
        last=_("The last day (the first day if left out)"),
        level=_("hard: you are away (if left out); soft: you prefer not to meet"),
    )
    async def add(
        self,
        interaction: Interaction,
        first: str,
        last: str | None = None,
        level: HowClosed = None,
    ) -> None:
        """Add a closure of the member's own."""
        client, viewer = interaction.client, await viewer_of(interaction)
        stated = await client.services[ClosureService].add_own(
            viewer,
            first=parse_date(first),
            last=None if last is None else parse_date(last),
            level=level or Level.HARD,
            now=client.clock.now(),
        )
        await answer(interaction, own_closures_card(stated))

    @group.command(description=_("Remove days on which you are available after all."))
    @app_commands.autocomplete(closure=own_closure_choices)
    @app_commands.describe(closure=_("Which days"))
    async def remove(self, interaction: Interaction, closure: str) -> None:
        """Remove one of the member's own closures."""
        client, viewer = interaction.client, await viewer_of(interaction)
        closure_id = await picked(interaction, closure, what="closure", offer=own_closure_choices)
        now = client.clock.now()
        stated = await client.services[ClosureService].remove_own(viewer, closure_id, now=now)
        await answer(interaction, own_closures_card(stated))


async def setup(bot: "Meridian") -> None:
    """Add the commands to the group of /me."""
    await join_group(bot, OwnClosuresCog(), group="me")
