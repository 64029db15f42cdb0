"""Announcements that organizers wrote: list, edit, cancel, and post talks and the board."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.announcements import (
    composed,
    composition_page,
)
from bot.announcements.model import Composition
from bot.announcements.service.announcements import Announcements, EditConflict
from bot.chat.custom_ids import number
from bot.chat.drafts import keep, reopening
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, submits
from bot.core.translation import _
from bot.outbox.deliveries import Delivery, State
from bot.people.model.home_zones import home_zone
from cogs.announcements.forms import EDIT
from cogs.announcements.options import (
    composed_choices,
    setting_of,
    writable_channel,
)
from cogs.shared.options.choices import picked
from cogs.shared.options.talks import announceable_choices, talk_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


@app_commands.guild_only()
class AnnouncementsCog(
    commands.GroupCog,
    group_name="announce",
    group_description=_("Announcements (organizers)"),
):
    """/announce, for organizers."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @property
    def _now(self) -> datetime:
        return self._bot.clock.now()

    @app_commands.command(name="list", extras={"pace": READS})
    async def list_(self, interaction: Interaction) -> None:
        """Show the announcements that were posted and those that are scheduled."""
        await answer(interaction, await self._page(interaction, 1))

    @clicks("announce-list", pace=READS)
    async def turn(self, interaction: Interaction, page: str) -> None:
        """Show another page."""
        await replace(interaction, await self._page(interaction, number(page)))

    async def _page(self, interaction: Interaction, page: int) -> Reply:
        viewer = await viewer_of(interaction)
        found, is_last = await self._bot.services[Announcements].listing(viewer, page=page)
        setting = await setting_of(interaction, viewer)
        zone = home_zone(viewer, setting.sites)
        return composition_page(found, setting, zone=zone, page=max(page, 1), is_last=is_last)

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(announcement=composed_choices)
    @app_commands.describe(announcement=_("Which announcement, posted or not"))
    async def edit(self, interaction: Interaction, announcement: str) -> None:
        """Change an announcement, also after it was posted."""
        found = await self._picked(interaction, announcement)
        seal = Composition.read(found.payload).seal
        await interaction.response.send_modal(EDIT.modal(found.id, seal, values=found.payload))

    @submits(EDIT)
    async def edited(
        self, interaction: Interaction, values: Mapping[str, str], delivery: str, seal: str
    ) -> None:
        """Save the change; if somebody else was faster, show theirs and keep what was typed."""
        viewer, announcements = await viewer_of(interaction), self._bot.services[Announcements]
        try:
            done = await announcements.edit(
                viewer,
                number(delivery),
                title=values["title"],
                body=values["body"],
                seal=seal,
                now=self._now,
            )
        except EditConflict as overtaken:
            present = await announcements.composed(viewer, number(delivery))
            await self._overtaken(interaction, overtaken, present, values)
            return
        told = (
            _("Changed. It is not posted yet.")
            if done.state is State.WAITING
            else _("Changed. I am updating the post.")
        )
        await answer(interaction, Reply(text=told))

    async def _overtaken(
        self,
        interaction: Interaction,
        overtaken: EditConflict,
        present: Delivery,
        values: Mapping[str, str],
    ) -> None:
        theirs = Composition.read(present.payload)
        typed = {
            "form": EDIT.kind,
            "values": dict(values),
            "arguments": [present.id, theirs.seal],
        }
        draft_id = await keep(interaction, kind="form", content=typed)
        shown = composed(theirs, {}, await setting_of(interaction, await viewer_of(interaction)))
        await answer(interaction, reopening(str(overtaken), draft_id, cards=shown.cards))

    @app_commands.command()
    @app_commands.autocomplete(announcement=composed_choices)
    @app_commands.describe(announcement=_("Which announcement"))
    async def cancel(self, interaction: Interaction, announcement: str) -> None:
        """Cancel an announcement; if it was posted, the post says so."""
        viewer, found = await viewer_of(interaction), await self._picked(interaction, announcement)
        done = await self._bot.services[Announcements].cancel(viewer, found.id, now=self._now)
        told = (
            _("Cancelled. It will not be posted.")
            if done.state is State.DROPPED
            else _("Cancelled. I am marking the post as cancelled.")
        )
        await answer(interaction, Reply(text=told))

    async def _picked(self, interaction: Interaction, announcement: str) -> Delivery:
        viewer = await viewer_of(interaction)
        delivery_id = await picked(
            interaction, announcement, what="announcement", offer=composed_choices
        )
        return await self._bot.services[Announcements].composed(viewer, delivery_id)

    @app_commands.command()
    @app_commands.autocomplete(talk=announceable_choices)
    @app_commands.describe(talk=_("Which talk; its title and abstract may still be missing"))
    async def talk(self, interaction: Interaction, talk: str) -> None:
        """Announce a talk now."""
        viewer = await viewer_of(interaction)
        talk_id = await picked(interaction, talk, what="talk", offer=talk_choices)
        await self._bot.services[Announcements].announce_talk(viewer, talk_id, now=self._now)
        await answer(
            interaction, Reply(text=_("I am announcing it now, and will keep the post up to date."))
        )

    @app_commands.command()
    @app_commands.describe(channel=_("The channel to post the board in"))
    async def board(self, interaction: Interaction, channel: discord.TextChannel) -> None:
        """Post what is coming up as one message that I keep up to date."""
        viewer = await viewer_of(interaction)
        viewer.require_organizer()
        channel_id = writable_channel(viewer, interaction, channel)
        await self._bot.services[Announcements].put_board(viewer, channel_id, now=self._now)
        told = _("I am posting the board in {channel}.", channel=f"<#{channel_id}>")
        await answer(interaction, Reply(text=told))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(AnnouncementsCog(bot))
