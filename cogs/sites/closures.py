"""Closing in Discord: when sites and members do not work, as they state it themselves."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.command_groups import join_group
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, forget, keep, kept, number
from bot.core.refusals import Refusal
from bot.sites.cards.closures import closures_page, import_reply, own_closures_card, stated_reply
from bot.sites.model.closures import Level
from bot.sites.model.stated_closures import recorded, restated
from bot.sites.service.closures import MOST_BYTES, ClosureService
from bot.times.date_formats import parse_date
from cogs.shared.options.choices import InWords, picked
from cogs.shared.options.closures import EVERY_IMPORTED, closure_choices, own_closure_choices
from cogs.shared.options.sites import site_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

IMPORT = "closure-import"
HowClosed = app_commands.Transform[Level | None, InWords(Level)]
Only = app_commands.Range[str, 1, 200]


class SiteClosures(commands.Cog):
    """/site closure: list for everybody, the rest for organizers."""

    group = app_commands.Group(name="closure", description="When a site is closed")

    @group.command(name="list", extras={"pace": READS})
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(site="Which site")
    async def list_(self, interaction: Interaction, site: str) -> None:
        """Show when a site is closed: holidays, their eves, and what it states itself."""
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

    @group.command()
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(
        site="Which site",
        name="What it is, like Year-end closure; it is shown to everybody",
        first="The first day, like 2026-12-24",
        last="The last day (the first one if left out)",
        level="hard: nobody works (if left out); soft: many would rather not",
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
        """State that a site is closed (organizers)."""
        client, viewer = interaction.client, await viewer_of(interaction)
        stated, closed = await client.services[ClosureService].add(
            viewer,
            site,
            name=name,
            first=parse_date(first),
            last=None if last is None else parse_date(last),
            level=level or Level.HARD,
            now=client.clock.now(),
        )
        await answer(interaction, stated_reply("Added", stated, [closed]))

    @group.command()
    @app_commands.autocomplete(site=site_choices, closure=closure_choices)
    @app_commands.describe(site="Which site", closure="Which closure, or all that were imported")
    async def remove(self, interaction: Interaction, site: str, closure: str) -> None:
        """Take back what was stated of a site (organizers)."""
        closing, viewer = interaction.client.services[ClosureService], await viewer_of(interaction)
        if closure == EVERY_IMPORTED:
            stated, gone = await closing.remove_imported(viewer, site)
        else:
            stated, gone = await closing.remove(viewer, site, picked(closure, what="closure"))
        await answer(interaction, stated_reply("Removed", stated, gone))

    @group.command(name="import")
    @app_commands.autocomplete(site=site_choices)
    @app_commands.describe(
        site="Which site",
        file="A calendar file (.ics); its all-day entries count",
        level="hard: nobody works (if left out); soft: many would rather not",
        only="Only entries that have one of these words, like “holiday, closed”",
    )
    async def import_(
        self,
        interaction: Interaction,
        site: str,
        file: discord.Attachment,
        level: HowClosed = None,
        only: Only = "",
    ) -> None:
        """Take closures from a calendar file (organizers): you see them before they are saved."""
        client, viewer = interaction.client, await viewer_of(interaction)
        viewer.require_organizer()
        await interaction.response.defer(ephemeral=True)  # reading may take longer than 3 seconds
        found = await client.services[ClosureService].read(
            viewer,
            site,
            await contents(file),
            level=level or Level.HARD,
            only=only,
            now=client.clock.now(),
        )
        content = {"site": found.site.slug, "closures": [recorded(c) for c in found.closures]}
        draft_id = await keep(interaction, kind=IMPORT, content=content)
        await answer(interaction, import_reply(found, draft_id=draft_id))

    @clicks(IMPORT)
    async def confirm_import(self, interaction: Interaction, draft_id: str) -> None:
        """Add what the calendar brought."""
        content = await kept(interaction, kind=IMPORT, draft_id=draft_id)
        client, viewer = interaction.client, await viewer_of(interaction)
        stated = [restated(record) for record in content["closures"]]
        site = await client.services[ClosureService].bring_in(
            viewer, content["site"], stated, draft_id=number(draft_id), now=client.clock.now()
        )
        await replace(interaction, stated_reply("Added", site, stated))

    @clicks("closure-discard")
    async def discard(self, interaction: Interaction, draft_id: str) -> None:
        """Give an import up."""
        await kept(interaction, kind=IMPORT, draft_id=draft_id)
        await forget(interaction, draft_id)
        await replace(interaction, Reply(text="Discarded: nothing was added."))


class OwnClosures(commands.Cog):
    """/me closure: when a member is not available, which others are told without a reason."""

    group = app_commands.Group(name="closure", description="When you are not available")

    @group.command(name="list", extras={"pace": READS})
    async def list_(self, interaction: Interaction) -> None:
        """Show when you said that you are not available."""
        client, viewer = interaction.client, await viewer_of(interaction)
        stated = await client.services[ClosureService].own(viewer, now=client.clock.now())
        await answer(interaction, own_closures_card(stated))

    @group.command()
    @app_commands.describe(
        first="The first day, like 2026-12-24",
        last="The last day (the first one if left out)",
        level="hard: you are not there (if left out); soft: you would rather not",
    )
    async def add(
        self,
        interaction: Interaction,
        first: str,
        last: str | None = None,
        level: HowClosed = None,
    ) -> None:
        """Say that you are not available; nobody is told more than that."""
        client, viewer = interaction.client, await viewer_of(interaction)
        stated = await client.services[ClosureService].add_own(
            viewer,
            first=parse_date(first),
            last=None if last is None else parse_date(last),
            level=level or Level.HARD,
            now=client.clock.now(),
        )
        await answer(interaction, own_closures_card(stated))

    @group.command()
    @app_commands.autocomplete(closure=own_closure_choices)
    @app_commands.describe(closure="Which days")
    async def remove(self, interaction: Interaction, closure: str) -> None:
        """Say that you are available after all."""
        client, viewer = interaction.client, await viewer_of(interaction)
        stated = await client.services[ClosureService].remove_own(
            viewer, picked(closure, what="closure"), now=client.clock.now()
        )
        await answer(interaction, own_closures_card(stated))


async def contents(file: discord.Attachment) -> bytes:
    """Return what an attached file holds; refuse a large one before it is fetched."""
    if file.size > MOST_BYTES:
        message = "That file is larger than 1 MB: please export fewer entries."
        raise Refusal(message)
    return await file.read()


async def setup(bot: "Meridian") -> None:
    """Add the commands to the groups of /site and /me."""
    await join_group(bot, SiteClosures(), group="site")
    await join_group(bot, OwnClosures(), group="me")
