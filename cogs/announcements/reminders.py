"""Reminders that people set for themselves."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.reminders import reminder_set_reply, reminder_shown
from bot.announcements.service.own_reminders import OwnReminders
from bot.chat.custom_ids import number
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.people.model.home_zones import home_zone
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import stamp
from bot.sites.service.sites import SiteService
from cogs.shared.options.choices import InWords
from cogs.shared.options.times import time_choices
from cogs.shared.time_confirmation import confirm_time, confirmed, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian


REMIND = "remind-at"


class Where(StrEnum):
    """Where a reminder is sent."""

    DM = _("direct message")
    CHANNEL = _("this channel")


class RemindersCog(commands.Cog):
    """/remind, and the button that reminds again."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command()
    @app_commands.guild_only()
    @app_commands.autocomplete(when=time_choices)
    @app_commands.describe(
        what=_("What to remind you of"),
        when=_("When, like “in 2 hours”, “tomorrow 9am” or 2027-03-12 17:00"),
        where=_("By direct message, or in this channel"),
    )
    async def remind(
        self,
        interaction: Interaction,
        what: str,
        when: str,
        where: app_commands.Transform[Where, InWords(Where)] = Where.DM,
    ) -> None:
        """Set a reminder for yourself; you see its time at every site first."""
        channel_id = _channel(interaction) if where is Where.CHANNEL else None
        typed = {"what": what, "when": when, "channel_id": channel_id}
        await confirm_time(interaction, REMIND, typed)

    @reads_back(REMIND)
    async def reminded(self, interaction: Interaction, typed: dict[str, Any]) -> ReadBack:
        """Return when the reminder would come."""
        viewer, services = await viewer_of(interaction), self._bot.services
        read = await services[OwnReminders].reminder(
            viewer,
            words=typed["what"],
            when=typed["when"],
            zone=home_zone(viewer, await services[SiteService].sites(viewer)),
            now=self._bot.clock.now(),
        )
        return reminder_shown(typed["what"], read, where=_where(typed))

    @clicks(REMIND)
    async def confirm_reminder(self, interaction: Interaction, draft_id: str) -> None:
        """Set the reminder."""
        typed = await confirmed(interaction, REMIND, draft_id)
        viewer, services = await viewer_of(interaction), self._bot.services
        sites = await services[SiteService].sites(viewer)
        done = await services[OwnReminders].remind(
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
    async def again(self, interaction: Interaction, reminder: str, _marker: str) -> None:
        """Remind again in an hour."""
        due = await self._bot.services[OwnReminders].remind_again(
            number(reminder), discord_id=interaction.user.id, now=self._bot.clock.now()
        )
        await answer(
            interaction, Reply(text=_("I will remind you again {when}.", when=stamp(due, "R")))
        )


def _where(typed: Mapping[str, Any]) -> str:
    return _("by direct message") if typed["channel_id"] is None else _("in this channel")


def _channel(interaction: Interaction) -> int:
    """Return the channel; refuse one in which the person may not write."""
    if interaction.channel_id is None or not interaction.permissions.send_messages:
        raise Refusal(
            _("You may not write in this channel. Please choose a direct message instead.")
        )
    return interaction.channel_id


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(RemindersCog(bot))
