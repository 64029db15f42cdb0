"""Announcing in Discord: organizers compose, see what waits, and what became of every message."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.announcements import (
    composed,
    composition_label,
    composition_page,
    preview_reply,
    receipts_page,
    schedule_shown,
    scheduled_reply,
    values_of,
)
from bot.announcements.model import Composition
from bot.announcements.service.announcements import Overtaken
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import (
    Field,
    Form,
    clicks,
    forget,
    keep,
    kept,
    number,
    reopening,
    submits,
    word,
)
from bot.core.refusals import Refusal
from bot.outbox.deliveries import Delivery, State
from bot.people.model.viewers import Viewer
from bot.programme.cards.announcements import Setting
from bot.programme.service.agenda import home_zone
from bot.sites.cards.time_confirmation import ReadBack
from cogs.shared.options.choices import InWords, choices, matches, picked
from cogs.shared.options.meetings import meeting_choices
from cogs.shared.options.series import series_choices
from cogs.shared.options.talks import talk_choices
from cogs.shared.time_confirmation import confirmed, read_back, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian

WORDS = (
    Field(id="title", label="Heading", most=200),
    Field(
        id="body",
        label="Text",
        placeholder="{when}, {sites}, {title}, {speaker}, {room}, {link} … are filled in",
        paragraph=True,
        most=3000,
    ),
)
COMPOSE = Form(kind="compose", title="Compose an announcement", fields=WORDS)
EDIT = Form(kind="compose-edit-form", title="Edit an announcement", fields=WORDS)
WHEN = Form(
    kind="compose-when-form",
    title="When shall it be posted?",
    fields=(
        Field(
            id="when", label="Date and time", placeholder="Thu 5pm Zurich", required=True, most=100
        ),
    ),
)
TEMPLATE = Form(
    kind="template-form",
    title="A template",
    fields=(Field(id="body", label="Text; empty takes it away", paragraph=True, most=3000),),
)
DRAFT, POST_AT = "composition", "compose-at"
ANY = "any"


async def composed_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer what organizers composed, the latest first."""
    client, viewer = interaction.client, await viewer_of(interaction)
    found, _ = await client.services.composing.listing(viewer)
    setting = await setting_of(interaction, viewer)
    zone = home_zone(viewer, setting.sites)
    labelled = ((composition_label(d, zone=zone, setting=setting), str(d.id)) for d in found)
    return choices((label, value) for label, value in labelled if matches(typed, label))


async def template_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the collaboration's templates."""
    viewer = await viewer_of(interaction)
    known = await interaction.client.services.composing.templates(viewer)
    return choices((name, name) for name in known if matches(typed, name))


async def setting_of(interaction: Interaction, viewer: Viewer) -> Setting:
    """Return what announcements of the viewer's collaboration are drawn with."""
    client = interaction.client
    return Setting(
        collaboration=viewer.collaboration,
        sites=await client.services.hosting.sites(viewer),
        links=client.links,
        marker="preview",
    )


