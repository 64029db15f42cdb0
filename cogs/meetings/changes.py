"""Scheduling in Discord: single meetings are shown, moved, called off and brought back."""

from typing import TYPE_CHECKING, Any

from discord import app_commands
from discord.ext import commands

from bot.chat.interactions import Interaction, answer, ask_again, replace, viewer_of
from bot.chat.lists import page_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, forget, keep, kept, number, word
from bot.meetings.cards.meetings import (
    QUIETLY,
    cancellation_reply,
    closed_gate,
    done_reply,
    programme_card,
    programme_entry,
    relocation_shown,
)
from bot.programme.model.meeting_changes import reason_given, require_coming
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.talks.model.talks import Programme
from cogs.shared.options.choices import picked
from cogs.shared.options.meetings import (
    changeable_choices,
    meeting_choices,
    move_choices,
    restorable_choices,
)
from cogs.shared.options.series import series_choices
from cogs.shared.time_confirmation import confirm_time, confirmed, reads_back

if TYPE_CHECKING:
    from bot.chat.client import Meridian

MOVE, CANCEL = "meeting-move", "meeting-cancel"
EVERY_SERIES = "-"


@app_commands.guild_only()
class Scheduling(
    commands.GroupCog,
    group_name="meeting",
    group_description="Single meetings, of a series or alone",
):
    """/meeting: list and show for everybody, the rest for organizers."""

    @app_commands.command(name="list", extras={"pace": READS})
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series="Only this series")
    async def list_(self, interaction: Interaction, series: str | None = None) -> None:
        """Show the meetings to come."""
        await answer(interaction, await self._page(interaction, series, 1))

    @clicks("meeting-list", pace=READS)
    async def turn(self, interaction: Interaction, series: str, page: str) -> None:
        """Show another page of the list."""
        slug = None if series == EVERY_SERIES else series
        await replace(interaction, await self._page(interaction, slug, number(page)))

    async def _page(self, interaction: Interaction, slug: str | None, page: int) -> Reply:
        client, viewer = interaction.client, await viewer_of(interaction)
        found, is_last = await client.services.scheduling.upcoming(
            viewer, slug=slug, page=page, now=client.clock.now()
        )
        sites = await client.services.hosting.sites(viewer)
        return page_of(
            "Meetings to come",
            [programme_entry(programme, sites) for programme in found],
            page=page,
            is_last=is_last,
            route=("meeting-list", slug or EVERY_SERIES),
            empty="No meeting is to come.",
        )

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(meeting=meeting_choices)
    @app_commands.describe(meeting="Which meeting")
    async def show(self, interaction: Interaction, meeting: str) -> None:
        """Show one meeting: its slots, where it is, and how to put it into a calendar."""
        client, viewer = interaction.client, await viewer_of(interaction)
        found = await client.services.scheduling.programme(viewer, picked(meeting, what="meeting"))
        sites = await client.services.hosting.sites(viewer)
        await answer(interaction, programme_card(found, sites, links=client.links))

    @app_commands.command()
    @app_commands.autocomplete(meeting=changeable_choices, when=move_choices)
    @app_commands.describe(
        meeting="Which meeting",
        when="Like “Thu 5pm” (the series' time), or 2027-03-12 17:00 Chicago",
        reason="Why; everybody is shown it",
    )
    async def move(self, interaction: Interaction, meeting: str, when: str, reason: str) -> None:
        """Move a meeting (organizers): you confirm it from a table of all sites."""
        typed = {
            "meeting": picked(meeting, what="meeting"),
            "when": when,
            "reason": reason_given(reason),
        }
        await confirm_time(interaction, MOVE, typed)

    @reads_back(MOVE)
    async def moved(self, interaction: Interaction, typed: dict[str, Any]) -> ReadBack:
        """Return where the meeting would go."""
        client, viewer = interaction.client, await viewer_of(interaction)
        found = await client.services.scheduling.relocation(
            viewer, typed["meeting"], when=typed["when"], now=client.clock.now()
        )
        sites = await client.services.hosting.sites(viewer)
        return relocation_shown(found, sites, reason=typed["reason"])

    @clicks(MOVE)
    async def confirm_move(
        self, interaction: Interaction, draft_id: str, how: str = "", heed: str = ClosurePolicy.ASK
    ) -> None:
        """Move the meeting; into a hard closure only when that was said in a second word."""
        typed = await confirmed(interaction, MOVE, draft_id)
        try:
            done = await self._moved(interaction, typed, number(draft_id), how, heed)
        except TimeInClosure as closed:
            await ask_again(interaction, closed, closed_gate(closed, draft_id, how))
        else:
            await self._tell(interaction, "Moved", done)

    async def _moved(
        self, interaction: Interaction, typed: dict[str, Any], draft_id: int, how: str, heed: str
    ) -> Programme:
        client, viewer = interaction.client, await viewer_of(interaction)
        return await client.services.scheduling.move(
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

    @app_commands.command()
    @app_commands.autocomplete(meeting=changeable_choices)
    @app_commands.describe(meeting="Which meeting", reason="Why; everybody is shown it")
    async def cancel(self, interaction: Interaction, meeting: str, reason: str) -> None:
        """Call a meeting off (organizers); its talks wait until it is restored."""
        client, viewer = interaction.client, await viewer_of(interaction)
        viewer.require_organizer()
        why = reason_given(reason)
        found = await client.services.scheduling.programme(viewer, picked(meeting, what="meeting"))
        require_coming(found.meeting, now=client.clock.now())
        content = {"meeting": found.meeting.id, "reason": why, "revision": found.meeting.revision}
        draft_id = await keep(interaction, kind=CANCEL, content=content)
        sites = await client.services.hosting.sites(viewer)
        await answer(interaction, cancellation_reply(found, sites, reason=why, draft_id=draft_id))

    @clicks(CANCEL)
    async def confirm_cancel(self, interaction: Interaction, draft_id: str, how: str = "") -> None:
        """Call the meeting off."""
        typed = await kept(interaction, kind=CANCEL, draft_id=draft_id)
        client, viewer = interaction.client, await viewer_of(interaction)
        done = await client.services.scheduling.cancel(
            viewer,
            typed["meeting"],
            reason=typed["reason"],
            revision=typed["revision"],
            draft_id=number(draft_id),
            quietly=how == QUIETLY,
            now=client.clock.now(),
        )
        await self._tell(interaction, "Cancelled", done)

    @app_commands.command()
    @app_commands.autocomplete(meeting=restorable_choices)
    @app_commands.describe(meeting="A meeting that is called off or was moved")
    async def restore(self, interaction: Interaction, meeting: str) -> None:
        """Bring back a meeting that was called off, or put a moved one back (organizers)."""
        client, viewer = interaction.client, await viewer_of(interaction)
        done = await client.services.scheduling.restore(
            viewer, picked(meeting, what="meeting"), now=client.clock.now()
        )
        await self._tell(interaction, "Restored", done)

    @clicks("meeting-discard")
    async def discard(self, interaction: Interaction, kind: str, draft_id: str) -> None:
        """Give up a change."""
        await kept(interaction, kind=kind, draft_id=draft_id)
        await forget(interaction, draft_id)
        await replace(interaction, Reply(text="Discarded: nothing was changed."))

    async def _tell(self, interaction: Interaction, what: str, done: Programme) -> None:
        viewer = await viewer_of(interaction)
        sites = await interaction.client.services.hosting.sites(viewer)
        reply = done_reply(what, done, sites, links=interaction.client.links)
        await replace(interaction, reply)


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Scheduling())
