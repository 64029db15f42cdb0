"""/overlap: a picture of the hours of a week that suit several sites."""

import re
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.core.translation import _
from bot.finding.cards.overlap import overlap_reply
from bot.finding.cards.overlap_colours import Theme
from bot.finding.service.overlap import OverlapService
from bot.times.date_formats import parse_date
from cogs.shared.options.choices import InWords
from cogs.shared.options.sites import several_site_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

MENTION = re.compile(r"<@!?(\d{1,20})>")


class OverlapCog(commands.Cog):
    """/overlap."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_("Show which hours of a week suit several sites, or the people you mention."),
        extras={"pace": READS},
    )
    @app_commands.guild_only()
    @app_commands.autocomplete(sites=several_site_choices)
    @app_commands.describe(
        sites=_("Which sites, like “epfl, mit” (default: all)"),
        people=_("Use these people's sites instead: mentions, or names separated by commas"),
        week=_("A date in that week, like 2027-01-14 (default: this week)"),
        theme=_("A dark or a light background"),
    )
    async def overlap(
        self,
        interaction: Interaction,
        sites: str = "",
        people: str = "",
        week: str | None = None,
        theme: app_commands.Transform[Theme, InWords(Theme)] = Theme.DARK,
    ) -> None:
        """Show the picture of a week."""
        shown = await self._bot.services[OverlapService].week(
            await viewer_of(interaction),
            slugs=re.findall(r"[\w-]+", sites.casefold()),
            discord_ids={int(number) for number in MENTION.findall(people)},
            names=MENTION.sub(",", people),
            day=parse_date(week) if week else None,
            now=self._bot.clock.now(),
        )
        picture = await self._bot.charts.picture(shown, theme)
        await answer(interaction, overlap_reply(shown, picture))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(OverlapCog(bot))