@app_commands.guild_only()
class Announcing(
    commands.GroupCog, group_name="announce", group_description="Announcements (organizers)"
):
    """/announce, for organizers."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @property
    def _now(self) -> datetime:
        return self._bot.clock.now()

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Note that a post is gone."""
        await self._bot.services.composing.note_deleted(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Note that many posts are gone at once."""
        for message_id in sorted(payload.message_ids):
            await self._bot.services.composing.note_deleted(message_id)

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(
        talk=talk_choices, meeting=meeting_choices, series=series_choices, template=template_choices
    )
    @app_commands.describe(
        channel="Where it is posted; the announcement channel if left out",
        talk="The talk it is about, for placeholders like {title}",
        meeting="The meeting it is about",
        series="The series whose next meeting it is about",
        template="A template to begin with",
        ping="The one role that it pings",
        publish="Hand it on to the servers that follow an announcement channel",
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
        """Write an announcement; you see it before anybody else does."""
        viewer = await viewer_of(interaction)
        viewer.require_organizer()
        about = await self._about(viewer, talk, meeting, series)
        values = {"body": await self._begun(viewer, template, about)}
        content = {
            "channel_id": self._channel(viewer, interaction, channel, publish=publish),
            "publish": publish,
            "about": about,
            "role_id": _pinged(ping),
        }
        draft_id = await keep(interaction, kind=DRAFT, content=content)
        await interaction.response.send_modal(COMPOSE.modal(draft_id, values=values))

    def _channel(
        self,
        viewer: Viewer,
        interaction: Interaction,
        channel: discord.TextChannel | None,
        *,
        publish: bool = False,
    ) -> int:
        channel_id = channel.id if channel else viewer.collaboration.announcement_channel_id
        if channel_id is None:
            message = "Please choose a channel, or set one for all announcements with /setup."
            raise Refusal(message)
        there = interaction.guild.get_channel(channel_id) if interaction.guild else None
        member = interaction.user
        if publish and isinstance(there, discord.TextChannel) and not there.is_news():
            message = "Only an announcement channel has followers: please choose one to publish in."
            raise Refusal(message)
        if (
            isinstance(there, discord.TextChannel)
            and isinstance(member, discord.Member)
            and not there.permissions_for(member).send_messages
        ):
            message = "You may not write in that channel: please choose another one."
            raise Refusal(message)
        return channel_id

    async def _about(
        self, viewer: Viewer, talk: str | None, meeting: str | None, series: str | None
    ) -> str:
        if sum(option is not None for option in (talk, meeting, series)) > 1:
            message = "An announcement is about one talk, meeting or series: please choose one."
            raise Refusal(message)
        if talk is not None:
            return f"talk:{picked(talk, what='talk')}"
        if meeting is not None:
            return f"meeting:{picked(meeting, what='meeting')}"
        if series is not None:
            found = await self._bot.services.planning.series(viewer, series, now=self._now)
            return f"series:{found.series.id}"
        return ""

    async def _begun(self, viewer: Viewer, template: str | None, about: str) -> str:
        """Return what the form begins with; refuse what there is not."""
        await self._bot.services.composing.subject(viewer, about, now=self._now)
        if template is None:
            return "{title}\n{speaker}\n\n{when}\n{sites}\n\n{link}" if about else ""
        known = await self._bot.services.composing.templates(viewer)
        if template not in known:
            message = "There is no such template here: please pick one from the list."
            raise Refusal(message)
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
        await answer(interaction, await self._preview(interaction, content, draft))

    async def _preview(
        self, interaction: Interaction, content: Mapping[str, Any], draft_id: int
    ) -> Reply:
        viewer, composition = await viewer_of(interaction), Composition.read(content)
        setting = await setting_of(interaction, viewer)
        subject = await self._bot.services.composing.subject(
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
        """Give up what was composed."""
        await kept(interaction, kind=DRAFT, draft_id=draft_id)
        await forget(interaction, draft_id)
        await replace(interaction, Reply(text="Discarded: nothing was posted."))

    @clicks("compose-when", pace=READS)
    async def ask_when(self, interaction: Interaction, draft_id: str) -> None:
        """Ask when it shall be posted."""
        await kept(interaction, kind=DRAFT, draft_id=draft_id)
        await interaction.response.send_modal(WHEN.modal(number(draft_id)))

    @submits(WHEN)
    async def scheduled(
        self, interaction: Interaction, values: Mapping[str, str], draft_id: str
    ) -> None:
        """Read back the moment that it shall wait for."""
        typed = {"composition": draft_id, **values}
        await answer(interaction, await read_back(interaction, POST_AT, typed))

    @reads_back(POST_AT)
    async def post_at(self, interaction: Interaction, typed: dict[str, Any]) -> ReadBack:
        """Return when it would be posted."""
        content = await kept(interaction, kind=DRAFT, draft_id=typed["composition"])
        viewer = await viewer_of(interaction)
        read = await self._bot.services.timing.read(viewer, typed["when"], now=self._now)
        return schedule_shown(content["title"], read, channel_id=content["channel_id"])

    @clicks(POST_AT)
    async def confirm_post_at(self, interaction: Interaction, draft_id: str) -> None:
        """Let it wait for its moment."""
        typed = await confirmed(interaction, POST_AT, draft_id)
        reply = await self._post(interaction, typed["composition"], typed["when"])
        await forget(interaction, draft_id)
        await replace(interaction, reply)

    @clicks("compose-post")
    async def posted(self, interaction: Interaction, draft_id: str) -> None:
        """Let it go out at once."""
        await replace(interaction, await self._post(interaction, draft_id, None))

    async def _post(self, interaction: Interaction, draft_id: str, when: str | None) -> Reply:
        viewer = await viewer_of(interaction)
        content = await kept(interaction, kind=DRAFT, draft_id=draft_id)
        setting = await setting_of(interaction, viewer)
        zone = home_zone(viewer, setting.sites)
        delivery = await self._bot.services.composing.post(
            viewer,
            Composition.read(content),
            channel_id=content["channel_id"],
            when=when,
            zone=zone,
            draft_id=number(draft_id),
            now=self._now,
        )
        return scheduled_reply(delivery, setting, zone=zone)

    @app_commands.command(name="list", extras={"pace": READS})
    async def list_(self, interaction: Interaction) -> None:
        """Show what was announced and what waits."""
        await answer(interaction, await self._page(interaction, 1))

    @clicks("announce-list", pace=READS)
    async def turn(self, interaction: Interaction, page: str) -> None:
        """Show another page."""
        await replace(interaction, await self._page(interaction, number(page)))

    async def _page(self, interaction: Interaction, page: int) -> Reply:
        viewer = await viewer_of(interaction)
        found, is_last = await self._bot.services.composing.listing(viewer, page=page)
        setting = await setting_of(interaction, viewer)
        zone = home_zone(viewer, setting.sites)
        return composition_page(found, setting, zone=zone, page=max(page, 1), is_last=is_last)

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(announcement=composed_choices)
    @app_commands.describe(announcement="Which announcement, posted or not")
    async def edit(self, interaction: Interaction, announcement: str) -> None:
        """Change an announcement, also where it is posted already."""
        found = await self._picked(interaction, announcement)
        seal = Composition.read(found.payload).seal
        await interaction.response.send_modal(EDIT.modal(found.id, seal, values=found.payload))

    @submits(EDIT)
    async def edited(
        self, interaction: Interaction, values: Mapping[str, str], delivery: str, seal: str
    ) -> None:
        """Save the change; where somebody else was faster, show theirs and keep what was typed."""
        viewer, composing = await viewer_of(interaction), self._bot.services.composing
        try:
            done = await composing.edit(
                viewer,
                number(delivery),
                title=values["title"],
                body=values["body"],
                seal=seal,
                now=self._now,
            )
        except Overtaken as overtaken:
            present = await composing.composed(viewer, number(delivery))
            await self._overtaken(interaction, overtaken, present, values)
            return
        where = "before it is posted" if done.state is State.WAITING else "where it stands"
        await answer(interaction, Reply(text=f"Changed, {where}."))

    async def _overtaken(
        self,
        interaction: Interaction,
        overtaken: Overtaken,
        present: Delivery,
        values: Mapping[str, str],
    ) -> None:
        theirs = Composition.read(present.payload)
        typed = {
            "form": EDIT.kind,
            "values": dict(values),
            "arguments": [present.id, theirs.seal],
        }
        draft_id = await keep(interaction, kind="form", content=typed)
        shown = composed(theirs, {}, await setting_of(interaction, await viewer_of(interaction)))
        await answer(interaction, reopening(str(overtaken), draft_id, cards=shown.cards))

    @app_commands.command()
    @app_commands.autocomplete(announcement=composed_choices)
    @app_commands.describe(announcement="Which announcement")
    async def cancel(self, interaction: Interaction, announcement: str) -> None:
        """Take back an announcement; what is posted says that it is cancelled."""
        viewer, found = await viewer_of(interaction), await self._picked(interaction, announcement)
        done = await self._bot.services.composing.cancel(viewer, found.id, now=self._now)
        dropped = done.state is State.DROPPED
        told = "It will not be posted." if dropped else "Cancelled: the post says so."
        await answer(interaction, Reply(text=told))

    async def _picked(self, interaction: Interaction, announcement: str) -> Delivery:
        viewer = await viewer_of(interaction)
        delivery_id = picked(announcement, what="announcement")
        return await self._bot.services.composing.composed(viewer, delivery_id)

    @app_commands.command()
    @app_commands.autocomplete(talk=talk_choices)
    @app_commands.describe(talk="Which talk; its title and abstract may still be missing")
    async def talk(self, interaction: Interaction, talk: str) -> None:
        """Announce a talk now."""
        viewer = await viewer_of(interaction)
        await self._bot.services.composing.announce_talk(
            viewer, picked(talk, what="talk"), now=self._now
        )
        await answer(interaction, Reply(text="It is announced now, and kept true from here on."))

    @app_commands.command()
    @app_commands.describe(channel="Where the board stands")
    async def board(self, interaction: Interaction, channel: discord.TextChannel) -> None:
        """Post what is coming as one message that stays up to date by itself."""
        viewer = await viewer_of(interaction)
        viewer.require_organizer()
        channel_id = self._channel(viewer, interaction, channel)
        await self._bot.services.composing.put_board(viewer, channel_id, now=self._now)
        await answer(interaction, Reply(text=f"The board is posted in <#{channel_id}>."))

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(name=template_choices)
    @app_commands.describe(name="A template to change, or the name of a new one")
    async def template(self, interaction: Interaction, name: str) -> None:
        """Write a template for announcements."""
        viewer = await viewer_of(interaction)
        known = await self._bot.services.composing.templates(viewer)
        draft_id = await keep(interaction, kind="template", content={"name": name})
        values = {"body": known.get(name, "")}
        await interaction.response.send_modal(TEMPLATE.modal(draft_id, values=values))

    @submits(TEMPLATE)
    async def template_typed(
        self, interaction: Interaction, values: Mapping[str, str], draft_id: str
    ) -> None:
        """Keep the template."""
        content = await kept(interaction, kind="template", draft_id=draft_id)
        is_kept = await self._bot.services.composing.keep_template(
            await viewer_of(interaction), content["name"], values["body"]
        )
        said = "The template is kept: /announce compose can begin with it." if is_kept else ""
        await answer(interaction, Reply(text=said or "The template is gone."))

    @app_commands.command(extras={"pace": READS})
    @app_commands.describe(state="Only what is in this state")
    async def receipts(
        self,
        interaction: Interaction,
        state: app_commands.Transform[State | None, InWords(State)] = None,
    ) -> None:
        """Show what was sent, what waits, what could not be sent, and why."""
        await answer(interaction, await self._receipts(interaction, state, 1))

    @clicks("receipts", pace=READS)
    async def turn_receipts(
        self, interaction: Interaction, state: str, page: str, _: str = ""
    ) -> None:
        """Show another page of receipts."""
        wanted = None if state == ANY else word(State, state)
        await answer(interaction, await self._receipts(interaction, wanted, number(page)))

    async def _receipts(self, interaction: Interaction, state: State | None, page: int) -> Reply:
        viewer = await viewer_of(interaction)
        found = await self._bot.services.composing.receipts(viewer, state=state, page=page)
        return receipts_page(
            found.found,
            found.counts,
            found.names,
            state=state.value if state else ANY,
            page=found.page,
            is_last=found.is_last,
        )

    @clicks("receipt-retry")
    async def retry(self, interaction: Interaction, delivery: str) -> None:
        """Try a parked message again."""
        viewer = await viewer_of(interaction)
        await self._bot.services.composing.retry(viewer, number(delivery), now=self._now)
        await answer(interaction, Reply(text="It is tried again now."))

    @clicks("receipt-drop")
    async def drop(self, interaction: Interaction, delivery: str) -> None:
        """Give up a message that has not gone out."""
        await self._bot.services.composing.drop(await viewer_of(interaction), number(delivery))
        await answer(interaction, Reply(text="Dropped: it will not be sent."))


def _pinged(role: discord.Role | None) -> int | None:
    """Return the role that is pinged; refuse the one that everybody has."""
    if role is not None and role.is_default():
        message = "Everybody at once is never pinged: please choose another role, or none."
        raise Refusal(message)
    return None if role is None else role.id


def _options(content: Mapping[str, Any]) -> dict[str, Any]:
    return {name: content[name] for name in ("about", "role_id", "publish")}


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Announcing(bot))
