"""/me busy: a member's own calendars, shown only to their owner."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.busy.cards import added_text, busy_reply
from bot.busy.model import DiarySummary
from bot.busy.service.calendars import BusyCalendarService
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.forms import Field, Form
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import clicks, submits
from bot.core.calendar_addresses import LONGEST, parse_address
from bot.core.translation import _
from cogs.shared.options.choices import fitting_choices, picked

if TYPE_CHECKING:
    from bot.chat.client import Meridian

ADDRESS = Form(
    kind="busy-add",
    title=_("A calendar that says when you are busy"),
    fields=(
        Field(
            id="address",
            label=_("Its secret address (ends in .ics)"),
            placeholder=_("https://… or webcal://…"),
            required=True,
            secret=True,
            most=LONGEST,
        ),
        Field(id="label", label=_("Its name in lists"), placeholder=_("Work"), most=40),
    ),
)


async def calendar_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return the member's own calendars as choices, by number and name."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services[BusyCalendarService].consultations(viewer, now=client.clock.now())
    labelled = [
        (f"{index}. {one.diary.label}", str(one.diary.id), one.diary.label)
        for index, one in enumerate(known, start=1)
    ]
    return fitting_choices(typed, labelled)


class BusyCog(commands.Cog):
    """/me busy: for members."""

    busy = app_commands.Group(
        name="busy",
        description=_("Your own calendars, read for when you are busy"),
        guild_only=True,
    )

    @busy.command(
        description=_("Add a calendar. I only store when you are busy, never why."),
        extras={"pace": READS},
    )
    async def add(self, interaction: Interaction) -> None:
        """Open the form for a calendar's address."""
        await interaction.client.services[BusyCalendarService].require_room(
            await viewer_of(interaction)
        )
        await interaction.response.send_modal(ADDRESS.modal())

    @submits(ADDRESS)
    async def added(self, interaction: Interaction, values: dict[str, str]) -> None:
        """Read the calendar whose address was typed, and save it."""
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
        await self._show(interaction, known, done=added_text(known))

    @busy.command(
        name="list",
        description=_("Show the calendars I read for you, and any problems."),
        extras={"pace": READS},
    )
    async def list_(self, interaction: Interaction) -> None:
        """Show the member's own calendars."""
        await self._list(interaction)

    @clicks("busy-list", pace=READS)
    async def listed(self, interaction: Interaction, _marker: str) -> None:
        """Show them below a letter about one of them."""
        await self._list(interaction)

    async def _list(self, interaction: Interaction) -> None:
        client, viewer = interaction.client, await viewer_of(interaction)
        known = await client.services[BusyCalendarService].consultations(
            viewer, now=client.clock.now()
        )
        await self._show(interaction, known)

    @busy.command(description=_("Remove one of your calendars and delete what I stored of it."))
    @app_commands.autocomplete(calendar=calendar_choices)
    @app_commands.describe(calendar=_("Which of your calendars"))
    async def remove(self, interaction: Interaction, calendar: str) -> None:
        """Delete one of the member's calendars and its busy times."""
        chosen = str(await picked(interaction, calendar, what="calendar", offer=calendar_choices))
        left, done = await self._remove(interaction, chosen)
        await self._show(interaction, left, done=done)

    @clicks("busy-remove")
    async def remove_clicked(self, interaction: Interaction, calendar: str) -> None:
        """Delete the calendar whose button was clicked."""
        left, done = await self._remove(interaction, calendar)
        is_on = interaction.client.services[BusyCalendarService].is_on
        await replace(interaction, busy_reply(left, is_on=is_on, done=done))

    async def _remove(
        self, interaction: Interaction, calendar: str
    ) -> tuple[list[DiarySummary], str]:
        client, viewer = interaction.client, await viewer_of(interaction)
        left = await client.services[BusyCalendarService].remove(
            viewer, number(calendar), now=client.clock.now()
        )
        return left, _("Removed. Its address and busy times are deleted.")

    async def _show(
        self, interaction: Interaction, known: list[DiarySummary], *, done: str = ""
    ) -> None:
        is_on = interaction.client.services[BusyCalendarService].is_on
        await answer(interaction, busy_reply(known, is_on=is_on, done=done))


async def setup(bot: "Meridian") -> None:
    """Add the commands to the group of /me."""
    await join_group(bot, BusyCog(), group="me")
