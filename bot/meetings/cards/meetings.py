"""A meeting in a list, the card that shows one, and the parts of both."""

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.markdown import cut, escape, plain_link, typed_link
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.series.model.series import Terms, Venue, Visibility
from bot.sites.cards.time_text import MARKS, closure_line, day_name, moment, verdict_line, wall_text
from bot.sites.model.closures import Level
from bot.sites.model.site_time_status import site_time_statuses
from bot.sites.model.sites import Site
from bot.talks.model.talks import Booking, Programme, Talk
from bot.times.zones import wall_time

STATES = {
    MeetingStatus.SKIPPED: _("skipped"),
    MeetingStatus.CANCELLED: _("cancelled"),
    MeetingStatus.DROPPED: _("no longer in its series"),
}
VENUES = {
    None: "",
    Venue.TELECONFERENCE: _("Teleconference"),
    Venue.IN_PERSON: _("In person"),
    Venue.HYBRID: _("In person and online"),
}


def talk_line(talk: Talk) -> str:
    """Return the speakers and the title of a talk in one line."""
    names = escape(talk.speaker_names)
    return f"{names}: {escape(talk.heading)}" if names else escape(talk.heading)


def state_of(meeting: Meeting) -> str:
    """Return whether somebody cancelled, skipped or moved a meeting, and why; empty otherwise."""
    why = f": {escape(meeting.reason)}" if meeting.reason else ""
    if not meeting.takes_place:
        return f"❌ {STATES[meeting.status].capitalize()}{why}"
    if meeting.moved_from is not None and meeting.was_moved:
        was = f"{day_name(meeting.moved_from.date())} {meeting.moved_from:%H:%M}"
        return _("↪️ Moved from {time}", time=was) + why
    return ""


def place_text(terms: Terms, sites: Sequence[Site]) -> str:
    """Return how and where people meet, as Discord shows it; empty where that is open."""
    return escape(plain_place(terms, sites))


def plain_place(terms: Terms, sites: Sequence[Site]) -> str:
    """Return how and where people meet, as plain text."""
    host = next((site.name for site in sites if site.id == terms.site_id), "")
    named = [terms.room or "", host if terms.venue else ""]
    place = ", ".join(part for part in named if part)
    return " · ".join(part for part in (VENUES.get(terms.venue, ""), place) if part)


def meeting_label(title: str, meeting: Meeting, zone: str, sites: Sequence[Site]) -> str:
    """Return a meeting in one plain line, for a list of options."""
    when = wall_text(meeting.start, zone=zone, sites=sites)
    state = "" if meeting.takes_place else f" · {STATES[meeting.status]}"
    return f"{when}{state} · {title}"


def programme_entry(programme: Programme, sites: Sequence[Site], *, titled: bool = True) -> str:
    """Return a meeting for a list: its time at all sites, its state, and its talks."""
    meeting, terms = programme.meeting, programme.terms
    lines = [
        f"**{escape(terms.title)}**" if titled else "",
        moment(meeting.start, zone=terms.zone, sites=sites),
        state_of(meeting) or closure_line(meeting.start, sites=sites, minutes=meeting.minutes),
        *(cut(talk_line(talk), 200) for talk in programme.talks[:4]),
    ]
    return "\n".join(line for line in lines if line)


def programme_card(programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return one meeting with its slots, its place, and a link for calendars."""
    meeting, terms = programme.meeting, programme.terms
    lines = [moment(meeting.start, zone=terms.zone, sites=sites), state_of(meeting)]
    join_link = terms.join_link if meeting.takes_place else None
    shown = card(
        escape(terms.title),
        "\n".join(line for line in lines if line),
        fields=(
            (_("At the sites"), _closures(meeting, sites)),
            _length_or_slots(programme),
            (_("Where"), place_text(terms, sites)),
            (_("Agenda"), escape(terms.agenda)),
            (_("Join"), typed_link(_("Join link, for members"), join_link)),
            (_("Calendar"), _calendar_link(programme, links)),
        ),
        footer=_("Meeting {id}", id=meeting.id),
    )
    return Reply(cards=(shown,))


def done_reply(what: str, programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return what was done to a meeting (`what`, like "Moved"), and the meeting as it is now."""
    text = _("{what}: {title}.", what=what, title=escape(programme.terms.title))
    return Reply(text=text, cards=programme_card(programme, sites, links=links).cards)


def _length_or_slots(programme: Programme) -> tuple[str, str]:
    minutes = programme.meeting.minutes
    if programme.terms.takes_talks or programme.talks:
        slots = "\n".join(_slot_line(booking) for booking in programme.bookings)
        return _("Slots ({minutes} minutes in all)", minutes=minutes), slots
    return _("Length"), _("{minutes} minutes", minutes=minutes)


def _slot_line(booking: Booking) -> str:
    hour = wall_time(booking.start, booking.terms.zone)
    what = _("free") if booking.talk is None else cut(talk_line(booking.talk), 90)
    return f"`{hour:%H:%M}` {what}"


def _calendar_link(programme: Programme, links: Links) -> str:
    is_public = programme.terms.visibility is Visibility.PUBLIC
    if not is_public or not programme.meeting.takes_place:
        return ""
    return plain_link(_("Add to calendar"), links.meeting_file(programme.meeting.id))


def _closures(meeting: Meeting, sites: Sequence[Site]) -> str:
    """Return the sites that are closed during a meeting, or would rather not meet then."""
    told = site_time_statuses(
        sites, meeting.start, meeting.start + timedelta(minutes=meeting.minutes)
    )
    lines = (
        (MARKS[level], verdict_line(one for one in told if one.level is level))
        for level in (Level.HARD, Level.SOFT)
    )
    return "\n".join(f"{mark}{line}" for mark, line in lines if line)
