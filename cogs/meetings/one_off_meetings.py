"""Commands, forms and buttons that schedule one-off meetings."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat import drafts
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number, word
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, submits
from bot.core.translation import _
from bot.meetings.cards.one_off_meetings import (
    SCHEDULE,
    closure_buttons,
    one_off_shown,
    scheduled_reply,
)
from bot.meetings.model.one_off_meetings import Audience, OneOffMeeting
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.people.model.home_zones import home_zone
from bot.series.model.series import Venue
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.service.sites import SiteService
from bot.talks.model.talks import Programme
from bot.times.zoned_time import zoned_time_at
from cogs.meetings.forms import DETAILS
from cogs.shared.closure_confirmation import ask_again
from cogs.shared.options.choices import InWords
from cogs.shared.options.sites import site_choices
from cogs.shared.options.times import time_choices
from cogs.shared.time_confirmation import Typed, confirmed, read_back, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Minutes = app_commands.Range[int, 5, 1440]
Talks = app_commands.Range[int, 0, 24]
Capacity = app_commands.Range[int, 0, 10000]
HANDED_ON = "meeting-schedule-this"  # a draft by which another command hands a meeting over here


class OneOffMeetingsCog(commands.Cog):
    """/meeting schedule, whose drafts are the fields of a OneOffMeeting."""

    @app_commands.command(
        description=_("Schedule a one-off meeting (organizers). You confirm its time."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(host=site_choices, when=time_choices)
    @app_commands.describe(
        title=_("The title"),
        when=_("Like “Thu 5pm” (in your time zone), or 2027-03-12 17:00 Chicago"),
        minutes=_("The length in minutes (default: that of a time like “3-4pm”, or 60)"),
        kind=_("How people meet (default: teleconference)"),
        host=_("The host site, where people meet in person"),
        room=_("The room there"),
        who=_("Whom it is for (default: everyone)"),
        people=_("The people to invite: names separated by commas, or mentions"),
        talks=_("The number of talks (default: none)"),
        capacity=_("How many people can come; the others wait in line (default: no limit)"),
    )
    async def schedule(
        self,
        interaction: Interaction,
        title: str,
        when: str,
        minutes: Minutes | None = None,
        kind: app_commands.Transform[Venue, InWords(Venue)] = Venue.TELECONFERENCE,
        host: str = "",
        room: str = "",
        who: app_commands.Transform[Audience, InWords(Audience)] | None = None,
        people: str = "",
        talks: Talks = 0,
        capacity: Capacity = 0,
    ) -> None:
        """Keep the options as a draft, and open the form for the rest."""
        invited = await _ids_of(interaction, people)
        audience = who or (Audience.INVITED if invited else Audience.PUBLIC)
        what = {"title": title, "when": when, "minutes": minutes or 0, "talks": talks}
        where = {"kind": kind, "host": host, "room": room}
        whom = {"who": audience, "invited": invited, "capacity": capacity}
        options: Typed = {**what, **where, **whom}
        typed = asdict(OneOffMeeting(**options))
        draft_id = await keep(interaction, kind=SCHEDULE, content=typed)
        await interaction.response.send_modal(DETAILS.modal(draft_id, values=typed))

    @clicks("meeting-details", pace=READS)
    async def details(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form, filled in."""
        typed = await kept(interaction, kind=SCHEDULE, draft_id=draft_id)
        await interaction.response.send_modal(DETAILS.modal(draft_id, values=typed))

    @submits(DETAILS)
    async def details_typed(
        self, interaction: Interaction, values: dict[str, str], draft_id: str
    ) -> None:
        """Show the meeting to be confirmed."""
        typed = {**await confirmed(interaction, SCHEDULE, draft_id), **values}
        reply = await read_back(interaction, SCHEDULE, typed)
        await drafts.supersede(interaction, draft_id)
        await replace(interaction, reply)

    @clicks("meeting-for")
    async def for_others(self, interaction: Interaction, draft_id: str, who: str) -> None:
        """Show the same meeting for another audience."""
        typed = await confirmed(interaction, SCHEDULE, draft_id)
        reply = await read_back(interaction, SCHEDULE, {**typed, "who": word(Audience, who)})
        await drafts.supersede(interaction, draft_id)
        await replace(interaction, reply)

    @reads_back(SCHEDULE)
    async def shown(self, interaction: Interaction, typed: Typed) -> ReadBack:
        """Return the meeting that would be scheduled."""
        client, viewer = interaction.client, await viewer_of(interaction)
        preview = await client.services[OneOffMeetingService].preview(
            viewer, OneOffMeeting(**typed), now=client.clock.now()
        )
        sites = await client.services[SiteService].sites(viewer)
        return one_off_shown(preview, sites, who=Audience(typed["who"]))

    @clicks(HANDED_ON)
    async def handed_on(self, interaction: Interaction, draft_id: str, chosen: str = "0") -> None:
        """Show a meeting at one of the times that another command found."""
        found = await kept(interaction, kind=HANDED_ON, draft_id=draft_id)
        await answer(interaction, await _handed_over(interaction, found, number(chosen)))

    @clicks(SCHEDULE)
    async def confirm_schedule(
        self, interaction: Interaction, draft_id: str, heed: str = ClosurePolicy.ASK
    ) -> None:
        """Schedule the meeting; a time in a hard closure is confirmed once more."""
        typed = await confirmed(interaction, SCHEDULE, draft_id)
        try:
            done = await _scheduled(interaction, typed, draft_id, heed)
        except TimeInClosure as closed:
            await ask_again(interaction, closed, closure_buttons(closed, draft_id))
            return
        client, viewer = interaction.client, await viewer_of(interaction)
        sites = await client.services[SiteService].sites(viewer)
        await replace(interaction, scheduled_reply(done, sites, links=client.links))


async def _ids_of(interaction: Interaction, people: str) -> list[int]:
    viewer = await viewer_of(interaction)
    invited = await interaction.client.services[OneOffMeetingService].people(viewer, people)
    return [member.id for member in invited]


async def _scheduled(interaction: Interaction, typed: Typed, draft_id: str, heed: str) -> Programme:
    client, viewer = interaction.client, await viewer_of(interaction)
    return await client.services[OneOffMeetingService].schedule(
        viewer,
        OneOffMeeting(**typed),
        draft_id=number(draft_id),
        heed=word(ClosurePolicy, heed),
        now=client.clock.now(),
    )


async def _handed_over(interaction: Interaction, found: Typed, chosen: int) -> Reply:
    """Return a meeting for which another command found a time, to be confirmed.

    `found` has `title`, `minutes`, `member_ids` (none: for everybody) and `starts` in ISO format.
    """
    client, viewer = interaction.client, await viewer_of(interaction)
    starts = [datetime.fromisoformat(start) for start in found["starts"]]
    sites = await client.services[SiteService].sites(viewer)
    typed = OneOffMeeting(
        title=found["title"] or _("Meeting"),
        when=zoned_time_at(starts[min(chosen, len(starts) - 1)], home_zone(viewer, sites)).typed,
        minutes=found["minutes"],
        who=Audience.INVITED if found["member_ids"] else Audience.PUBLIC,
        invited=found["member_ids"],
    )
    return await read_back(interaction, SCHEDULE, asdict(typed))


async def setup(bot: "Meridian") -> None:
    """Add the cog to /meeting."""
    await join_group(bot, OneOffMeetingsCog(), group="meeting")
