"""/meeting poll: the form for candidate times, and the poll read back before it is posted."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import drafts
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.drafts import keep, kept
from bot.chat.forms import Field, Form
from bot.chat.interactions import Interaction, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, submits
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.people.model.home_zones import home_zone
from bot.polls.cards.proposal import proposal_reply
from bot.polls.model.questions import Question
from bot.polls.service.polls import PollService
from bot.sites.service.sites import SiteService

if TYPE_CHECKING:
    from bot.chat.client import Meridian

POLL = "poll"  # the kind of its drafts
FOUND = "meeting-schedule-this"  # the draft in which /meeting find hands over what it found
TIMES = Form(
    kind="poll-times",
    title=_("A poll for a time"),
    fields=(
        Field(id="title", label=_("What is it for?"), required=True, most=100),
        Field(
            id="times",
            label=_("Times, one per line"),
            placeholder=_("Thu 17:00\nFri 9am Chicago"),
            required=True,
            paragraph=True,
            most=1000,
        ),
        Field(
            id="deadline",
            label=_("Open until (default: 18:00 in three days)"),
            placeholder=_("Wed 18:00"),
            most=100,
        ),
        Field(
            id="people",
            label=_("Who gets a reminder? (names, commas)"),
            placeholder=_("Ada Lovelace, Ben Carter"),
            paragraph=True,
            most=2000,
        ),
    ),
)


class PollCreationCog(commands.Cog):
    """/meeting poll, and the buttons of a poll that is not posted yet."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_(
            "Ask members which of several times suit them (members). A form asks for the times."
        ),
        extras={"pace": READS},
    )
    @app_commands.describe(
        title=_("What the meeting is about"),
        minutes=_("How long it lasts (default: that of times like “3-4pm”, or 60)"),
        channel=_("Where to post the poll (default: here)"),
    )
    async def poll(
        self,
        interaction: Interaction,
        title: str = "",
        minutes: app_commands.Range[int, 5, 1440] | None = None,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Open the form for the times."""
        (await viewer_of(interaction)).require_member()
        channel_id = _channel(interaction, channel)
        typed = {"title": title, "minutes": minutes or 0, "channel_id": channel_id}
        draft_id = await keep(interaction, kind=POLL, content=typed)
        await interaction.response.send_modal(TIMES.modal(draft_id, values={"title": title}))

    @submits(TIMES)
    async def typed(
        self, interaction: Interaction, values: Mapping[str, str], draft_id: str
    ) -> None:
        """Read back the times that were typed."""
        typed = {**await kept(interaction, kind=POLL, draft_id=draft_id), **values}
        reply = await self._read_back(interaction, typed)
        await drafts.supersede(interaction, draft_id)
        await replace(interaction, reply)

    async def _read_back(self, interaction: Interaction, typed: dict[str, Any]) -> Reply:
        viewer, services = await viewer_of(interaction), self._bot.services
        proposal = await services[PollService].preview(
            viewer, _question(typed), now=self._bot.clock.now()
        )
        sites = await services[SiteService].sites(viewer)
        # Read only once: “tomorrow” must still mean the day that was shown when it is confirmed.
        shown = await services[PollService].as_typed(viewer, proposal)
        draft_id = await keep(interaction, kind=POLL, content={**typed, **shown})
        return proposal_reply(
            proposal,
            zone=home_zone(viewer, sites),
            sites=sites,
            channel_id=typed["channel_id"],
            draft_id=draft_id,
        )

    @clicks("meeting-poll-these", pace=READS)
    async def handed_over(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form with the times that /meeting find found."""
        found = await kept(interaction, kind=FOUND, draft_id=draft_id)
        viewer = await viewer_of(interaction)
        typed = {
            "title": found["title"],
            "minutes": found["minutes"],
            "member_ids": found["member_ids"],
            "times": await self._bot.services[PollService].typed_times(viewer, found["starts"]),
            "channel_id": _channel(interaction, None),
        }
        fresh = await keep(interaction, kind=POLL, content=typed)
        await interaction.response.send_modal(TIMES.modal(fresh, values=typed))

    @clicks("poll-edit", pace=READS)
    async def edit(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form again, filled in."""
        typed = await kept(interaction, kind=POLL, draft_id=draft_id)
        await interaction.response.send_modal(TIMES.modal(draft_id, values=typed))

    @clicks("poll-put")
    async def put(self, interaction: Interaction, draft_id: str) -> None:
        """Post the poll that was confirmed."""
        typed = await kept(interaction, kind=POLL, draft_id=draft_id)
        poll = await self._bot.services[PollService].put(
            await viewer_of(interaction),
            _question(typed),
            channel_id=typed["channel_id"],
            draft_id=number(draft_id),
            now=self._bot.clock.now(),
        )
        told = _("I'm posting the poll in {channel} now.", channel=f"<#{poll.channel_id}>")
        await replace(interaction, Reply(text=told))

    @clicks("poll-discard")
    async def discard(self, interaction: Interaction, draft_id: str) -> None:
        """Discard a poll that was not posted."""
        await drafts.discard(interaction, kind=POLL, draft_id=draft_id)
        await replace(interaction, Reply(text=_("Discarded. Nothing was posted.")))


def _question(typed: Mapping[str, Any]) -> Question:
    names = ("title", "times", "minutes", "deadline", "people", "member_ids")
    return Question(**{name: typed[name] for name in names if name in typed})


def _channel(interaction: Interaction, channel: discord.TextChannel | None) -> int:
    """Return the channel for the poll; refuse one in which the person cannot write."""
    member, there = interaction.user, channel or interaction.channel
    if not isinstance(there, discord.TextChannel) or not isinstance(member, discord.Member):
        raise Refusal(_("A poll needs a text channel. Please choose one as `channel`."))
    if not there.permissions_for(member).send_messages:
        message = _("You can't write in that channel. Please choose another one as `channel`.")
        raise Refusal(message)
    return there.id


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, PollCreationCog(bot), group="meeting")
