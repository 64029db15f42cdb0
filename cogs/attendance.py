"""The buttons under announcements and reminders: answers, attendance, calendar, join link."""

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.attendance.cards import answered_reply, attendance_card, calendar_reply, join_reply
from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.chat.custom_ids import number, word
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import ONE_ROW, READS
from bot.chat.routes import clicks
from bot.sites.service.sites import SiteService

if TYPE_CHECKING:
    from bot.chat.client import Meridian


class AttendanceCog(commands.Cog):
    """The buttons; what the member may see is checked at every click.

    The last argument of each button is the marker of its delivery, which only the outbox reads.
    """

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @clicks("answer", pace=ONE_ROW)
    async def given(self, interaction: Interaction, meeting: str, said: str, _: str) -> None:
        """Save the member's answer."""
        viewer, chosen = await viewer_of(interaction), word(Answer, said)
        done = await self._bot.services[AnswerService].answer(
            viewer, number(meeting), chosen, now=self._bot.clock.now()
        )
        reply = answered_reply(done.answer, done.counts, capacity=done.capacity, place=done.place)
        await answer(interaction, reply)

    @clicks("answers", pace=READS)
    async def asked(self, interaction: Interaction, meeting: str, _: str) -> None:
        """Show who comes to the meeting."""
        viewer = await viewer_of(interaction)
        found = await self._bot.services[AnswerService].attendance(viewer, number(meeting))
        sites = await self._bot.services[SiteService].sites(viewer)
        await answer(interaction, attendance_card(found.programme, found.said, sites))

    @clicks("add-to-calendar", pace=READS)
    async def added(self, interaction: Interaction, meeting: str, _: str) -> None:
        """Show how to add the meeting to a calendar."""
        viewer = await viewer_of(interaction)
        programme = await self._bot.services[AnswerService].meeting(viewer, number(meeting))
        sites = await self._bot.services[SiteService].sites(viewer)
        await answer(interaction, calendar_reply(programme, sites, links=self._bot.links))

    @clicks("join-link", pace=READS)
    async def joined(self, interaction: Interaction, meeting: str, _: str) -> None:
        """Show the join link to a member."""
        viewer, services = await viewer_of(interaction), self._bot.services
        link = await services[AnswerService].join_link(viewer, number(meeting))
        programme = await services[AnswerService].meeting(viewer, number(meeting))
        sites = await services[SiteService].sites(viewer)
        await answer(interaction, join_reply(programme, link, sites))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(AttendanceCog(bot))
