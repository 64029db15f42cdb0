"""Joining in Discord: what a member says of themselves."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.reminders import preference_card
from bot.announcements.service.reminder_settings import ReminderSettings
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.people.cards import profile_card
from bot.people.model.home_zones import home_zone
from bot.people.model.members import Role
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService, Profile
from bot.programme.model.reminders import About, Way
from bot.sites.service.sites import SiteService
from bot.times.date_formats import parse_hours
from cogs.shared.options.choices import InWords
from cogs.shared.options.sites import site_choices, zone_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


@app_commands.guild_only()
class Joining(commands.GroupCog, group_name="me", group_description="You, as Meridian knows you"):
    """/me: for members."""

    @app_commands.command(extras={"pace": READS})
    async def show(self, interaction: Interaction) -> None:
        """Show what Meridian knows of you."""
        viewer = await viewer_of(interaction)
        profile = await interaction.client.services[MembershipService].profile(viewer)
        await self._show(interaction, viewer, profile)

    @app_commands.command(name="set")
    @app_commands.autocomplete(site=site_choices, zone=zone_choices)
    @app_commands.describe(
        site="Where you work",
        zone="The time zone you live in, by city, if it is not your site's",
        hours="Your working hours, like 09:00-17:30",
        role="What you are there",
        public_name="Your name as the public pages and calendars show it",
    )
    async def set_(
        self,
        interaction: Interaction,
        site: str | None = None,
        zone: str | None = None,
        hours: str | None = None,
        role: app_commands.Transform[Role | None, InWords(Role)] = None,
        public_name: str | None = None,
    ) -> None:
        """Say where you work, when, and how you are called."""
        viewer = await viewer_of(interaction)
        profile = await interaction.client.services[MembershipService].describe_oneself(
            viewer,
            site_slug=site,
            zone=zone,
            hours=None if hours is None else parse_hours(hours),
            role=role,
            public_name=public_name,
        )
        await self._show(interaction, viewer, profile)

    @app_commands.command()
    @app_commands.describe(
        way="By direct message, in channels only, or not at all",
        leads="How long before, like “1 day, 15 minutes”",
        about="Of which meetings you are told by direct message",
    )
    async def notify(
        self,
        interaction: Interaction,
        way: app_commands.Transform[Way | None, InWords(Way)] = None,
        leads: str | None = None,
        about: app_commands.Transform[About | None, InWords(About)] = None,
    ) -> None:
        """Say how you want to be reminded, or show how you are."""
        viewer, client = await viewer_of(interaction), interaction.client
        kept = await client.services[ReminderSettings].prefer(
            viewer, way=way, leads=leads, about=about, now=client.clock.now()
        )
        await answer(interaction, preference_card(kept))

    async def _show(self, interaction: Interaction, viewer: Viewer, profile: Profile) -> None:
        known = await interaction.client.services[SiteService].sites(viewer)
        now_known = Viewer(
            collaboration=viewer.collaboration, standing=viewer.standing, member=profile.member
        )
        zone, now = home_zone(now_known, known), interaction.client.clock.now()
        await answer(interaction, profile_card(profile.member, profile.site, zone=zone, now=now))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Joining())
