"""/site closure: the closures of a site, added, removed and imported."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import drafts
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.sites.cards.closures import added_reply, closures_page, import_reply, removed_reply
from bot.sites.model.closures import Level
from bot.sites.model.stated_closures import ImportedClosures, recorded, restated
from bot.sites.service.closure_import import MOST_BYTES
from bot.sites.service.closures import ClosureService
from bot.times.date_formats import parse_date
from cogs.shared.options.choices import InWords, picked
from cogs.shared.options.closures import EVERY_IMPORTED, closure_choices
from cogs.shared.options.sites import site_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

IMPORT = "closure-import"
HowClosed = app_commands.Transform[Level | None, InWords(Level)]
Only = app_commands.Range[str, 1, 200]


class SiteClosuresCog(commands.Cog):
    """/site closure: list for everybody, the rest for organizers."""

    group = app_commands.Group(name="closure", description=_("When a site is closed"))

    @group.command(
        name="list",
        description=_("Show when a site is closed: holidays, their eves and its own closures."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(site=_("Which site"))
    async def list_(self, interaction: Interaction, site: str) -> None:
        """Show a site's closures in the next year."""
        await answer(interaction, await self._page(interaction, site, 1))

    @clicks("closure-list", pace=READS)
    async def turn(self, interaction: Interaction, site: str, page: str) -> None:
        """Show another page of the list."""
        await replace(interaction, await self._page(interaction, site, number(page)))

    async def _page(self, interaction: Interaction, slug: str, page: int) -> Reply:
        client, viewer = interaction.client, await viewer_of(interaction)
        site, found = await client.services[ClosureService].coming(
            viewer, slug, now=client.clock.now()
        )
        return closures_page(site, found, page=page)

    @group.command(description=_("Add a closure to a site (organizers)."))
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(
        site=_("Which site"),
        name=_("Its name, like Year-end closure; everybody sees it"),
        first=_("The first day, like 2026-12-24"),
        last=_("The last day (the first day if left out)"),
        level=_("hard: nobody works (if left out); soft: many people prefer not to meet"),
    )
    async def add(
        self,
        interaction: Interaction,
        site: str,
        name: str,
        first: str,
        last: str | None = None,
        level: HowClosed = None,
    ) -> None:
        """Add a closure to a site."""
        client, viewer = interaction.client, await viewer_of(interaction)
        found, closed = await client.services[ClosureService].add(
            viewer,
            site,
            name=name,
            first=parse_date(first),
            last=None if last is None else parse_date(last),
            level=level or Level.HARD,
            now=client.clock.now(),
        )
        await answer(interaction, added_reply(found, [closed]))

    @group.command(description=_("Remove closures from a site (organizers)."))
    @app_commands.autocomplete(site=site_choices, closure=closure_choices)
    @app_commands.describe(
        site=_("Which site"), closure=_("Which closure, or all that were imported")
    )
    async def remove(self, interaction: Interaction, site: str, closure: str) -> None:
        """Remove one closure of a site, or all imported ones."""
        closing, viewer = interaction.client.services[ClosureService], await viewer_of(interaction)
        if closure == EVERY_IMPORTED:
            found, gone = await closing.remove_imported(viewer, site)
        else:
            closure_id = await picked(interaction, closure, what="closure", offer=closure_choices)
            found, gone = await closing.remove(viewer, site, closure_id)
        await answer(interaction, removed_reply(found, gone))

    @group.command(
        name="import",
        description=_("Import closures from a calendar file (organizers). You confirm them first."),
    )
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(
        site=_("Which site"),
        file=_("A calendar file (.ics); only its all-day entries are used"),
        level=_("hard: nobody works (if left out); soft: many people prefer not to meet"),
        only=_("Only entries with one of these words, like “holiday, closed”"),
    )
    async def import_(
        self,
        interaction: Interaction,
        site: str,
        file: discord.Attachment,
        level: HowClosed = None,
        only: Only = "",
    ) -> None:
        """Read closures from a calendar file and show them to be confirmed."""
        client, viewer = interaction.client, await viewer_of(interaction)
        viewer.require_organizer()
        await interaction.response.defer(ephemeral=True)  # reading may take longer than 3 seconds
        data, now = await contents(file), client.clock.now()
        found = await client.services[ClosureService].read(
            viewer, site, data, level=level or Level.HARD, only=only, now=now
        )
        await self._show_import(interaction, found)

    async def _show_import(self, interaction: Interaction, found: ImportedClosures) -> None:
        content = {"site": found.site.slug, "closures": [recorded(c) for c in found.closures]}
        draft_id = await keep(interaction, kind=IMPORT, content=content)
        await answer(interaction, import_reply(found, draft_id=draft_id))

    @clicks(IMPORT)
    async def confirm_import(self, interaction: Interaction, draft_id: str) -> None:
        """Add the closures that were found in the calendar."""
        content = await kept(interaction, kind=IMPORT, draft_id=draft_id)
        client, viewer = interaction.client, await viewer_of(interaction)
        stated = [restated(record) for record in content["closures"]]
        site = await client.services[ClosureService].bring_in(
            viewer, content["site"], stated, draft_id=number(draft_id), now=client.clock.now()
        )
        await replace(interaction, added_reply(site, stated))

    @clicks("closure-discard")
    async def discard(self, interaction: Interaction, draft_id: str) -> None:
        """Discard an import."""
        await drafts.discard(interaction, kind=IMPORT, draft_id=draft_id)
        await replace(interaction, Reply(text=_("Discarded. Nothing was added.")))


async def contents(file: discord.Attachment) -> bytes:
    """Return the content of an attached file; refuse a large one before it is downloaded."""
    if file.size > MOST_BYTES:
        message = _("That file is larger than 1 MB. Export fewer entries and try again.")
        raise Refusal(message)
    return await file.read()


async def setup(bot: "Meridian") -> None:
    """Add the commands to the group of /site."""
    await join_group(bot, SiteClosuresCog(), group="site")
