"""/me: a member's own profile and reminders."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.reminders import preference_card
from bot.announcements.service.reminder_settings import ReminderSettings
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.core.translation import _
from bot.people.cards import profile_card
from bot.people.model.home_zones import home_zone
from bot.people.model.members import Role
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService, Profile
from bot.programme.model.reminders import About, Way
from bot.sites.service.sites import SiteService
from bot.times.typed_times.typed_hours import read_hours
from cogs.shared.options.choices import InWords
from cogs.shared.options.sites import site_choices
from cogs.shared.options.zones import zone_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian


@app_commands.guild_only()
class PeopleCog(commands.GroupCog, group_name="me", group_description=_("Your profile")):
    """/me: for members."""

    @app_commands.command(description=_("Show your profile."), extras={"pace": READS})
    async def show(self, interaction: Interaction) -> None:
        """Show the member's profile."""
        viewer = await viewer_of(interaction)
        profile = await interaction.client.services[MembershipService].profile(viewer)
        await self._show(interaction, viewer, profile)

    @app_commands.command(
        name="set", description=_("Set your site, time zone, working hours, role and name.")
    )
    @app_commands.autocomplete(site=site_choices, zone=zone_choices)
    @app_commands.describe(
        site=_("Where you work"),
        zone=_("The time zone you live in, by city, if it is not your site's"),
        hours=_("Your working hours, like 9-17 or 22:00-02:00"),
        role=_("Your role there"),
        public_name=_("Your name on public pages and in calendars"),
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
        """Change the member's profile."""
        viewer = await viewer_of(interaction)
        profile = await interaction.client.services[MembershipService].describe_oneself(
            viewer,
            site_slug=site,
            zone=zone,
            hours=None if hours is None else read_hours(hours),
            role=role,
            public_name=public_name,
        )
        await self._show(interaction, viewer, profile)

    @app_commands.command(description=_("Choose how you are reminded, or show your choice."))
    @app_commands.describe(
        way=_("By direct message, in channels only, or not at all"),
        leads=_("How long before, like “1 day, 15 minutes”"),
        about=_("Which meetings to send direct messages about"),
    )
    async def notify(
        self,
        interaction: Interaction,
        way: app_commands.Transform[Way | None, InWords(Way)] = None,
        leads: str | None = None,
        about: app_commands.Transform[About | None, InWords(About)] = None,
    ) -> None:
        """Change or show how the member is reminded."""
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
    await bot.add_cog(PeopleCog())
