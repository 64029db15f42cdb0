"""/when: what a time is at every site."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.custom_ids import OUTDATED, number
from bot.chat.interactions import (
    Context,
    Interaction,
    answer,
    public_viewer_of,
    replace,
    say,
    viewer_of,
)
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.refusals import NotFound
from bot.core.text import clean
from bot.core.translation import _
from bot.finding.cards.overlap import attached
from bot.finding.service.typed_times import TypedTimeService
from bot.people.model.viewers import Viewer
from bot.sites.cards.time_at_sites import when_reply, which_reply
from bot.sites.service.sites import SiteService
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.zoned_time import zoned_time_at
from bot.times.zones import require_zone
from cogs.shared.options.times import time_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

LONGEST_CITY, MOST_MINUTES = 40, 1440
LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


class WhenCog(commands.Cog):
    """/when, and the same by mention."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_(
            "Show what a time is at every site: the hour, the night, holidays and Shabbat."
        ),
        extras={"pace": READS},
    )
    @app_commands.guild_only()
    @app_commands.autocomplete(time=time_choices)
    @app_commands.describe(
        time=_("Like “Thu 5pm Zurich”, “tomorrow 9am” or 2027-03-12 17:00 Boston")
    )
    async def when(self, interaction: Interaction, time: str) -> None:
        """Show a time at every site, or ask which one is meant."""
        await answer(interaction, await self._told(await viewer_of(interaction), time))

    @clicks("when", pace=READS)
    async def picked(
        self, interaction: Interaction, seconds: str, zone: str, city: str = "", minutes: str = "0"
    ) -> None:
        """Show the reading that was picked."""
        viewer, instant = await viewer_of(interaction), number(seconds)
        if instant > LATEST:
            raise NotFound(OUTDATED)
        at = datetime.fromtimestamp(instant, UTC)
        moment = zoned_time_at(at, require_zone(zone), city=clean(city)[:LONGEST_CITY])
        read = TypedTime(moment=moment, minutes=min(number(minutes), MOST_MINUTES) or None)
        await replace(interaction, await self._shown(viewer, read))

    @commands.command(name="when")
    @commands.guild_only()
    async def when_in_chat(self, context: Context, *, time: str = "") -> None:
        """Show the channel what a time is at every site."""
        viewer = await public_viewer_of(context)
        everybody = Viewer(collaboration=viewer.collaboration, standing=viewer.standing)
        await say(context, await self._told(everybody, time))

    async def _told(self, viewer: Viewer, typed: str) -> Reply:
        services, now = self._bot.services, self._bot.clock.now()
        try:
            reading = await services[TypedTimeService].read(viewer, typed, may_be_now=True, now=now)
        except AmbiguousTime as asked:
            return which_reply(asked, await services[SiteService].sites(viewer))
        return await self._shown(viewer, reading)

    async def _shown(self, viewer: Viewer, reading: TypedTime) -> Reply:
        services = self._bot.services
        day = await services[TypedTimeService].day_of(viewer, reading.moment)
        files = [attached(day, await self._bot.charts.picture(day))] if day else []
        return when_reply(reading, await services[SiteService].sites(viewer), files)


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(WhenCog(bot))
