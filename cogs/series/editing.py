"""Commands, forms and buttons that create, change and end series."""

from typing import TYPE_CHECKING, Any, Literal

from discord import app_commands
from discord.ext import commands

from bot.chat import drafts
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.interactions import Interaction, answer, replace, viewer_of
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import clicks, submits
from bot.core.translation import _
from bot.programme.model.change_previews import PreviewOutdated
from bot.series.cards.change_preview import closure_buttons, saved_reply
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.service.sites import SiteService
from bot.times.date_formats import parse_date
from cogs.series.drafts import keep_with_preview, save_draft
from cogs.series.forms import DETAILS, DRAFT, TIMES, Typed, kept_series, typed_in
from cogs.shared.closure_confirmation import ask_again
from cogs.shared.options.series import place_choices, series_choices
from cogs.shared.options.times import rule_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

Minutes = app_commands.Range[int, 5, 1440]
Slots = app_commands.Range[int, 1, 24]
Capacity = app_commands.Range[int, 0, 10000]
Shown = Literal["public", "members"]
RULES = _("Like: Thursdays 17:00, every 2 weeks on Monday 9:30, first Friday of the month 5pm")


class SeriesEditingCog(commands.Cog):
    """/series create, edit and end, with their forms and buttons."""

    @app_commands.command(description=_("Create a series (organizers). You confirm a preview."))
    @app_commands.autocomplete(zone=place_choices, when=rule_choices)
    @app_commands.describe(
        title=_("The title, like Theory seminar"),
        when=RULES,
        zone=_("The host site or a time zone (default: the anchor site)"),
        minutes=_("The length of a meeting in minutes (default: 60)"),
        slots=_("The number of talks in a meeting (default: 1)"),
        first=_("The first date, like 2027-01-14 (default: today)"),
        until=_("The last date, like 2027-06-30, or a number of meetings, like 10"),
        capacity=_("How many people can come to a meeting; the others wait in line"),
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
        """Keep the options as a draft, and open the form for the rest."""
        what = _given(title=title, when=when, zone=zone, first=first, until=until)
        size = _given(minutes=minutes, slots=slots, capacity=capacity)
        draft = await keep_with_preview(interaction, None, what | size)
        await self.details(interaction, str(draft[0]))

    @app_commands.command(description=_("Change a series (organizers). You confirm a preview."))
    @app_commands.autocomplete(series=series_choices, zone=place_choices)
    @app_commands.describe(
        series=_("Which series"),
        title=_("The new title"),
        when=RULES,
        zone=_("The new host site or time zone"),
        minutes=_("The length of a meeting in minutes"),
        slots=_("The number of talks in a meeting"),
        first=_("The first date, like 2027-01-14; “every 2 weeks” counts from it"),
        until=_("The last date, like 2027-06-30, a number of meetings, like 10, or never"),
        visibility=_("Who can see it"),
        capacity=_("How many people can come to a meeting; 0 removes the limit"),
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
        """Show what would change, to be confirmed."""
        what = _given(title=title, when=when, zone=zone, first=first, until=until)
        size = _given(minutes=minutes, slots=slots, capacity=capacity, visibility=visibility)
        await _show_preview(interaction, series, what | size)

    @app_commands.command(description=_("End a series (organizers). You confirm a preview."))
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series=_("Which series"), last=_("The last date (default: now)"))
    async def end(self, interaction: Interaction, series: str, last: str | None = None) -> None:
        """Show which meetings and talks would go, to be confirmed."""
        typed = {"until": parse_date(last).isoformat()} if last else {"ended": True}
        await _show_preview(interaction, series, typed)

    @clicks("series-details", pace=READS)
    async def details(self, interaction: Interaction, draft_id: str) -> None:
        """Open the form for what the command does not ask."""
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
        """Show the preview after the form for details."""
        await _update_draft(interaction, values, draft_id)

    @submits(TIMES)
    async def times_typed(
        self, interaction: Interaction, values: dict[str, str], draft_id: str
    ) -> None:
        """Show the preview after the form for title and times."""
        await _update_draft(interaction, values, draft_id)

    @clicks("series-save")
    async def save(
        self, interaction: Interaction, draft_id: str, heed: str = ClosurePolicy.ASK
    ) -> None:
        """Save the draft; where the preview is out of date, show a new one instead."""
        content = await kept_series(interaction, draft_id)
        try:
            preview = await save_draft(interaction, content, number(draft_id), heed)
        except TimeInClosure as closed:
            buttons = closure_buttons(closed, draft_id, is_new=content["slug"] is None)
            await ask_again(interaction, closed, buttons)
        except PreviewOutdated as overtaken:
            await _show_again(interaction, content, str(overtaken))
            await drafts.supersede(interaction, draft_id)
        else:
            sites = await interaction.client.services[SiteService].sites(
                await viewer_of(interaction)
            )
            await replace(interaction, saved_reply(preview, sites))

    @clicks("series-discard")
    async def discard(self, interaction: Interaction, draft_id: str) -> None:
        """Delete the draft."""
        await drafts.discard(interaction, kind=DRAFT, draft_id=draft_id)
        await replace(interaction, Reply(text=_("Discarded. Nothing was saved.")))


async def _show_preview(interaction: Interaction, slug: str, typed: Typed) -> None:
    draft = await keep_with_preview(interaction, slug, typed)
    await answer(interaction, draft[1])


async def _show_again(interaction: Interaction, content: dict[str, Any], note: str) -> None:
    draft = await keep_with_preview(interaction, content["slug"], content["typed"], note)
    await replace(interaction, draft[1])


async def _update_draft(interaction: Interaction, values: dict[str, str], draft_id: str) -> None:
    content = await kept_series(interaction, draft_id)
    typed = typed_in(content, values, interaction.guild)
    draft = await keep_with_preview(interaction, content["slug"], typed)
    await drafts.supersede(interaction, draft_id)
    await replace(interaction, draft[1])


def _given(**options: Any) -> Typed:  # noqa: ANN401 - options differ in type
    return {name: value for name, value in options.items() if value is not None}


async def setup(bot: "Meridian") -> None:
    """Add the cog to /series."""
    await join_group(bot, SeriesEditingCog(), group="series")
