"""Planning in Discord: series are shown, made, changed and ended."""

from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.announcements.cards.reminders import ladder_card
from bot.announcements.service.reminders import LadderDescription
from bot.chat.interactions import Interaction, answer, ask_again, replace, viewer_of
from bot.chat.lists import listing
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, forget, number, submits, word
from bot.meetings.cards.meetings import done_reply
from bot.programme.model.change_previews import Outlook, Overtaken
from bot.series.cards.series import (
    closed_buttons,
    outlook_reply,
    saved_reply,
    series_card,
    series_entry,
)
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.times.date_formats import parse_date
from cogs.series.forms import DETAILS, TIMES, described, keep_series, kept_series, typed_in
from cogs.shared.options.series import date_choices, left_out_choices, place_choices, series_choices
from cogs.shared.options.times import rule_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Minutes = app_commands.Range[int, 5, 1440]
Slots = app_commands.Range[int, 1, 24]
Capacity = app_commands.Range[int, 0, 10000]
Shown = Literal["public", "members"]


@app_commands.guild_only()
class Planning(
    commands.GroupCog, group_name="series", group_description="The series of the collaboration"
):
    """/series: list and show for everybody, the rest for organizers."""

    @app_commands.command(name="list", extras={"pace": READS})
    async def list_(self, interaction: Interaction) -> None:
        """Show all series with their next meetings."""
        await answer(interaction, await self._page(interaction, 1))

    @clicks("series-list", pace=READS)
    async def turn(self, interaction: Interaction, page: str) -> None:
        """Show another page of the list."""
        await replace(interaction, await self._page(interaction, number(page)))

    async def _page(self, interaction: Interaction, page: int) -> Reply:
        client, viewer = interaction.client, await viewer_of(interaction)
        known = await client.services.planning.series_list(viewer, now=client.clock.now())
        sites = await client.services.hosting.sites(viewer)
        entries = [series_entry(overview, sites) for overview in known]
        empty = "There is no series yet: organizers make one with /series create."
        return listing("Series", entries, page=page, route=("series-list",), empty=empty)

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series="Which series")
    async def show(self, interaction: Interaction, series: str) -> None:
        """Show one series: its next dates, who speaks, its page and its feed."""
        client, viewer = interaction.client, await viewer_of(interaction)
        found = await client.services.planning.series(viewer, series, now=client.clock.now())
        sites = await client.services.hosting.sites(viewer)
        runs = await client.services.planning.clock_changes(
            found.series.id, sites, now=client.clock.now()
        )
        slug = viewer.collaboration.slug
        reply = series_card(found, sites, runs, links=client.links, collaboration=slug)
        await answer(interaction, reply)

    @app_commands.command()
    @app_commands.autocomplete(zone=place_choices, when=rule_choices)
    @app_commands.describe(
        title="What it is called, like Theory seminar",
        when="Like: Thursdays 17:00, every 2 weeks on Monday 9:30, first Friday of the month 5pm",
        zone="The host site, or a time zone (the anchor site if left out)",
        minutes="How long a meeting lasts (60 if left out)",
        slots="How many talks a meeting has (1 if left out)",
        first="First date, like 2027-01-14 (today if left out)",
        until="Last date like 2027-06-30, or a number of meetings like 10",
        capacity="How many may come to a meeting; others wait for a place",
    )
    async def create(
        self,
        interaction: Interaction,
        title: str,
        when: str,
        zone: str | None = None,
        minutes: Minutes = 60,
        slots: Slots = 1,
        first: str | None = None,
        until: str | None = None,
        capacity: Capacity | None = None,
    ) -> None:
        """Make a series (organizers): a form asks for the rest, a preview for your word."""
        typed = _given(
            title=title,
            when=when,
            zone=zone,
            minutes=minutes,
            slots=slots,
            first=first,
            until=until,
            capacity=capacity,
        )
        draft_id, _ = await self._draft(interaction, None, typed)
        await self.details(interaction, str(draft_id))

    @app_commands.command()
    @app_commands.autocomplete(series=series_choices, zone=place_choices)
    @app_commands.describe(
        series="Which series",
        title="Another title",
        when="Like: Thursdays 17:00, every 2 weeks on Monday 9:30, first Friday of the month 5pm",
        zone="Another host site or time zone",
        minutes="How long a meeting lasts",
        slots="How many talks a meeting has",
        first="First date, like 2027-01-14: every other week counts from it",
        until="Last date like 2027-06-30, a number of meetings like 10, or never",
        visibility="Who may see it",
        capacity="How many may come to a meeting; others wait for a place; 0: any number",
    )
    async def edit(
        self,
        interaction: Interaction,
        series: str,
        title: str | None = None,
        when: str | None = None,
        zone: str | None = None,
        minutes: Minutes | None = None,
        slots: Slots | None = None,
        first: str | None = None,
        until: str | None = None,
        visibility: Shown | None = None,
        capacity: Capacity | None = None,
    ) -> None:
        """Change a series (organizers): you see what becomes of its meetings before it is saved."""
        typed = _given(
            title=title,
            when=when,
            zone=zone,
            minutes=minutes,
            slots=slots,
            first=first,
            until=until,
            visibility=visibility,
            capacity=capacity,
        )
        _, reply = await self._draft(interaction, series, typed)
        await answer(interaction, reply)

    @app_commands.command()
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series="Which series", last="The last date (if left out, it ends now)")
    async def end(self, interaction: Interaction, series: str, last: str | None = None) -> None:
        """End a series (organizers): you see which meetings and talks go before it is saved."""
        typed = {"until": parse_date(last).isoformat()} if last else {"ended": True}
        _, reply = await self._draft(interaction, series, typed)
        await answer(interaction, reply)

    @app_commands.command()
    @app_commands.autocomplete(series=series_choices, date=date_choices)
    @app_commands.describe(
        series="Which series", date="The date to leave out", reason="Why; everybody is shown it"
    )
    async def skip(self, interaction: Interaction, series: str, date: str, reason: str) -> None:
        """Leave out one date of a series (organizers)."""
        client, viewer = interaction.client, await viewer_of(interaction)
        day, now = parse_date(date), client.clock.now()
        done = await client.services.scheduling.skip(viewer, series, day, reason=reason, now=now)
        sites = await client.services.hosting.sites(viewer)
        await answer(interaction, done_reply("Left out", done, sites, links=client.links))

    @app_commands.command()
    @app_commands.autocomplete(series=series_choices, date=left_out_choices)
    @app_commands.describe(series="Which series", date="The date that was left out")
    async def unskip(self, interaction: Interaction, series: str, date: str) -> None:
        """Take a date that was left out into the series again (organizers)."""
        client, viewer = interaction.client, await viewer_of(interaction)
        day, now = parse_date(date), client.clock.now()
        done = await client.services.scheduling.unskip(viewer, series, day, now=now)
        sites = await client.services.hosting.sites(viewer)
        await answer(interaction, done_reply("Takes place again", done, sites, links=client.links))

    @clicks("series-details", pace=READS)
    async def details(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form for what is not in the command."""
        content = await kept_series(interaction, draft_id)
        await interaction.response.send_modal(DETAILS.modal(draft_id, values=content["shown"]))

    @clicks("series-times", pace=READS)
    async def times(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form for title and times."""
        content = await kept_series(interaction, draft_id)
        await interaction.response.send_modal(TIMES.modal(draft_id, values=content["shown"]))

    @submits(DETAILS)
    async def details_typed(
        self, interaction: Interaction, values: dict[str, str], draft_id: str
    ) -> None:
        """Show what would come of a submitted form."""
        await self._typed(interaction, values, draft_id)

    @submits(TIMES)
    async def times_typed(
        self, interaction: Interaction, values: dict[str, str], draft_id: str
    ) -> None:
        """Show what would come of a submitted form."""
        await self._typed(interaction, values, draft_id)

    async def _typed(self, interaction: Interaction, values: dict[str, str], draft_id: str) -> None:
        content = await kept_series(interaction, draft_id)
        typed = typed_in(content, values, interaction.guild)
        _, reply = await self._draft(interaction, content["slug"], typed)
        await forget(interaction, draft_id)
        await replace(interaction, reply)

    async def _draft(
        self, interaction: Interaction, slug: str | None, typed: dict[str, Any], note: str = ""
    ) -> tuple[int, Reply]:
        """Keep what was typed, and return the draft with what would come of it."""
        client, viewer = interaction.client, await viewer_of(interaction)
        outlook = await client.services.planning.preview(
            viewer, described(typed), slug=slug, now=client.clock.now()
        )
        sites = await client.services.hosting.sites(viewer)
        if slug is None:
            # “Today” must still be the day that was shown when it is confirmed.
            typed = {"first": outlook.series.first.isoformat(), **typed}
        draft_id = await keep_series(
            interaction, slug=slug, typed=typed, outlook=outlook, sites=sites
        )
        return draft_id, outlook_reply(outlook, sites, draft_id=draft_id, note=note)

    @clicks("series-save")
    async def save(
        self, interaction: Interaction, draft_id: str, heed: str = ClosurePolicy.ASK
    ) -> None:
        """Save what was shown; where that is no longer what would happen, show it anew."""
        content = await kept_series(interaction, draft_id)
        try:
            outlook = await self._saved(interaction, content, number(draft_id), heed)
        except TimeInClosure as closed:
            buttons = closed_buttons(closed, draft_id, is_new=content["slug"] is None)
            return await ask_again(interaction, closed, buttons)
        except Overtaken as overtaken:
            _, reply = await self._draft(
                interaction, content["slug"], content["typed"], str(overtaken)
            )
        else:
            viewer = await viewer_of(interaction)
            sites = await interaction.client.services.hosting.sites(viewer)
            reply = saved_reply(outlook, sites)
        return await replace(interaction, reply)

    async def _saved(
        self, interaction: Interaction, content: dict[str, Any], draft_id: int, heed: str
    ) -> Outlook:
        client, viewer = interaction.client, await viewer_of(interaction)
        planning, typed = client.services.planning, described(content["typed"])
        confirmed: dict[str, Any] = {
            "draft_id": draft_id,
            "heed": word(ClosurePolicy, heed),
            "now": client.clock.now(),
        }
        if content["slug"] is None:
            return await planning.create(viewer, typed, **confirmed)
        return await planning.edit(
            viewer, content["slug"], typed, seal=content["seal"], **confirmed
        )

    @app_commands.command()
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(
        series="Which series",
        talk_days="Announce talks, once complete, at most so many days ahead; 0: not at all",
        meeting_days="Announce meetings without talks so many days ahead; 0: not at all",
        mornings="Remind the day before in the morning of these sites, like “epfl, mit”, or none",
        minutes="Remind so many minutes before the start; 0: not at all",
        ping="The one role that is pinged; @everyone for nobody",
        nudges="Ask speakers for what is missing at 14, 7, 3 and 1 days",
        threads="Open a thread for questions under each talk's announcement",
    )
    async def notify(
        self,
        interaction: Interaction,
        series: str,
        talk_days: app_commands.Range[int, 0, 28] | None = None,
        meeting_days: app_commands.Range[int, 0, 28] | None = None,
        mornings: str | None = None,
        minutes: app_commands.Range[int, 0, 120] | None = None,
        ping: discord.Role | None = None,
        nudges: bool | None = None,  # noqa: FBT001 - Discord names each option
        threads: bool | None = None,  # noqa: FBT001 - Discord names each option
    ) -> None:
        """Say what a series announces and reminds of, or show it (organizers)."""
        client, viewer = interaction.client, await viewer_of(interaction)
        typed = LadderDescription(
            talk_days=talk_days,
            meeting_days=meeting_days,
            mornings=mornings,
            minutes=minutes,
            role_id=None if ping is None else 0 if ping.is_default() else ping.id,
            nudges=nudges,
            threads=threads,
        )
        found, ladder = await client.services.notifying.ladder(
            viewer, series, typed, now=client.clock.now()
        )
        sites = await client.services.hosting.sites(viewer)
        await answer(interaction, ladder_card(found, ladder, sites))

    @clicks("series-discard")
    async def discard(self, interaction: Interaction, draft_id: str) -> None:
        """Give up what was typed."""
        await kept_series(interaction, draft_id)
        await forget(interaction, draft_id)
        await replace(interaction, Reply(text="Discarded: nothing was saved."))


def _given(**options: Any) -> dict[str, Any]:  # noqa: ANN401 - options differ in type
    return {name: value for name, value in options.items() if value is not None}


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Planning())
