"""Notifying in Discord: reminders of one's own, and what speakers are asked for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.reminders import reminder_set_reply, reminder_shown
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import Field, Form, clicks, number, submits
from bot.core.refusals import Refusal
from bot.programme.service.agenda import home_zone
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import stamp
from bot.talks.cards.talks import talk_card
from bot.talks.model.submission import Completion, consent_in_words
from bot.talks.service.talks import Presentation
from cogs.shared.options.choices import InWords
from cogs.shared.options.times import time_choices
from cogs.shared.time_confirmation import confirm_time, confirmed, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian


COMPLETE = Form(
    kind="talk-complete-form",
    title="What is missing of your talk",
    fields=(
        Field(id="title", label="Title", placeholder="TBA is fine for now", most=200),
        Field(id="abstract", label="Abstract", paragraph=True, most=4000),
        Field(id="slides", label="Link to the slides", placeholder="https://", most=500),
        Field(id="recording", label="May it be recorded?", placeholder="yes or no", most=5),
    ),
)


REMIND = "remind-at"


class Where(StrEnum):
    """Where somebody is reminded."""

    DM = "direct message"
    CHANNEL = "this channel"


class Notifying(commands.Cog):
    """/remind for members, and the buttons of what speakers are sent, in direct messages too."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.autocomplete(when=time_choices)
    @app_commands.describe(
        what="What to remind you of",
        when="In how long, like “in 2 hours”, or when, like “tomorrow 9am” or 2027-03-12 17:00",
        where="By direct message, or in this channel",
    )
    async def remind(
        self,
        interaction: Interaction,
        what: str,
        when: str,
        where: app_commands.Transform[Where, InWords(Where)] = Where.DM,
    ) -> None:
        """Be reminded of something of your own; you see the time at every site first."""
        channel_id = _channel(interaction) if where is Where.CHANNEL else None
        typed = {"what": what, "when": when, "channel_id": channel_id}
        await confirm_time(interaction, REMIND, typed)

    @reads_back(REMIND)
    async def reminded(self, interaction: Interaction, typed: dict[str, Any]) -> ReadBack:
        """Return when somebody would be reminded."""
        viewer, services = await viewer_of(interaction), self._bot.services
        read = await services.notifying.reminder(
            viewer,
            words=typed["what"],
            when=typed["when"],
            zone=home_zone(viewer, await services.hosting.sites(viewer)),
            now=self._bot.clock.now(),
        )
        return reminder_shown(typed["what"], read, where=_where(typed))

    @clicks(REMIND)
    async def confirm_reminder(self, interaction: Interaction, draft_id: str) -> None:
        """Set the reminder."""
        typed = await confirmed(interaction, REMIND, draft_id)
        viewer, services = await viewer_of(interaction), self._bot.services
        sites = await services.hosting.sites(viewer)
        done = await services.notifying.remind(
            viewer,
            words=typed["what"],
            when=typed["when"],
            zone=home_zone(viewer, sites),
            channel_id=typed["channel_id"] and _channel(interaction),
            draft_id=number(draft_id),
            now=self._bot.clock.now(),
        )
        reply = reminder_set_reply(done.text, done.moment, sites, where=_where(typed))
        await replace(interaction, reply)

    @clicks("remind-again")
    async def again(self, interaction: Interaction, reminder: str, _: str) -> None:
        """Remind once more in an hour."""
        due = await self._bot.services.notifying.remind_again(
            number(reminder), discord_id=interaction.user.id, now=self._bot.clock.now()
        )
        await answer(interaction, Reply(text=f"I will remind you again {stamp(due, 'R')}."))

    @clicks("talk-complete", pace=READS)
    async def begin(self, interaction: Interaction, talk: str, _: str) -> None:
        """Open the form with what is known of the talk."""
        viewer = await viewer_of(interaction)
        present = (await self._bot.services.speaking.talk(viewer, number(talk))).talk
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
        done = await self._bot.services.speaking.complete(
            viewer,
            number(talk),
            completion=Completion(**values),
            revision=number(revision),
            now=self._bot.clock.now(),
        )
        await self._show(interaction, done)

    @clicks("talk-look", pace=READS)
    async def look(self, interaction: Interaction, talk: str, _: str) -> None:
        """Show a speaker their talk as it is now."""
        viewer = await viewer_of(interaction)
        await self._show(interaction, await self._bot.services.speaking.talk(viewer, number(talk)))

    async def _show(self, interaction: Interaction, found: Presentation) -> None:
        viewer = await viewer_of(interaction)
        shown: Reply = talk_card(
            found.talk,
            found.booking,
            viewer,
            sites=await self._bot.services.hosting.sites(viewer),
            links=self._bot.links,
            may_change=found.may_change,
        )
        await answer(interaction, shown)


def _where(typed: Mapping[str, Any]) -> str:
    return "by direct message" if typed["channel_id"] is None else "in this channel"


def _channel(interaction: Interaction) -> int:
    """Return the channel; refuse one in which the person may not write themselves."""
    if interaction.channel_id is None or not interaction.permissions.send_messages:
        message = "You may not write in this channel: please be reminded by direct message."
        raise Refusal(message)
    return interaction.channel_id


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Notifying(bot))
