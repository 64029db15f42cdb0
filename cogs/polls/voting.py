"""The buttons of a posted poll: vote, see who voted what, close it, make it a meeting."""

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.chat.custom_ids import OUTDATED, number
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import ONE_ROW, READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.meetings.cards.meetings import done_reply
from bot.people.model.home_zones import home_zone
from bot.polls.cards.ballot import ballot_reply
from bot.polls.cards.votes import names_reply
from bot.polls.model.polls import Vote
from bot.polls.service.polls import Ballot, PollService
from bot.sites.cards.closure_confirmation import confirm_closure_reply, despite_button
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.service.sites import SiteService

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class PollVotingCog(commands.Cog):
    """The buttons of a posted poll; every click checks again who may use it."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @clicks("poll-answer", pace=READS)
    async def begin(self, interaction: Interaction, poll: str, _marker: str) -> None:
        """Show people their own ballot."""
        found = await self._bot.services[PollService].ballot(
            await viewer_of(interaction), number(poll)
        )
        await answer(interaction, await self._ballot(interaction, found, 1))

    @clicks("poll-page", pace=READS)
    async def turn(self, interaction: Interaction, poll: str, page: str) -> None:
        """Show another page of a ballot."""
        found = await self._bot.services[PollService].ballot(
            await viewer_of(interaction), number(poll)
        )
        await replace(interaction, await self._ballot(interaction, found, number(page)))

    @clicks("poll-vote", pace=ONE_ROW)
    async def vote(self, interaction: Interaction, candidate: str, order: str, page: str) -> None:
        """Save a vote for a time."""
        if number(order) >= len(Vote):
            raise NotFound(OUTDATED)
        found = await self._bot.services[PollService].vote(
            await viewer_of(interaction),
            number(candidate),
            list(Vote)[number(order)],
            now=self._bot.clock.now(),
        )
        await replace(interaction, await self._ballot(interaction, found, number(page)))

    async def _ballot(self, interaction: Interaction, found: Ballot, page: int) -> Reply:
        viewer = await viewer_of(interaction)
        sites = await self._bot.services[SiteService].sites(viewer)
        return ballot_reply(
            found.poll,
            found.votes,
            viewer.require_member().id,
            zone=home_zone(viewer, sites),
            sites=sites,
            page=page,
        )

    @clicks("poll-who", pace=READS)
    async def who(self, interaction: Interaction, poll: str, _marker: str) -> None:
        """Show who voted what."""
        viewer = await viewer_of(interaction)
        found = await self._bot.services[PollService].ballot(viewer, number(poll))
        known = await self._bot.services[PollService].people(viewer)
        sites = await self._bot.services[SiteService].sites(viewer)
        zone = home_zone(viewer, sites)
        reply = names_reply(found.poll, found.votes, known, zone=zone, sites=sites)
        await answer(interaction, reply)

    @clicks("poll-close")
    async def close(self, interaction: Interaction, poll: str, _marker: str) -> None:
        """Close a poll before its deadline."""
        await self._bot.services[PollService].close(
            await viewer_of(interaction), number(poll), now=self._bot.clock.now()
        )
        await answer(interaction, Reply(text=_("The poll is closed. Its post shows the result.")))

    @clicks("poll-meeting")
    async def make_meeting(self, interaction: Interaction, poll: str, _marker: str) -> None:
        """Schedule the time that won; ask for confirmation if a site is closed then."""
        try:
            await self._make(interaction, number(poll), heed=ClosurePolicy.ASK)
        except TimeInClosure as closed:
            button = despite_button(closed, "poll-despite", number(poll))
            await answer(interaction, confirm_closure_reply(closed, (), (button,)))

    @clicks("poll-despite")
    async def make_despite(self, interaction: Interaction, poll: str) -> None:
        """Schedule the time that won although a site is closed then."""
        await self._make(interaction, number(poll), heed=ClosurePolicy.DESPITE)

    async def _make(self, interaction: Interaction, poll_id: int, *, heed: ClosurePolicy) -> None:
        viewer = await viewer_of(interaction)
        done = await self._bot.services[PollService].make_meeting(
            viewer, poll_id, heed=heed, now=self._bot.clock.now()
        )
        sites = await self._bot.services[SiteService].sites(viewer)
        await answer(interaction, done_reply(_("Scheduled"), done, sites, links=self._bot.links))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(PollVotingCog(bot))
