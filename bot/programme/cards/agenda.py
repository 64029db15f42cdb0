"""The agenda as Discord shows it: what is coming up, the reader's own talks first."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.chat.lists import page_of
from bot.chat.markdown import cut, escape
from bot.chat.replies import Reply
from bot.core.translation import _
from bot.meetings.cards.meetings import state_of, talk_line
from bot.sites.cards.time_text import closure_line, moment
from bot.sites.model.sites import Site
from bot.sites.model.usual_hours import usual_offset_differs
from bot.talks.model.talks import Booking, Programme

CLOCKS_DIFFER = _("⚠️ Clocks have changed at some sites only, so this is not the usual hour.")
UNDER_WAY = _("▶️ Under way now. /meeting show has the place and, for members, the join link.")


def agenda_reply(
    programmes: Sequence[Programme],
    own: Iterable[Booking],
    *,
    zone: str,
    sites: Sequence[Site],
    page: int,
    is_last: bool,
    now: datetime,
) -> Reply:
    """Return a page of current and coming meetings, in `zone` and in every site's time."""
    mine = [_own_entry(booking, zone=zone, sites=sites) for booking in own]
    meetings = [_entry(programme, zone=zone, sites=sites, now=now) for programme in programmes]
    return page_of(
        _("What is coming"),
        [*mine, *meetings],
        page=page,
        is_last=is_last,
        route=("next",),
        empty=_("Nothing is scheduled yet. /talk signup shows the free slots."),
    )


def _own_entry(booking: Booking, *, zone: str, sites: Sequence[Site]) -> str:
    heading = escape(booking.talk.heading) if booking.talk else ""
    when = moment(booking.start, zone=zone, sites=sites)
    lines = (_("🎤 **You speak: {talk}**", talk=heading), when, state_of(booking.meeting))
    return "\n".join(line for line in lines if line)


def _entry(programme: Programme, *, zone: str, sites: Sequence[Site], now: datetime) -> str:
    meeting, terms = programme.meeting, programme.terms
    odd = terms.recurs and usual_offset_differs(
        meeting.start, anchor=terms.zone, zones=[site.zone for site in sites]
    )
    lines = (
        f"**{escape(terms.title)}**",
        moment(meeting.start, zone=zone, sites=sites),
        CLOCKS_DIFFER if odd else "",
        closure_line(meeting.start, sites=sites, minutes=meeting.minutes),
        UNDER_WAY if meeting.takes_place and meeting.start <= now else "",
        state_of(meeting),
        *(cut(talk_line(talk), 200) for talk in programme.talks[:4]),
    )
    return "\n".join(line for line in lines if line)
