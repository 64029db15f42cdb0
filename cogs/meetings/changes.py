"""Commands and buttons that move, cancel and restore meetings."""

from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.chat import drafts
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number, word
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.replies import Reply
from bot.chat.routes import clicks
from bot.core.translation import _
from bot.meetings.cards.meeting_changes import (
    CANCEL,
    MOVE,
    QUIETLY,
    cancellation_reply,
    closure_buttons,
    relocation_shown,
)
from bot.meetings.cards.meetings import done_reply
from bot.meetings.service.changes import MeetingService
from bot.programme.model.meeting_changes import reason_given, require_coming
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.service.sites import SiteService
from bot.talks.model.talks import Programme
from cogs.shared.closure_confirmation import ask_again
from cogs.shared.options.choices import picked
from cogs.shared.options.meetings import changeable_choices, restorable_choices
from cogs.shared.options.times import time_choices
from cogs.shared.time_confirmation import Typed, confirm_time, confirmed, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian

WHICH = _("Which meeting")
WHY = _("The reason; everybody can see it")


class MeetingChangesCog(commands.Cog):
    """/meeting move, cancel and restore."""

    @app_commands.command(
        description=_("Move a meeting (organizers). You confirm the time at every site.")
    )
    @app_commands.autocomplete(meeting=changeable_choices, when=time_choices)
    @app_commands.describe(
        meeting=WHICH,
        when=_("Like “Thu 5pm” (in your time zone), or 2027-03-12 17:00 Chicago"),
        reason=WHY,
    )
    async def move(self, interaction: Interaction, meeting: str, when: str, reason: str) -> None:
        """Show the new time, to be confirmed."""
        typed = {
            "meeting": await picked(interaction, meeting, what="meeting", offer=changeable_choices),
            "when": when,
            "reason": reason_given(reason),
        }
        await confirm_time(interaction, MOVE, typed)

    @reads_back(MOVE)
    async def shown(self, interaction: Interaction, typed: Typed) -> ReadBack:
        """Return the new time of the meeting."""
        client, viewer = interaction.client, await viewer_of(interaction)
        found = await client.services[MeetingService].relocation(
            viewer, typed["meeting"], when=typed["when"], now=client.clock.now()
        )
        sites = await client.services[SiteService].sites(viewer)
        return relocation_shown(found, sites, reason=typed["reason"])

    @clicks(MOVE)
    async def confirm_move(
        self, interaction: Interaction, draft_id: str, how: str = "", heed: str = ClosurePolicy.ASK
    ) -> None:
        """Move the meeting; a time in a hard closure is confirmed once more."""
        typed = await confirmed(interaction, MOVE, draft_id)
        try:
            done = await _moved(interaction, typed, number(draft_id), how, heed)
        except TimeInClosure as closed:
            await ask_again(interaction, closed, closure_buttons(closed, draft_id, how))
        else:
            await _show_done(interaction, _("Moved"), done)

    @app_commands.command(
        description=_("Cancel a meeting (organizers). Its talks keep their slots.")
    )
    @app_commands.autocomplete(meeting=changeable_choices)
    @app_commands.describe(meeting=WHICH, reason=WHY)
    async def cancel(self, interaction: Interaction, meeting: str, reason: str) -> None:
        """Show what would be cancelled, to be confirmed."""
        client, viewer = interaction.client, await viewer_of(interaction)
        viewer.require_organizer()
        why = reason_given(reason)
        meeting_id = await picked(interaction, meeting, what="meeting", offer=changeable_choices)
        found = await client.services[MeetingService].programme(viewer, meeting_id)
        require_coming(found.meeting, now=client.clock.now())
        content = {"meeting": found.meeting.id, "reason": why, "revision": found.meeting.revision}
        draft_id = await keep(interaction, kind=CANCEL, content=content)
        sites = await client.services[SiteService].sites(viewer)
        await answer(interaction, cancellation_reply(found, sites, reason=why, draft_id=draft_id))

    @clicks(CANCEL)
    async def confirm_cancel(self, interaction: Interaction, draft_id: str, how: str = "") -> None:
        """Cancel the meeting."""
        typed = await kept(interaction, kind=CANCEL, draft_id=draft_id)
        client, viewer = interaction.client, await viewer_of(interaction)
        done = await client.services[MeetingService].cancel(
            viewer,
            typed["meeting"],
            reason=typed["reason"],
            revision=typed["revision"],
            draft_id=number(draft_id),
            quietly=how == QUIETLY,
            now=client.clock.now(),
        )
        await _show_done(interaction, _("Cancelled"), done)

    @app_commands.command(
        description=_("Restore a cancelled meeting, or undo a move (organizers).")
    )
    @app_commands.autocomplete(meeting=restorable_choices)
    @app_commands.describe(meeting=_("A meeting that was cancelled, skipped or moved"))
    async def restore(self, interaction: Interaction, meeting: str) -> None:
        """Restore a cancelled meeting, or undo a move."""
        client, viewer = interaction.client, await viewer_of(interaction)
        meeting_id = await picked(interaction, meeting, what="meeting", offer=restorable_choices)
        now = client.clock.now()
        done = await client.services[MeetingService].restore(viewer, meeting_id, now=now)
        await _show_done(interaction, _("Restored"), done)

    @clicks("meeting-discard")
    async def discard(self, interaction: Interaction, kind: str, draft_id: str) -> None:
        """Delete the draft of a change."""
        await drafts.discard(interaction, kind=kind, draft_id=draft_id)
        await replace(interaction, Reply(text=_("Discarded. Nothing was changed.")))


async def _moved(
    interaction: Interaction, typed: Typed, draft_id: int, how: str, heed: str
) -> Programme:
    client, viewer = interaction.client, await viewer_of(interaction)
    return await client.services[MeetingService].move(
        viewer,
        typed["meeting"],
        when=typed["when"],
        reason=typed["reason"],
        revision=typed["revision"],
        draft_id=draft_id,
        quietly=how == QUIETLY,
        heed=word(ClosurePolicy, heed),
        now=client.clock.now(),
    )


async def _show_done(interaction: Interaction, what: str, done: Programme) -> None:
    viewer = await viewer_of(interaction)
    sites = await interaction.client.services[SiteService].sites(viewer)
    await replace(interaction, done_reply(what, done, sites, links=interaction.client.links))


async def setup(bot: "Meridian") -> None:
    """Add the cog to /meeting."""
    await join_group(bot, MeetingChangesCog(), group="meeting")
