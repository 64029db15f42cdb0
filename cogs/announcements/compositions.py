"""Composing an announcement: write it, see it, then post or schedule it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.announcements import (
    composed,
    preview_reply,
    schedule_shown,
    scheduled_reply,
)
from bot.announcements.cards.placeholders import values_of
from bot.announcements.model import Composition
from bot.announcements.service.announcements import Announcements
from bot.announcements.service.templates import Templates
from bot.chat import drafts
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import OUTDATED, number
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, submits
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.finding.service.typed_times import TypedTimeService
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.series.service.series import SeriesService
from bot.sites.cards.time_confirmation import ReadBack
from cogs.announcements.forms import COMPOSE, WHEN
from cogs.announcements.options import (
    pinged_role,
    setting_of,
    template_choices,
    writable_channel,
)
from cogs.shared.options.choices import picked
from cogs.shared.options.meetings import meeting_choices
from cogs.shared.options.series import series_choices
from cogs.shared.options.talks import talk_choices
from cogs.shared.time_confirmation import confirmed, read_back, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian


DRAFT, POST_AT = "composition", "compose-at"


class CompositionsCog(commands.Cog):
    """/announce compose, and what follows it until the announcement is posted."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @property
    def _now(self) -> datetime:
        return self._bot.clock.now()

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(
        talk=talk_choices, meeting=meeting_choices, series=series_choices, template=template_choices
    )
    @app_commands.describe(
        channel=_("The channel to post in; the announcement channel if left out"),
        talk=_("The talk it is about, for placeholders like {title}"),
        meeting=_("The meeting it is about"),
        series=_("The series whose next meeting it is about"),
        template=_("A template to begin with"),
        ping=_("A role to ping"),
        publish=_("Publish it to the servers that follow the announcement channel"),
    )
    async def compose(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | None = None,
        talk: str | None = None,
        meeting: str | None = None,
        series: str | None = None,
        template: str | None = None,
        ping: discord.Role | None = None,
        publish: bool = False,  # noqa: FBT001, FBT002 - Discord names each option
    ) -> None:
        """Write an announcement; you see it before it is posted."""
        viewer = await viewer_of(interaction)
        viewer.require_organizer()
        about = await self._about(interaction, viewer, talk, meeting, series)
        values = {"body": await self._begun(viewer, template, about)}
        content = {
            "channel_id": writable_channel(viewer, interaction, channel, publish=publish),
            "publish": publish,
            "about": about,
            "role_id": pinged_role(ping),
        }
        draft_id = await keep(interaction, kind=DRAFT, content=content)
        await interaction.response.send_modal(COMPOSE.modal(draft_id, values=values))

    async def _about(
        self,
        interaction: Interaction,
        viewer: Viewer,
        talk: str | None,
        meeting: str | None,
        series: str | None,
    ) -> str:
        if sum(option is not None for option in (talk, meeting, series)) > 1:
            raise Refusal(
                _("An announcement is about one talk, meeting or series. Please choose only one.")
            )
        if talk is not None:
            talk_id = await picked(interaction, talk, what="talk", offer=talk_choices)
            return f"talk:{talk_id}"
        if meeting is not None:
            meeting_id = await picked(interaction, meeting, what="meeting", offer=meeting_choices)
            return f"meeting:{meeting_id}"
        if series is not None:
            found = await self._bot.services[SeriesService].series(viewer, series, now=self._now)
            return f"series:{found.series.id}"
        return ""

    async def _begun(self, viewer: Viewer, template: str | None, about: str) -> str:
        """Return the text that the form begins with; refuse a template that does not exist."""
        await self._bot.services[Announcements].subject(viewer, about, now=self._now)
        if template is None:
            return "{title}\n{speaker}\n\n{when}\n{sites}\n\n{link}" if about else ""
        known = await self._bot.services[Templates].listing(viewer)
        if template not in known:
            raise Refusal(_("I cannot find that template. Please pick one from the list."))
        return known[template]

    @submits(COMPOSE)
    async def typed(
        self, interaction: Interaction, values: Mapping[str, str], draft_id: str
    ) -> None:
        """Show the author what it will look like."""
        content = await kept(interaction, kind=DRAFT, draft_id=draft_id)
        composition = Composition.typed(
            title=values["title"], body=values["body"], **_options(content)
        )
        content = {**content, **composition.kept()}
        draft = await keep(interaction, kind=DRAFT, content=content)
        reply = await self._preview(interaction, content, draft)
        await drafts.supersede(interaction, draft_id)
        await replace(interaction, reply)

    async def _preview(
        self, interaction: Interaction, content: Mapping[str, Any], draft_id: int
    ) -> Reply:
        viewer, composition = await viewer_of(interaction), Composition.read(content)
        setting = await setting_of(interaction, viewer)
        subject = await self._bot.services[Announcements].subject(
            viewer, composition.about, now=self._now
        )
        values = values_of(subject, setting, slug=viewer.collaboration.slug)
        shown = composed(composition, values, setting)
        return preview_reply(shown, draft_id=draft_id, channel_id=content["channel_id"])

    @clicks("compose-edit", pace=READS)
    async def again(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form again, filled in."""
        content = await kept(interaction, kind=DRAFT, draft_id=draft_id)
        await interaction.response.send_modal(COMPOSE.modal(number(draft_id), values=content))

    @clicks("compose-discard")
    async def discard(self, interaction: Interaction, draft_id: str) -> None:
        """Discard what was composed."""
        await drafts.discard(interaction, kind=DRAFT, draft_id=draft_id)
        await replace(interaction, Reply(text=_("Discarded. Nothing was posted.")))

    @clicks("compose-when", pace=READS)
    async def ask_when(self, interaction: Interaction, draft_id: str) -> None:
        """Ask when to post it."""
        await kept(interaction, kind=DRAFT, draft_id=draft_id)
        await interaction.response.send_modal(WHEN.modal(number(draft_id)))

    @submits(WHEN)
    async def scheduled(
        self, interaction: Interaction, values: Mapping[str, str], draft_id: str
    ) -> None:
        """Show the time that was understood, to be confirmed."""
        typed = {"composition": draft_id, **values}
        await answer(interaction, await read_back(interaction, POST_AT, typed))

    @reads_back(POST_AT)
    async def post_at(self, interaction: Interaction, typed: dict[str, Any]) -> ReadBack:
        """Return when it would be posted."""
        content = await _kept_preview(interaction, typed["composition"])
        viewer = await viewer_of(interaction)
        read = await self._bot.services[TypedTimeService].read(viewer, typed["when"], now=self._now)
        read = read.without_end()
        return schedule_shown(content["title"], read, channel_id=content["channel_id"])

    @clicks(POST_AT)
    async def confirm_post_at(self, interaction: Interaction, draft_id: str) -> None:
        """Schedule it."""
        typed = await confirmed(interaction, POST_AT, draft_id)
        reply = await self._post(interaction, typed["composition"], typed["when"])
        await drafts.saved(interaction, draft_id)
        await replace(interaction, reply)

    @clicks("compose-post")
    async def posted(self, interaction: Interaction, draft_id: str) -> None:
        """Post it at once."""
        await replace(interaction, await self._post(interaction, draft_id, None))

    async def _post(self, interaction: Interaction, draft_id: str, when: str | None) -> Reply:
        viewer = await viewer_of(interaction)
        content = await _kept_preview(interaction, draft_id)
        setting = await setting_of(interaction, viewer)
        zone = home_zone(viewer, setting.sites)
        delivery = await self._bot.services[Announcements].post(
            viewer,
            Composition.read(content),
            channel_id=content["channel_id"],
            when=when,
            zone=zone,
            draft_id=number(draft_id),
            now=self._now,
        )
        return scheduled_reply(delivery, setting, zone=zone)


async def _kept_preview(interaction: Interaction, draft_id: str) -> dict[str, Any]:
    """Return what was typed; refuse options for which no text was typed yet."""
    content = await kept(interaction, kind=DRAFT, draft_id=draft_id)
    if "body" not in content:
        raise NotFound(OUTDATED)
    return content


def _options(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: content[name] for name in ("about", "role_id", "publish")}


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, CompositionsCog(bot), group="announce")
