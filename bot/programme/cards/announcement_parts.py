"""Parts of announcements: title, time, who comes, buttons."""

from collections.abc import Sequence
from datetime import datetime

from bot.attendance.model import Counts
from bot.chat.markdown import escape
from bot.core.translation import _
from bot.meetings.cards.meetings import STATES
from bot.meetings.model.meetings import Meeting
from bot.programme.cards.setting import Setting
from bot.series.model.series import Terms
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.sites.model.sites import Site, clocks
from bot.sites.model.usual_hours import off_usual

CANCELLED, MOVED, PLAIN = 0xB3261E, 0xB26A00, 0x3B6EA5


def titled(title: str, meeting: Meeting) -> str:
    """Return a title, marked where the meeting does not take place."""
    return title if meeting.takes_place else f"❌ {STATES[meeting.status].upper()}: {title}"


def when_text(
    start: datetime, meeting: Meeting, terms: Terms, setting: Setting, *, was: datetime | None
) -> str:
    """Return when something is, with its former time struck through."""
    told = moment(start, zone=terms.zone, sites=setting.sites)
    why = f" ({escape(meeting.reason)})" if meeting.reason else ""
    if not meeting.takes_place:
        old = wall_text(start, zone=terms.zone, sites=setting.sites)
        return f"~~{old}~~ · {stamp(start)}{why}"
    lines = [told]
    if was is not None and was != start:
        old = wall_text(was, zone=terms.zone, sites=setting.sites)
        lines.insert(0, _("↪️ Moved from ~~{time}~~{why}", time=old, why=why))
    if terms.recurs:  # a one-off meeting has no usual hour
        lines.append(unusual_hour(start, terms.zone, setting.sites))
    return "\n".join(line for line in lines if line)


def unusual_hour(start: datetime, zone: str, sites: Sequence[Site]) -> str:
    """Return the sites where the hour is not the usual one, in weeks when clocks disagree."""
    odd = off_usual(start, sites, anchor=zone)
    if not odd:
        return ""
    told = [
        f"{wall:%H:%M} {' · '.join(dict.fromkeys(escape(site.city) for site in group))}"
        for wall, group in clocks(start, odd)
    ]
    return _("⚠️ Clock-change week: not the usual hour at {sites}.", sites=", ".join(told))


def counted(counts: Counts, terms: Terms) -> str:
    """Return how many attend, how many seats there are, and how many wait for one."""
    going = (
        _("✅ {count} going", count=counts.going)
        if terms.capacity is None
        else _("✅ {count} of {seats} going", count=counts.going, seats=terms.capacity)
    )
    answers = [
        going,
        _("⏳ {count} waiting", count=counts.waiting) if counts.waiting else "",
        _("🤔 {count} maybe", count=counts.maybe),
        _("✖️ {count} not", count=counts.no),
    ]
    return " · ".join(filter(None, answers))


def colour_of(meeting: Meeting, *, moved: bool) -> int:
    """Return the colour that shows whether a meeting is cancelled or moved."""
    if not meeting.takes_place:
        return CANCELLED
    return MOVED if moved else PLAIN


def paragraphs(*parts: str) -> str:
    """Return the parts that are not empty, with a blank line between them."""
    return "\n\n".join(part for part in parts if part)
