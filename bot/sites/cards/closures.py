"""Lists of closures: a site's, a member's own, and those in an imported calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

import discord

from bot.chat.lists import listing
from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.ics.reading.report_text import unread_text
from bot.sites.cards.time_text import MARKS, day_name
from bot.sites.model.closures import Closure, Level, OwnClosure
from bot.sites.model.holidays import ISRAEL
from bot.sites.model.sites import Site
from bot.sites.model.stated_closures import ImportedClosures
from bot.times.zones import wall_time

MOST_LINES = 40
MIDNIGHT = time()


def closure_label(own: OwnClosure) -> str:
    """Return a stated closure in one plain line, for a list of options."""
    return f"{_days(own)} · {own.name} ({own.level}, {own.origin})"


def closures_page(site: Site, found: Sequence[Closure], *, page: int) -> Reply:
    """Return a page of a site's closures; the weekly Shabbat is mentioned once."""
    about = _(
        "In {city} time. {hard}nobody works, {soft}many people prefer not to meet.",
        city=escape(site.city),
        hard=MARKS[Level.HARD],
        soft=MARKS[Level.SOFT],
    )
    if (site.holiday_region or "").startswith(ISRAEL):
        weekly = _("It is also closed every Shabbat, from candle lighting to nightfall.")
        about = f"{about}\n{weekly}"
    shown = listing(
        _("Closures in {city}", city=site.city),
        [f"{MARKS[one.level]}{_span(one, site.zone)} · {escape(one.name)}" for one in found],
        page=page,
        route=("closure-list", site.slug),
        per_page=12,
        empty=_("I know of no closures in the next year."),
    )
    return replace(shown, text=about)


def added_reply(site: Site, added: Sequence[OwnClosure]) -> Reply:
    """Return the closures that were added to a site."""
    heading = _(
        "Added {count} closure to {site}",
        plural="Added {count} closures to {site}",
        count=len(added),
        site=site.name,
    )
    return Reply(cards=(card(escape(heading), _lines(added)),))


def removed_reply(site: Site, removed: Sequence[OwnClosure]) -> Reply:
    """Return the closures that were removed from a site."""
    heading = _(
        "Removed {count} closure from {site}",
        plural="Removed {count} closures from {site}",
        count=len(removed),
        site=site.name,
    )
    return Reply(cards=(card(escape(heading), _lines(removed)),))


def import_reply(found: ImportedClosures, *, draft_id: int) -> Reply:
    """Return the closures that a calendar would add to a site, to be confirmed."""
    left = _("Left out: {number}", number=found.left_out) if found.left_out else ""
    heading = _(
        "{site}: {count} closure in this calendar",
        plural="{site}: {count} closures in this calendar",
        count=len(found.closures),
        site=found.site.name,
    )
    unread = unread_text(found.report)
    check = _("Nothing is added yet. Check the list, then confirm.")
    return Reply(
        text=f"{check}\n⚠ {unread}" if unread else check,
        cards=(card(escape(heading), _lines(found.closures), footer=left),),
        buttons=(
            Button(
                label=_("Confirm"),
                id=custom_id("closure-import", draft_id),
                style=discord.ButtonStyle.success,
            ),
            Button(label=_("Discard"), id=custom_id("closure-discard", draft_id)),
        ),
    )


def own_closures_card(stated: Sequence[OwnClosure]) -> Reply:
    """Return when a member is not available, as they told Meridian."""
    lines = "\n".join(f"{MARKS[one.level]}{_days(one)}" for one in stated[:MOST_LINES])
    shown = card(
        _("When you are not available"),
        lines or _("You have added no days off. Use /me closure add when you are away."),
        footer=_("Others only see “not available”."),
    )
    return Reply(cards=(shown,))


def _lines(stated: Sequence[OwnClosure]) -> str:
    lines = [f"{MARKS[one.level]}{_days(one)} · {escape(one.name)}" for one in stated[:MOST_LINES]]
    rest = len(stated) - MOST_LINES
    return "\n".join([*lines, _("and {number} more", number=rest)] if rest > 0 else lines)


def _days(own: OwnClosure) -> str:
    return _between(own.begins, own.ends)


def _span(closure: Closure, zone: str) -> str:
    return _between(wall_time(closure.start, zone), wall_time(closure.end, zone))


def _between(begins: datetime, ends: datetime) -> str:
    """Return the start and the end, as days alone where both are midnight."""
    if begins.time() != MIDNIGHT or ends.time() != MIDNIGHT:
        same = begins.date() == ends.date()
        until = f"{ends:%H:%M}" if same else f"{day_name(ends.date())} {ends:%H:%M}"
        return f"{day_name(begins.date())} {begins:%H:%M} – {until}"
    first, last = begins.date(), ends.date() - timedelta(days=1)
    return day_name(first) if first == last else f"{day_name(first)} – {day_name(last)}"
