"""/calendar: calendar links, shown only to their owner."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat.custom_ids import number
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.feeds.cards import links_reply, private_feed_reply, public_feeds_reply
from bot.feeds.model.alarms import Alarm
from bot.feeds.model.calendar_programs import Program
from bot.feeds.model.extent import Extent
from bot.feeds.model.subscriptions import Subscription
from bot.feeds.service import SubscriptionService
from cogs.shared.options.choices import InWords, fitting_choices, picked

if TYPE_CHECKING:
    from bot.chat.client import Meridian


async def link_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Return the member's calendar links as choices, by number and name."""
    viewer = await viewer_of(interaction)
    known = await interaction.client.services[SubscriptionService].links(viewer)
    labelled = [
        (f"{index}. {one.label}", str(one.id), one.label)
        for index, one in enumerate(known, start=1)
    ]
    return fitting_choices(typed, labelled)


@app_commands.guild_only()
class FeedsCog(
    commands.GroupCog, group_name="calendar", group_description=_("Talks in your own calendar")
):
    """/calendar: private feeds for members, the public ones for everybody."""

    @app_commands.command(
        description=_("Get a link that keeps the talks in your calendar up to date.")
    )
    @app_commands.describe(
        app=_("Your calendar program, so that I can explain what to do with the link"),
        only=_("All meetings that you may see, or only those you speak in or come to"),
        alarm=_("How long before a meeting your program rings (Google and Outlook ignore it)"),
    )
    async def subscribe(
        self,
        interaction: Interaction,
        app: app_commands.Transform[Program, InWords(Program)] = Program.OTHER,
        only: app_commands.Transform[Extent, InWords(Extent)] = Extent.ALL,
        alarm: app_commands.Transform[Alarm, InWords(Alarm)] = Alarm.NONE,
    ) -> None:
        """Make a calendar link for a member, or show the public ones."""
        client, viewer = interaction.client, await viewer_of(interaction)
        if not viewer.is_member:
            await self._show_public(interaction, app)
            return
        mine = only is Extent.MINE
        token = await client.services[SubscriptionService].subscribe(
            viewer, label=f"{app.value}{' (mine)' * mine}", now=client.clock.now()
        )
        own, minutes = viewer.collaboration, alarm.minutes
        address = client.links.feed_private(token, own.slug, mine=mine, alarm=minutes)
        await answer(interaction, private_feed_reply(address, program=app, name=own.name))

    async def _show_public(self, interaction: Interaction, app: Program) -> None:
        client, viewer = interaction.client, await viewer_of(interaction)
        feeds = await client.services[SubscriptionService].public_feeds(viewer)
        reply = public_feeds_reply(
            viewer.collaboration, feeds.series, feeds.sites, links=client.links, program=app
        )
        await answer(interaction, reply)

    @app_commands.command(
        description=_("Show your calendar links and when each was last used."),
        extras={"pace": READS},
    )
    async def links(self, interaction: Interaction) -> None:
        """Show the member's calendar links."""
        viewer = await viewer_of(interaction)
        known = await interaction.client.services[SubscriptionService].links(viewer)
        await answer(interaction, links_reply(known))

    @app_commands.command(
        description=_("Revoke one of your calendar links. Its calendar stops showing meetings.")
    )
    @app_commands.autocomplete(link=link_choices)
    @app_commands.describe(link=_("Which of your calendar links"))
    async def revoke(self, interaction: Interaction, link: str) -> None:
        """Revoke one of the member's calendar links."""
        link_id = await picked(interaction, link, what="link", offer=link_choices)
        left, done = await self._revoke(interaction, str(link_id))
        await answer(interaction, links_reply(left, done=done))

    @clicks("feed-revoke")
    async def revoke_clicked(self, interaction: Interaction, link: str) -> None:
        """Revoke the calendar link whose button was clicked."""
        left, done = await self._revoke(interaction, link)
        await replace(interaction, links_reply(left, done=done))

    async def _revoke(self, interaction: Interaction, link: str) -> tuple[list[Subscription], str]:
        client, viewer = interaction.client, await viewer_of(interaction)
        left = await client.services[SubscriptionService].revoke(
            viewer, number(link), now=client.clock.now()
        )
        return left, _("Revoked. That link no longer shows our meetings.")


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(FeedsCog())
