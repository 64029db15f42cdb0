"""Closures as Discord shows them: what a time is in spite of, and what a site's year holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import discord

from bot.chat.lists import listing
from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.sites.cards.time_text import MARKS, day_name, verdict_line
from bot.sites.model.closures import Closure, Level, OwnClosure
from bot.sites.model.holidays import ISRAEL
from bot.sites.model.site_time_status import ClosedTime, TimeInClosure, statuses_text
from bot.sites.model.sites import Site
from bot.sites.model.stated_closures import Found
from bot.times.zones import wall_time

NAMED = 15
MOST_LINES = 40
MIDNIGHT = time()


def second_word_reply(
    closed: TimeInClosure, cards: Sequence[discord.Embed], buttons: Sequence[Button]
) -> Reply:
    """Return what is about to be scheduled into which closures, to be confirmed once more.

    The cards that were shown before stay in sight.
    """
    asked = "Nothing is saved yet. To schedule it all the same, please click once more."
    return Reply(
        text=f"{MARKS[Level.HARD]}{_told(closed)}\n{asked}",
        cards=cards,
        buttons=buttons,
    )


def despite_button(closed: TimeInClosure, kind: str, *parts: object) -> Button:
    """Return the button that schedules something in spite of what is closed, which it names."""
    shut = closed.shut
    what = statuses_text(shut[0].at) if len(shut) == 1 else f"{len(shut)} dates in closures"
    return Button(
        label=f"Schedule in spite of: {what}",
        id=custom_id(kind, *parts),
        style=discord.ButtonStyle.danger,
    )


def _told(closed: TimeInClosure) -> str:
    if len(closed.shut) == 1:
        return f"That time is in a closure: {verdict_line(closed.shut[0].at)}."
    return f"{closed}\n{_dates(closed.shut)}"


def _dates(shut: Sequence[ClosedTime]) -> str:
    lines = []
    for one in shut[:NAMED]:
        day = wall_time(one.start, one.at[0].site.zone).date()
        lines.append(f"{day_name(day)} · {cut(verdict_line(one.at), 100)}")
    rest = len(shut) - NAMED
    return "\n".join([*lines, f"and {rest} more"] if rest > 0 else lines)


def closure_label(own: OwnClosure) -> str:
    """Return a stated closure in one plain line, to be picked from a list."""
    return f"{_days(own)} · {own.name} ({own.level}, {own.origin})"


def closures_page(site: Site, found: Sequence[Closure], *, page: int) -> Reply:
    """Return a page of when a site is closed; Shabbat, which is every week, is said once."""
    weekly = (
        "\nBeside these, every Shabbat from candle lighting to nightfall."
        if (site.holiday_region or "").startswith(ISRAEL)
        else ""
    )
    shown = listing(
        f"When {site.city} is closed",
        [f"{MARKS[one.level]}{_span(one, site.zone)} · {escape(one.name)}" for one in found],
        page=page,
        route=("closure-list", site.slug),
        per_page=12,
        empty="No closure is known for the next year.",
    )
    about = f"By {escape(site.city)}'s clock. {_legend()}{weekly}"
    return replace(shown, text=about)


def stated_reply(what: str, site: Site, stated: Sequence[OwnClosure]) -> Reply:
    """Return what was done to a site's closures."""
    heading = f"{what}: {len(stated)} closure{'' if len(stated) == 1 else 's'} of {site.name}"
    return Reply(cards=(card(escape(heading), _lines(stated)),))


def import_reply(found: Found, *, draft_id: int) -> Reply:
    """Return what a calendar would bring to a site, to be confirmed."""
    left = f"Left out: {found.left_out} more." if found.left_out else ""
    heading = f"{found.site.name}: {len(found.closures)} closures in that calendar"
    return Reply(
        text="Nothing is added yet. Please look at this and confirm.",
        cards=(card(escape(heading), _lines(found.closures), footer=left),),
        buttons=(
            Button(
                label="Confirm",
                id=custom_id("closure-import", draft_id),
                style=discord.ButtonStyle.success,
            ),
            Button(label="Discard", id=custom_id("closure-discard", draft_id)),
        ),
    )


def own_closures_card(stated: Sequence[OwnClosure]) -> Reply:
    """Return when a member said that they are not available."""
    lines = "\n".join(f"{MARKS[one.level]}{_days(one)}" for one in stated[:MOST_LINES])
    shown = card(
        "When you are not available",
        lines or "You are available whenever your site is: /me closure add says otherwise.",
        footer="Others are told “not available” and no more.",
    )
    return Reply(cards=(shown,))


def _lines(stated: Sequence[OwnClosure]) -> str:
    lines = [f"{MARKS[one.level]}{_days(one)} · {escape(one.name)}" for one in stated[:MOST_LINES]]
    rest = len(stated) - MOST_LINES
    return "\n".join([*lines, f"and {rest} more"] if rest > 0 else lines)


def _legend() -> str:
    return f"{MARKS[Level.HARD]}nobody works, {MARKS[Level.SOFT]}many would rather not."


def _days(own: OwnClosure) -> str:
    return _between(own.begins, own.ends)


def _span(closure: Closure, zone: str) -> str:
    return _between(wall_time(closure.start, zone), wall_time(closure.end, zone))


def _between(begins: datetime, ends: datetime) -> str:
    """Return from when to when, in days where they are whole."""
    if begins.time() != MIDNIGHT or ends.time() != MIDNIGHT:
        same = begins.date() == ends.date()
        until = f"{ends:%H:%M}" if same else f"{day_name(ends.date())} {ends:%H:%M}"
        return f"{day_name(begins.date())} {begins:%H:%M} – {until}"
    first, last = begins.date(), ends.date() - timedelta(days=1)
    return day_name(first) if first == last else f"{day_name(first)} – {day_name(last)}"
