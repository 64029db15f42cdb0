"""The command and the form that change one-off meetings."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import submits
from bot.core.translation import _
from bot.meetings.cards.meetings import done_reply
from bot.meetings.model.one_off_changes import OneOffMeetingChange
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.sites.service.sites import SiteService
from cogs.meetings.forms import CHANGES, filled_in_from
from cogs.shared.options.choices import picked
from cogs.shared.options.meetings import alone_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

DRAFT = "meeting-amendment"


class OneOffEditingCog(commands.Cog):
    """/meeting edit."""

    @app_commands.command(
        description=_("Change a one-off meeting, apart from its time (organizers)."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(meeting=alone_choices)
    @app_commands.describe(
        meeting=_("A one-off meeting"),
        people=_("More people to invite: names separated by commas, or mentions"),
    )
    async def edit(self, interaction: Interaction, meeting: str, people: str = "") -> None:
        """Open the form, filled in."""
        client, viewer = interaction.client, await viewer_of(interaction)
        convening, now = client.services[OneOffMeetingService], client.clock.now()
        invited = await convening.people(viewer, people)
        meeting_id = await picked(interaction, meeting, what="meeting", offer=alone_choices)
        found = await convening.alone(viewer, meeting_id, now=now)
        values = filled_in_from(found.terms)
        content = {"shown": values, "invited": [member.id for member in invited]}
        draft_id = await keep(interaction, kind=DRAFT, content=content)
        modal = CHANGES.modal(found.meeting.id, draft_id, values=values)
        await interaction.response.send_modal(modal)

    @submits(CHANGES)
    async def edited(
        self, interaction: Interaction, values: dict[str, str], meeting: str, draft_id: str
    ) -> None:
        """Save the fields that were changed; others may have been changed by somebody else."""
        client, viewer = interaction.client, await viewer_of(interaction)
        content = await kept(interaction, kind=DRAFT, draft_id=draft_id)
        before = content["shown"]
        changed = {n: v for n, v in values.items() if v.strip() != before.get(n, "").strip()}
        done = await client.services[OneOffMeetingService].amend(
            viewer,
            number(meeting),
            OneOffMeetingChange(**changed, invited=content["invited"]),
            draft_id=number(draft_id),
            now=client.clock.now(),
        )
        sites = await client.services[SiteService].sites(viewer)
        await answer(interaction, done_reply(_("Saved"), done, sites, links=client.links))


async def setup(bot: "Meridian") -> None:
    """Add the cog to /meeting."""
    await join_group(bot, OneOffEditingCog(), group="meeting")
