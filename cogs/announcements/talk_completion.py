"""Speakers fill in what is missing of their talk, from the messages that ask for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from discord.ext import commands

from bot.chat.custom_ids import number
from bot.chat.forms import Field, Form
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, submits
from bot.core.translation import _
from bot.sites.service.sites import SiteService
from bot.talks.cards.talks import talk_card
from bot.talks.model.submission import Completion, consent_in_words
from bot.talks.service.presentations import Presentation
from bot.talks.service.talks import TalkService

if TYPE_CHECKING:
    from bot.chat.client import Meridian


COMPLETE = Form(
    kind="talk-complete-form",
    title=_("Details of your talk"),
    fields=(
        Field(id="title", label=_("Title"), placeholder=_("TBA is fine for now"), most=200),
        Field(id="abstract", label=_("Abstract"), paragraph=True, most=4000),
        Field(id="slides", label=_("Link to the slides"), placeholder="https://", most=500),
        Field(id="recording", label=_("May it be recorded?"), placeholder=_("yes or no"), most=5),
    ),
)


class TalkCompletionCog(commands.Cog):
    """The buttons of messages to speakers, which also work in direct messages."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @clicks("talk-complete", pace=READS)
    async def begin(self, interaction: Interaction, talk: str, _marker: str) -> None:
        """Open the form with the details known so far."""
        viewer = await viewer_of(interaction)
        present = (await self._bot.services[TalkService].talk(viewer, number(talk))).talk
        viewer.require_change(present)
        values = {
            "title": present.title,
            "abstract": present.abstract,
            "slides": present.slides,
            "recording": consent_in_words(present.recording),
        }
        form = COMPLETE.modal(present.id, present.revision, values=values)
        await interaction.response.send_modal(form)

    @submits(COMPLETE)
    async def completed(
        self, interaction: Interaction, values: Mapping[str, str], talk: str, revision: str
    ) -> None:
        """Save what was filled in."""
        viewer = await viewer_of(interaction)
        done = await self._bot.services[TalkService].complete(
            viewer,
            number(talk),
            completion=Completion(**values),
            revision=number(revision),
            now=self._bot.clock.now(),
        )
        await self._show(interaction, done)

    @clicks("talk-look", pace=READS)
    async def look(self, interaction: Interaction, talk: str, _marker: str) -> None:
        """Show a speaker their talk as it is now."""
        viewer = await viewer_of(interaction)
        await self._show(
            interaction, await self._bot.services[TalkService].talk(viewer, number(talk))
        )

    async def _show(self, interaction: Interaction, found: Presentation) -> None:
        viewer = await viewer_of(interaction)
        shown: Reply = talk_card(
            found.talk,
            found.booking,
            viewer,
            sites=await self._bot.services[SiteService].sites(viewer),
            links=self._bot.links,
            may_change=found.may_change,
        )
        await answer(interaction, shown)


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(TalkCompletionCog(bot))
