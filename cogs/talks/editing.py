"""Changing a talk: its text, its slot and the links to its materials."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.drafts import keep, reopening
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import clicks, submits
from bot.core.translation import _
from bot.meetings.cards.meeting_changes import QUIETLY
from bot.talks.model.submission import Materials, Submission
from bot.talks.service.presentations import TalkChanged
from bot.talks.service.talks import TalkService
from cogs.shared.options.choices import picked
from cogs.shared.options.talks import own_talk_choices, slot_choices
from cogs.talks.forms import EDIT, MATERIALS, edit_form, materials_form
from cogs.talks.talk_replies import changeable_talk, talk_reply

if TYPE_CHECKING:
    from bot.chat.client import Meridian

ALOUD = "aloud"  # those concerned are told of a change


class TalkEditingCog(commands.Cog):
    """/talk edit and /talk materials, with the buttons that open the same forms."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_("Change title, abstract, co-speakers or paper of a talk."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(talk=own_talk_choices, slot=slot_choices)
    @app_commands.describe(
        talk=_("One of your talks"),
        slot=_("Move it to this slot (organizers); no form opens then"),
        quietly=_("Notify nobody of a new title; posts and calendars still show it"),
    )
    async def edit(
        self,
        interaction: Interaction,
        talk: str,
        slot: str | None = None,
        quietly: bool = False,  # noqa: FBT001, FBT002 - Discord names each option
    ) -> None:
        """Open the form of a talk, or move the talk to another slot."""
        if slot is None:
            await _open_edit(interaction, talk, QUIETLY if quietly else ALOUD)
        else:
            talk_id = await picked(interaction, talk, what="talk", offer=own_talk_choices)
            slot_id = await picked(interaction, slot, what="slot", offer=slot_choices)
            await self._place(interaction, talk_id, slot_id)

    async def _place(self, interaction: Interaction, talk_id: int, slot_id: int) -> None:
        viewer, now = await viewer_of(interaction), self._bot.clock.now()
        placed = await self._bot.services[TalkService].place(
            viewer, talk_id, slot_id=slot_id, now=now
        )
        await answer(interaction, await talk_reply(interaction, viewer, placed))

    @clicks("talk-edit", pace=READS)
    async def edit_clicked(self, interaction: Interaction, talk: str) -> None:
        """Open the form of a talk."""
        await _open_edit(interaction, talk, ALOUD)

    @submits(EDIT)
    async def edited(
        self,
        interaction: Interaction,
        values: Mapping[str, str],
        talk: str,
        revision: str,
        how: str = ALOUD,
    ) -> None:
        """Save the changes; if somebody else was faster, show theirs and keep these."""
        viewer, speaking = await viewer_of(interaction), self._bot.services[TalkService]
        try:
            done = await speaking.edit(
                viewer,
                number(talk),
                submission=Submission(**values),
                revision=number(revision),
                quietly=how == QUIETLY,
                now=self._bot.clock.now(),
            )
        except TalkChanged as overtaken:
            await self._keep_typed(interaction, values, number(talk), how, reason=str(overtaken))
            return
        await answer(interaction, await talk_reply(interaction, viewer, done))

    async def _keep_typed(
        self,
        interaction: Interaction,
        values: Mapping[str, str],
        talk_id: int,
        how: str,
        *,
        reason: str,
    ) -> None:
        viewer = await viewer_of(interaction)
        present = await self._bot.services[TalkService].talk(viewer, talk_id)
        arguments = [present.talk.id, present.talk.revision, how]
        typed = {"form": EDIT.kind, "values": dict(values), "arguments": arguments}
        draft_id = await keep(interaction, kind="form", content=typed)
        shown = await talk_reply(interaction, viewer, present)
        await answer(interaction, reopening(reason, draft_id, cards=shown.cards))

    @app_commands.command(
        description=_("Add the links to slides, video and paper of a talk."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(talk=own_talk_choices)
    @app_commands.describe(talk=_("One of your talks"))
    async def materials(self, interaction: Interaction, talk: str) -> None:
        """Open the form with a talk's links."""
        await self.materials_clicked(interaction, talk)

    @clicks("talk-materials", pace=READS)
    async def materials_clicked(self, interaction: Interaction, talk: str) -> None:
        """Open the form with a talk's links."""
        found = await changeable_talk(interaction, talk)
        await interaction.response.send_modal(materials_form(found.talk))

    @submits(MATERIALS)
    async def materials_given(
        self, interaction: Interaction, values: Mapping[str, str], talk: str
    ) -> None:
        """Save the links."""
        viewer = await viewer_of(interaction)
        done = await self._bot.services[TalkService].set_materials(
            viewer, number(talk), materials=Materials(**values), now=self._bot.clock.now()
        )
        await answer(interaction, await talk_reply(interaction, viewer, done))


async def _open_edit(interaction: Interaction, talk: str, how: str) -> None:
    found = await changeable_talk(interaction, talk)
    await interaction.response.send_modal(edit_form(found.talk, how))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, TalkEditingCog(bot), group="talk")
