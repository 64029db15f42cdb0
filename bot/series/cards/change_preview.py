"""A new or changed series: shown before it is saved, and again afterwards."""

from collections.abc import Sequence

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.programme.model.change_previews import SeriesPreview
from bot.series.cards.date_entries import date_entry
from bot.series.cards.planned_changes import changes_card
from bot.series.cards.series import attributes
from bot.sites.cards.closure_confirmation import despite_button
from bot.sites.cards.time_at_sites import time_card
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.model.sites import Site
from bot.times.zoned_time import ZonedTime

SHOWN_DATES = 6


def preview_reply(
    preview: SeriesPreview, sites: Sequence[Site], *, draft_id: int, note: str = ""
) -> Reply:
    """Return what would be saved, with buttons to save, change or discard it."""
    return Reply(
        text=note or _("Nothing is saved yet. Please check this, then confirm."),
        cards=(*_cards(preview, sites), *_first_date(preview, sites)),
        buttons=_buttons(preview, draft_id),
    )


def saved_reply(preview: SeriesPreview, sites: Sequence[Site]) -> Reply:
    """Return what was saved."""
    title = escape(preview.series.title)
    if preview.was is None:
        text = _created(preview, title)
    elif preview.series.ended_at is not None:
        text = _("“{title}” has ended.", title=title)
    else:
        text = _("Your changes to “{title}” are saved.", title=title)
    return Reply(text=text, cards=_cards(preview, sites))


def closure_buttons(closed: TimeInClosure, draft_id: str, *, is_new: bool) -> tuple[Button, ...]:
    """Return the buttons that save a series despite closures, without those dates, or not."""
    leave_out = Button(
        label=_("Skip those dates"),
        id=custom_id("series-save", draft_id, ClosurePolicy.LEAVE_OUT),
        style=discord.ButtonStyle.success,
    )
    return (
        *((leave_out,) if is_new else ()),
        despite_button(closed, "series-save", draft_id, ClosurePolicy.DESPITE),
        Button(label=_("Discard"), id=custom_id("series-discard", draft_id)),
    )


def _created(preview: SeriesPreview, title: str) -> str:
    skipped = len(preview.left_out)
    created = _(
        "“{title}” is created with {count} meeting.",
        plural="“{title}” is created with {count} meetings.",
        title=title,
        count=len(preview.plan.add) - skipped,
    )
    if not skipped:
        return created
    without = _(
        "{count} date in a closure is skipped. To bring it back, use /series unskip.",
        plural="{count} dates in closures are skipped. To bring one back, use /series unskip.",
        count=skipped,
    )
    return f"{created} {without}"


def _cards(preview: SeriesPreview, sites: Sequence[Site]) -> tuple[discord.Embed, ...]:
    series, title = preview.series, escape(preview.series.title)
    is_new = preview.was is None
    about = card(
        _("New series: {title}", title=title) if is_new else _("Series: {title}", title=title),
        cut(escape(series.description), 600),
        fields=attributes(series, sites),
    )
    coming = preview.coming[:SHOWN_DATES]
    dates = "\n\n".join(date_entry(dated, sites, minutes=series.minutes) for dated in coming)
    cards = (about, card(_("Next dates"), dates or _("There are no upcoming meetings.")))
    return cards if is_new else (changes_card(preview), *cards)


def _first_date(preview: SeriesPreview, sites: Sequence[Site]) -> tuple[discord.Embed, ...]:
    """Return the table of all sites for the first date, where times change."""
    is_timed = preview.was is None or {"rule", "zone", "first", "minutes"} & {*preview.changed}
    if not is_timed or not preview.coming:
        return ()
    first = preview.coming[0]
    at = ZonedTime(wall=first.wall, zone=first.zone, instant=first.start)
    heading = _("The first meeting, at every site")
    return (time_card(heading, at, sites, minutes=preview.series.minutes),)


def _buttons(preview: SeriesPreview, draft_id: int) -> tuple[Button, ...]:
    save = Button(
        label=_("Confirm"),
        id=custom_id("series-save", draft_id),
        style=discord.ButtonStyle.success,
        disabled=preview.changes_nothing,
    )
    edit = (
        Button(label=_("Edit title and times"), id=custom_id("series-times", draft_id)),
        Button(label=_("Edit the rest"), id=custom_id("series-details", draft_id)),
    )
    discard = Button(
        label=_("Discard"),
        id=custom_id("series-discard", draft_id),
        style=discord.ButtonStyle.danger,
    )
    ends = preview.series.ended_at is not None
    return (save, discard) if ends else (save, *edit, discard)
