"""Consulting in Discord: /me busy, a member's own calendars, shown to their owner alone."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.busy.cards import busy_reply
from bot.busy.model import Consultation
from bot.busy.service import BusyCalendarService
from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import Field, Form, clicks, number, submits
from bot.core.calendar_addresses import LONGEST, parse_address
from cogs.shared.options.choices import choices, matches, picked

if TYPE_CHECKING:
    from bot.chat.client import Meridian

ADDRESS = Form(
    kind="busy-add",
    title="A calendar that says when you are busy",
    fields=(
        Field(
            id="address",
            label="Its secret address (it ends in .ics)",
            placeholder="https://… or webcal://…",
            required=True,
            secret=True,
            most=LONGEST,
        ),
        Field(id="label", label="What you call it", placeholder="Work", most=40),
    ),
)


async def calendar_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the member's own calendars by number and name."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services[BusyCalendarService].consultations(viewer, now=client.clock.now())
    labelled = [
        (f"{index}. {one.diary.label}", str(one.diary.id))
        for index, one in enumerate(known, start=1)
    ]
    return choices((label, diary) for label, diary in labelled if matches(typed, label))


class Consulting(commands.Cog):
    """/me busy: for members."""

    busy = app_commands.Group(
        name="busy", description="Your own calendars, read for when you are busy", guild_only=True
    )

    @busy.command(extras={"pace": READS})
    async def add(self, interaction: Interaction) -> None:
        """Give a calendar's address: I keep when you are busy, and nothing else of it."""
        await interaction.client.services[BusyCalendarService].require_room(
            await viewer_of(interaction)
        )
        await interaction.response.send_modal(ADDRESS.modal())

    @submits(ADDRESS)
    async def added(self, interaction: Interaction, values: dict[str, str]) -> None:
        """Read the calendar whose address was typed, and keep it."""
        client, viewer = interaction.client, await viewer_of(interaction)
        consulting, address = (
            client.services[BusyCalendarService],
            parse_address(values.get("address", "")),
        )
        await consulting.require_room(viewer)
        await interaction.response.defer(ephemeral=True, thinking=True)  # it may take 20 seconds
        known = await consulting.add(
            viewer, address=address, label=values.get("label", ""), now=client.clock.now()
        )
        await self._show(interaction, known, done="I have read it, and do so again every hour.")

    @busy.command(name="list", extras={"pace": READS})
    async def list_(self, interaction: Interaction) -> None:
        """Show the calendars I read for you, and how that went."""
        client, viewer = interaction.client, await viewer_of(interaction)
        known = await client.services[BusyCalendarService].consultations(
            viewer, now=client.clock.now()
        )
        await self._show(interaction, known)

    @busy.command()
    @app_commands.autocomplete(calendar=calendar_choices)
    @app_commands.describe(calendar="Which of your calendars")
    async def remove(self, interaction: Interaction, calendar: str) -> None:
        """Forget one of your calendars and all that I kept of it, at once."""
        chosen = str(picked(calendar, what="calendar"))
        left, done = await self._remove(interaction, chosen)
        await self._show(interaction, left, done=done)

    @clicks("busy-remove")
    async def remove_clicked(self, interaction: Interaction, calendar: str) -> None:
        """Forget the calendar whose button was clicked."""
        left, done = await self._remove(interaction, calendar)
        is_on = interaction.client.services[BusyCalendarService].is_on
        await replace(interaction, busy_reply(left, is_on=is_on, done=done))

    async def _remove(
        self, interaction: Interaction, calendar: str
    ) -> tuple[list[Consultation], str]:
        client, viewer = interaction.client, await viewer_of(interaction)
        left = await client.services[BusyCalendarService].remove(
            viewer, number(calendar), now=client.clock.now()
        )
        return left, "Removed: its address and what I kept of it are gone."

    async def _show(
        self, interaction: Interaction, known: list[Consultation], *, done: str = ""
    ) -> None:
        is_on = interaction.client.services[BusyCalendarService].is_on
        await answer(interaction, busy_reply(known, is_on=is_on, done=done))


async def setup(bot: "Meridian") -> None:
    """Add the cog; its commands stand beside those of /me."""
    await join_group(bot, Consulting(), group="me")
