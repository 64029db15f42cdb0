"""Templates that announcements can begin with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.announcements.service.templates import Templates
from bot.chat.command_groups import join_group
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import submits
from bot.core.translation import _
from cogs.announcements.forms import TEMPLATE
from cogs.announcements.options import (
    template_choices,
)

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class TemplatesCog(commands.Cog):
    """/announce template."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(name=template_choices)
    @app_commands.describe(name=_("A template to change, or the name of a new one"))
    async def template(self, interaction: Interaction, name: str) -> None:
        """Write a template for announcements."""
        viewer = await viewer_of(interaction)
        known = await self._bot.services[Templates].listing(viewer)
        draft_id = await keep(interaction, kind="template", content={"name": name})
        values = {"body": known.get(name, "")}
        await interaction.response.send_modal(TEMPLATE.modal(draft_id, values=values))

    @submits(TEMPLATE)
    async def template_typed(
        self, interaction: Interaction, values: Mapping[str, str], draft_id: str
    ) -> None:
        """Save the template."""
        content = await kept(interaction, kind="template", draft_id=draft_id)
        is_kept = await self._bot.services[Templates].keep(
            await viewer_of(interaction), content["name"], values["body"]
        )
        told = (
            _("Template saved. You can begin with it in /announce compose.")
            if is_kept
            else _("Template deleted.")
        )
        await answer(interaction, Reply(text=told))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, TemplatesCog(bot), group="announce")
