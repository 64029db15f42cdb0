"""Subscribing in Discord: calendar links, shown to their owner alone."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import clicks, number
from bot.feeds.cards import Extent, Program, links_reply, private_feed_reply, public_feeds_reply
from bot.feeds.model import Subscription
from bot.feeds.service import SubscriptionService
from cogs.shared.options.choices import InWords, choices, matches

if TYPE_CHECKING:
    from bot.chat.client import Meridian


async def link_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the member's calendar links by number and name."""
    viewer = await viewer_of(interaction)
    known = await interaction.client.services[SubscriptionService].links(viewer)
    labelled = [(f"{index}. {one.label}", str(one.id)) for index, one in enumerate(known, start=1)]
    return choices((label, link) for label, link in labelled if matches(typed, label))


@app_commands.guild_only()
class Subscribing(
    commands.GroupCog, group_name="calendar", group_description="Talks in your own calendar"
):
    """/calendar: private feeds for members, the public ones for everybody."""

    @app_commands.command()
    @app_commands.describe(
        app="Your calendar program, for what to do with the address",
        only="All meetings that you may see, or those you speak in or come to",
    )
    async def subscribe(
        self,
        interaction: Interaction,
        app: app_commands.Transform[Program, InWords(Program)] = Program.OTHER,
        only: app_commands.Transform[Extent, InWords(Extent)] = Extent.ALL,
    ) -> None:
        """Get an address that keeps the talks in your calendar."""
        client, viewer = interaction.client, await viewer_of(interaction)
        if not viewer.is_member:
            feeds = await client.services[SubscriptionService].public_feeds(viewer)
            reply = public_feeds_reply(
                viewer.collaboration, feeds.series, feeds.sites, links=client.links, program=app
            )
            await answer(interaction, reply)
            return
        mine = only is Extent.MINE
        token = await client.services[SubscriptionService].subscribe(
            viewer, label=f"{app.value}{' (mine)' * mine}", now=client.clock.now()
        )
        address = client.links.feed_private(token, viewer.collaboration.slug, mine=mine)
        await answer(interaction, private_feed_reply(address, program=app))

    @app_commands.command(extras={"pace": READS})
    async def links(self, interaction: Interaction) -> None:
        """Show your calendar links and when each was last fetched."""
        viewer = await viewer_of(interaction)
        known = await interaction.client.services[SubscriptionService].links(viewer)
        await answer(interaction, links_reply(known))

    @app_commands.command()
    @app_commands.autocomplete(link=link_choices)
    @app_commands.describe(link="Which of your calendar links")
    async def revoke(self, interaction: Interaction, link: str) -> None:
        """End one of your calendar links: its address shows nothing any more."""
        left, done = await self._revoke(interaction, link)
        await answer(interaction, links_reply(left, done=done))

    @clicks("feed-revoke")
    async def revoke_clicked(self, interaction: Interaction, link: str) -> None:
        """End the calendar link whose button was clicked."""
        left, done = await self._revoke(interaction, link)
        await replace(interaction, links_reply(left, done=done))

    async def _revoke(self, interaction: Interaction, link: str) -> tuple[list[Subscription], str]:
        client, viewer = interaction.client, await viewer_of(interaction)
        left = await client.services[SubscriptionService].revoke(
            viewer, number(link), now=client.clock.now()
        )
        return left, "Revoked: that address shows nothing of us any more."


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Subscribing())
