"""Convening in Discord: a meeting alone is typed, read back at every site, and called."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, ask_again, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import Field, Form, clicks, forget, keep, kept, number, submits, word
from bot.meetings.cards.meetings import done_reply
from bot.meetings.cards.one_off_meetings import (
    SCHEDULE,
    calling_shown,
    closed_gate,
    scheduled_reply,
)
from bot.meetings.model.one_off_meetings import Amendment, Convocation, Who
from bot.programme.service.agenda import home_zone
from bot.series.model.series import Series, Venue
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.times.zoned_time import zoned_time_at
from cogs.shared.options.choices import InWords, picked
from cogs.shared.options.meetings import alone_choices
from cogs.shared.options.sites import site_choices
from cogs.shared.options.times import host_choices
from cogs.shared.time_confirmation import confirmed, read_back, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Minutes = app_commands.Range[int, 5, 1440]
Talks = app_commands.Range[int, 0, 24]
Capacity = app_commands.Range[int, 0, 10000]
HANDED_ON = "meeting-schedule-this"  # a draft by which another command hands a meeting over here

DETAILS = Form(
    kind="meeting-details",
    title="The meeting",
    fields=(
        Field(id="title", label="Title", required=True, most=100),
        Field(
            id="when",
            label="When",
            placeholder="Thu 5pm Lausanne",
            required=True,
            most=100,
        ),
        Field(id="room", label="Room", most=100),
        Field(id="join_link", label="Join link, shown to members", most=500),
        Field(id="agenda", label="Agenda", paragraph=True, most=2000),
    ),
)
AMENDMENT = "meeting-amendment"
AMEND = Form(
    kind="meeting-edit",
    title="The meeting",
    fields=(
        Field(id="title", label="Title", required=True, most=100),
        Field(id="room", label="Room", most=100),
        Field(id="join_link", label="Join link, shown to members", most=500),
        Field(id="agenda", label="Agenda", paragraph=True, most=2000),
        Field(id="capacity", label="Places", placeholder="any number", most=6),
    ),
)
Typed = dict[str, Any]


class Convening(commands.Cog):
    """/meeting schedule, whose drafts are Convocations, and /meeting edit."""

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(host=site_choices, when=host_choices)
    @app_commands.describe(
        title="What it is called",
        when="Like “Thu 5pm” (the host's time, or else yours), or 2027-03-12 17:00 Chicago",
        minutes="How long it lasts (60 if left out)",
        kind="How people meet (teleconference if left out)",
        host="The host site, where people meet in person",
        room="The room there",
        who="Whom it is for (everybody if left out)",
        people="Who is invited: names with commas between them, or mentions",
        talks="How many talks are given in it (none if left out)",
        capacity="How many may come; others wait for a place (any number if left out)",
    )
    async def schedule(
        self,
        interaction: Interaction,
        title: str,
        when: str,
        minutes: Minutes = 60,
        kind: app_commands.Transform[Venue, InWords(Venue)] = Venue.TELECONFERENCE,
        host: str = "",
        room: str = "",
        who: app_commands.Transform[Who, InWords(Who)] | None = None,
        people: str = "",
        talks: Talks = 0,
        capacity: Capacity = 0,
    ) -> None:
        """Call a meeting alone (organizers): a form asks for the rest, a table for your word."""
        client, viewer = interaction.client, await viewer_of(interaction)
        invited = await client.services.convening.people(viewer, people)
        typed = Convocation(
            title=title,
            when=when,
            minutes=minutes,
            kind=kind,
            host=host,
            room=room,
            who=who or (Who.INVITED if invited else Who.PUBLIC),
            invited=[member.id for member in invited],
            talks=talks,
            capacity=capacity,
        )
        await self._open(interaction, asdict(typed))

    async def _open(self, interaction: Interaction, typed: Typed) -> None:
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
        """Read back what was typed into the form and before it."""
        typed = {**await confirmed(interaction, SCHEDULE, draft_id), **values}
        reply = await read_back(interaction, SCHEDULE, typed)
        await forget(interaction, draft_id)
        await replace(interaction, reply)

    @clicks("meeting-for")
    async def for_others(self, interaction: Interaction, draft_id: str, who: str) -> None:
        """Read back the same for somebody else."""
        typed = await confirmed(interaction, SCHEDULE, draft_id)
        reply = await read_back(interaction, SCHEDULE, {**typed, "who": word(Who, who)})
        await replace(interaction, reply)

    @reads_back(SCHEDULE)
    async def called(self, interaction: Interaction, typed: Typed) -> ReadBack:
        """Return the meeting that would be called."""
        client, viewer = interaction.client, await viewer_of(interaction)
        calling = await client.services.convening.preview(
            viewer, Convocation(**typed), now=client.clock.now()
        )
        sites = await client.services.hosting.sites(viewer)
        return calling_shown(calling, sites, who=Who(typed["who"]))

    @clicks(HANDED_ON)
    async def handed_on(self, interaction: Interaction, draft_id: str, chosen: str = "0") -> None:
        """Read back a meeting at one of the starts that another command found."""
        found = await kept(interaction, kind=HANDED_ON, draft_id=draft_id)
        await answer(interaction, await handed_over(interaction, found, number(chosen)))

    @clicks(SCHEDULE)
    async def confirm_schedule(
        self, interaction: Interaction, draft_id: str, heed: str = ClosurePolicy.ASK
    ) -> None:
        """Call the meeting; into a hard closure only when that was said in a second word."""
        typed = await confirmed(interaction, SCHEDULE, draft_id)
        client, viewer = interaction.client, await viewer_of(interaction)
        try:
            done = await client.services.convening.schedule(
                viewer,
                Convocation(**typed),
                draft_id=number(draft_id),
                heed=word(ClosurePolicy, heed),
                now=client.clock.now(),
            )
        except TimeInClosure as closed:
            await ask_again(interaction, closed, closed_gate(closed, draft_id))
            return
        sites = await client.services.hosting.sites(viewer)
        await replace(interaction, scheduled_reply(done, sites, links=client.links))

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(meeting=alone_choices)
    @app_commands.describe(
        meeting="A meeting that is no series' own",
        people="Who is invited, too: names with commas between them, or mentions",
    )
    async def edit(self, interaction: Interaction, meeting: str, people: str = "") -> None:
        """Change a meeting alone, but for its time (organizers): a form shows what it is."""
        client, viewer = interaction.client, await viewer_of(interaction)
        convening, now = client.services.convening, client.clock.now()
        invited = await convening.people(viewer, people)
        found = await convening.alone(viewer, picked(meeting, what="meeting"), now=now)
        values = shown_of(found.series)
        content = {"shown": values, "invited": [member.id for member in invited]}
        draft_id = await keep(interaction, kind=AMENDMENT, content=content)
        modal = AMEND.modal(found.meeting.id, draft_id, values=values)
        await interaction.response.send_modal(modal)

    @submits(AMEND)
    async def amended(
        self, interaction: Interaction, values: dict[str, str], meeting: str, draft_id: str
    ) -> None:
        """Save what was changed in the form; the rest stays what somebody else may have made it."""
        client, viewer = interaction.client, await viewer_of(interaction)
        content = await kept(interaction, kind=AMENDMENT, draft_id=draft_id)
        before = content["shown"]
        changed = {n: v for n, v in values.items() if v.strip() != before.get(n, "").strip()}
        done = await client.services.convening.amend(
            viewer,
            number(meeting),
            Amendment(**changed, invited=content["invited"]),
            draft_id=number(draft_id),
            now=client.clock.now(),
        )
        sites = await client.services.hosting.sites(viewer)
        await answer(interaction, done_reply("Saved", done, sites, links=client.links))


def shown_of(series: Series) -> dict[str, str]:
    """Return what a meeting alone is, as the form shows it."""
    return {
        "title": series.title,
        "room": series.room or "",
        "join_link": series.join_link or "",
        "agenda": series.description,
        "capacity": str(series.capacity or ""),
    }


async def handed_over(interaction: Interaction, found: Typed, chosen: int) -> Reply:
    """Return the table of a meeting that another command found a time for.

    `found` has `title`, `minutes`, `member_ids` (none: for everybody) and `starts` in ISO format.
    """
    client, viewer = interaction.client, await viewer_of(interaction)
    starts = [datetime.fromisoformat(start) for start in found["starts"]]
    sites = await client.services.hosting.sites(viewer)
    typed = Convocation(
        title=found["title"] or "Meeting",
        when=zoned_time_at(starts[min(chosen, len(starts) - 1)], home_zone(viewer, sites)).typed,
        minutes=found["minutes"],
        who=Who.INVITED if found["member_ids"] else Who.PUBLIC,
        invited=found["member_ids"],
    )
    return await read_back(interaction, SCHEDULE, asdict(typed))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, Convening(), group="meeting")
