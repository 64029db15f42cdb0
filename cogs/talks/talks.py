"""Commands that list talks and show one."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.custom_ids import OUTDATED, number
from bot.chat.drafts import keep_if_possible, kept
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
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.sites.service.sites import SiteService
from bot.talks.cards.exports import export
from bot.talks.cards.talks import talk_page, waiting_page
from bot.talks.service.lists import TalkQuery, TalkSelection
from bot.talks.service.talks import TalkService
from cogs.shared.options.choices import InWords, picked
from cogs.shared.options.series import series_choices
from cogs.shared.options.talks import talk_choices
from cogs.talks.talk_replies import talk_reply

if TYPE_CHECKING:
    from bot.chat.client import Meridian

ANY_SERIES = "-"
NO_DRAFT = 0


@app_commands.guild_only()
class TalksCog(commands.GroupCog, group_name="talk", group_description=_("Talks and their slots")):
    """The group /talk, with list and show; other cogs add their commands to it."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        name="list",
        description=_("Show the talks to come, or past ones with their materials."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(
        when=_("Which talks"),
        series=_("Only this series"),
        speaker=_("Only by somebody of this name"),
    )
    async def list_(
        self,
        interaction: Interaction,
        when: app_commands.Transform[TalkSelection, InWords(TalkSelection)] = TalkSelection.COMING,
        series: str | None = None,
        speaker: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Show the first page of talks."""
        viewer, draft_id = await viewer_of(interaction), NO_DRAFT
        if speaker is not None:
            content = {"speaker": speaker}
            draft_id = await keep_if_possible(interaction, kind="talk-list", content=content)
        query = TalkQuery(selection=when, slug=series, speaker=speaker)
        await answer(interaction, await self._page(viewer, query, draft_id=draft_id))

    @clicks("talk-list", pace=READS)
    async def turn(
        self, interaction: Interaction, when: str, series: str, speaker_draft: str, page: str
    ) -> None:
        """Show another page of the list."""
        viewer, speaker = await viewer_of(interaction), None
        if number(speaker_draft) != NO_DRAFT:
            content = await kept(interaction, kind="talk-list", draft_id=speaker_draft)
            speaker = content["speaker"]
        slug = None if series == ANY_SERIES else series
        query = TalkQuery(selection=_selection(when), slug=slug, speaker=speaker, page=number(page))
        shown = await self._page(viewer, query, draft_id=number(speaker_draft))
        await replace(interaction, shown)

    async def _page(self, viewer: Viewer, query: TalkQuery, *, draft_id: int = NO_DRAFT) -> Reply:
        services, now = self._bot.services, self._bot.clock.now()
        found = await services[TalkService].listing(viewer, query, now=now)
        route = ("talk-list", query.selection.name, query.slug or ANY_SERIES, draft_id)
        if query.selection is TalkSelection.WAITING:
            return waiting_page(found.waiting, page=query.page, route=route)
        return talk_page(
            _("Talks to come") if query.selection is TalkSelection.COMING else _("Past talks"),
            found.bookings,
            sites=await services[SiteService].sites(viewer),
            page=found.page,
            is_last=found.is_last,
            route=route,
        )

    @commands.command(name="talks")
    @commands.guild_only()
    async def talks_in_chat(self, context: Context) -> None:
        """Show the channel the talks to come."""
        viewer = await public_viewer_of(context)
        await say(context, await self._page(viewer, TalkQuery()))

    @app_commands.command(
        description=_("Show one talk: its time everywhere, abstract, materials, calendar links."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(talk=talk_choices)
    @app_commands.describe(talk=_("Title or speaker; typing errors are fine"))
    async def show(self, interaction: Interaction, talk: str) -> None:
        """Show one talk."""
        viewer = await viewer_of(interaction)
        talk_id = await picked(interaction, talk, what="talk", offer=talk_choices)
        found = await self._bot.services[TalkService].talk(viewer, talk_id)
        await answer(interaction, await talk_reply(interaction, viewer, found))

    @clicks("talk-export", pace=READS)
    async def export_clicked(self, interaction: Interaction, talk: str) -> None:
        """Show a talk as text for use elsewhere: an e-mail, Markdown and a line of LaTeX."""
        viewer = await viewer_of(interaction)
        found = await self._bot.services[TalkService].talk(viewer, number(talk))
        sites = await self._bot.services[SiteService].sites(viewer)
        exported = export(
            found.talk, found.booking, viewer.collaboration, sites=sites, links=self._bot.links
        )
        await answer(interaction, exported)


def _selection(name: str) -> TalkSelection:
    if name not in TalkSelection.__members__:
        raise NotFound(OUTDATED)
    return TalkSelection[name]


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(TalksCog(bot))
