"""Polling in Discord: candidate times are put to members, answered by buttons, made a meeting."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import ONE_ROW, READS
from bot.chat.replies import Reply
from bot.chat.routes import OUTDATED, Field, Form, clicks, forget, keep, kept, number, submits
from bot.core.refusals import NotFound, Refusal
from bot.meetings.cards.meetings import done_reply
from bot.polls.cards import ballot_reply, names_reply, proposal_reply
from bot.polls.model import Question, Vote
from bot.polls.service import Ballot
from bot.programme.service.agenda import home_zone
from bot.sites.cards.closures import despite_button, second_word_reply
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure

if TYPE_CHECKING:
    from bot.chat.client import Meridian

POLL = "poll"  # the kind of its drafts
FOUND = "meeting-schedule-this"  # the draft by which /meeting find hands over what it found
TIMES = Form(
    kind="poll-times",
    title="A poll for a time",
    fields=(
        Field(id="title", label="What for", required=True, most=100),
        Field(
            id="times",
            label="Times, one a line",
            placeholder="Thu 26 Nov 17:00\nFri 27 Nov 9am Chicago",
            required=True,
            paragraph=True,
            most=1000,
        ),
        Field(
            id="deadline",
            label="Open until (else 18:00 in three days)",
            placeholder="Wed 18:00",
            most=100,
        ),
        Field(
            id="people",
            label="Who else is asked (names, commas)",
            placeholder="Ada Lovelace, Ben Carter",
            paragraph=True,
            most=2000,
        ),
    ),
)


class Polling(commands.Cog):
    """/meeting poll, and the buttons of polls; who clicks is checked anew with every click."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(extras={"pace": READS})
    @app_commands.describe(
        title="What the meeting is",
        minutes="How long it lasts (60 if left out)",
        channel="Where the poll is posted (here if left out)",
    )
    async def poll(
        self,
        interaction: Interaction,
        title: str = "",
        minutes: app_commands.Range[int, 5, 1440] = 60,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Ask members which of several times suit them (members); a form asks for the times."""
        (await viewer_of(interaction)).require_member()
        typed = {
            "title": title,
            "minutes": minutes,
            "channel_id": _channel(interaction, channel),
        }
        draft_id = await keep(interaction, kind=POLL, content=typed)
        await interaction.response.send_modal(TIMES.modal(draft_id, values={"title": title}))

    @submits(TIMES)
    async def typed(
        self, interaction: Interaction, values: Mapping[str, str], draft_id: str
    ) -> None:
        """Read back the times that were typed."""
        typed = {**await kept(interaction, kind=POLL, draft_id=draft_id), **values}
        reply = await self._read_back(interaction, typed)
        await forget(interaction, draft_id)
        await replace(interaction, reply)

    async def _read_back(self, interaction: Interaction, typed: dict[str, Any]) -> Reply:
        viewer = await viewer_of(interaction)
        proposal = await self._bot.services.polling.preview(
            viewer, _question(typed), now=self._bot.clock.now()
        )
        sites = await self._bot.services.hosting.sites(viewer)
        # Read once: “tomorrow” must still be the day that was shown when it is confirmed.
        shown = await self._bot.services.polling.as_typed(viewer, proposal)
        draft_id = await keep(interaction, kind=POLL, content={**typed, **shown})
        return proposal_reply(
            proposal,
            zone=home_zone(viewer, sites),
            sites=sites,
            channel_id=typed["channel_id"],
            draft_id=draft_id,
        )

    @clicks("meeting-poll-these", pace=READS)
    async def handed_on(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form with the times that /meeting find found."""
        found = await kept(interaction, kind=FOUND, draft_id=draft_id)
        times = await self._bot.services.polling.typed_times(
            await viewer_of(interaction), found["starts"]
        )
        typed = {
            "title": found["title"],
            "minutes": found["minutes"],
            "member_ids": found["member_ids"],
            "times": times,
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
        poll = await self._bot.services.polling.put(
            await viewer_of(interaction),
            _question(typed),
            channel_id=typed["channel_id"],
            draft_id=number(draft_id),
            now=self._bot.clock.now(),
        )
        await replace(interaction, Reply(text=f"The poll goes out in <#{poll.channel_id}> now."))

    @clicks("poll-discard")
    async def discard(self, interaction: Interaction, draft_id: str) -> None:
        """Give up a poll that was not posted."""
        await kept(interaction, kind=POLL, draft_id=draft_id)
        await forget(interaction, draft_id)
        await replace(interaction, Reply(text="Discarded: nothing was posted."))

    @clicks("poll-answer", pace=READS)
    async def begin(self, interaction: Interaction, poll: str, _: str) -> None:
        """Show somebody their own ballot."""
        found = await self._bot.services.polling.ballot(await viewer_of(interaction), number(poll))
        await answer(interaction, await self._ballot(interaction, found, 1))

    @clicks("poll-page", pace=READS)
    async def turn(self, interaction: Interaction, poll: str, page: str) -> None:
        """Show another page of a ballot."""
        found = await self._bot.services.polling.ballot(await viewer_of(interaction), number(poll))
        await replace(interaction, await self._ballot(interaction, found, number(page)))

    @clicks("poll-vote", pace=ONE_ROW)
    async def vote(self, interaction: Interaction, candidate: str, order: str, page: str) -> None:
        """Keep what somebody says of a time."""
        if number(order) >= len(Vote):
            raise NotFound(OUTDATED)
        found = await self._bot.services.polling.vote(
            await viewer_of(interaction),
            number(candidate),
            list(Vote)[number(order)],
            now=self._bot.clock.now(),
        )
        await replace(interaction, await self._ballot(interaction, found, number(page)))

    async def _ballot(self, interaction: Interaction, found: Ballot, page: int) -> Reply:
        viewer = await viewer_of(interaction)
        sites = await self._bot.services.hosting.sites(viewer)
        return ballot_reply(
            found.poll,
            found.votes,
            viewer.require_member().id,
            zone=home_zone(viewer, sites),
            sites=sites,
            page=page,
        )

    @clicks("poll-who", pace=READS)
    async def who(self, interaction: Interaction, poll: str, _: str) -> None:
        """Show who said what."""
        viewer = await viewer_of(interaction)
        found = await self._bot.services.polling.ballot(viewer, number(poll))
        known = await self._bot.services.polling.people(viewer)
        sites = await self._bot.services.hosting.sites(viewer)
        zone = home_zone(viewer, sites)
        reply = names_reply(found.poll, found.votes, known, zone=zone, sites=sites)
        await answer(interaction, reply)

    @clicks("poll-close")
    async def close(self, interaction: Interaction, poll: str, _: str) -> None:
        """Close a poll before its deadline."""
        found = await self._bot.services.polling.close(
            await viewer_of(interaction), number(poll), now=self._bot.clock.now()
        )
        text = f"Closed. {len(found.poll.candidates)} times, see the poll for the result."
        await answer(interaction, Reply(text=text))

    @clicks("poll-meeting")
    async def make_meeting(self, interaction: Interaction, poll: str, _: str) -> None:
        """Make the time that won a meeting; ask once more where a site is closed then."""
        try:
            await self._make(interaction, number(poll), heed=ClosurePolicy.ASK)
        except TimeInClosure as closed:
            button = despite_button(closed, "poll-despite", number(poll))
            await answer(interaction, second_word_reply(closed, (), (button,)))

    @clicks("poll-despite")
    async def make_despite(self, interaction: Interaction, poll: str) -> None:
        """Make the time that won a meeting though a site is closed then."""
        await self._make(interaction, number(poll), heed=ClosurePolicy.DESPITE)

    async def _make(self, interaction: Interaction, poll_id: int, *, heed: ClosurePolicy) -> None:
        viewer = await viewer_of(interaction)
        done = await self._bot.services.polling.make_meeting(
            viewer, poll_id, heed=heed, now=self._bot.clock.now()
        )
        sites = await self._bot.services.hosting.sites(viewer)
        await answer(interaction, done_reply("Scheduled", done, sites, links=self._bot.links))


def _question(typed: Mapping[str, Any]) -> Question:
    names = ("title", "times", "minutes", "deadline", "people", "member_ids")
    return Question(**{name: typed[name] for name in names if name in typed})


def _channel(interaction: Interaction, channel: discord.TextChannel | None) -> int:
    """Return where a poll is posted; refuse a channel in which the person may not write."""
    member, there = interaction.user, channel or interaction.channel
    if not isinstance(there, discord.TextChannel) or not isinstance(member, discord.Member):
        message = "A poll stands in a text channel: please choose one as `channel`."
        raise Refusal(message)
    if not there.permissions_for(member).send_messages:
        message = "You may not write in that channel: please choose another one as `channel`."
        raise Refusal(message)
    return there.id


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, Polling(bot), group="meeting")
