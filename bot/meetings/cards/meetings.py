"""Meetings as Discord shows them: their slots, and what a change of one would do."""

from collections.abc import Sequence
from datetime import timedelta

import discord

from bot.chat.markdown import cut, escape, plain_link
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.web_addresses import Links
from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.programme.model.change_previews import Relocation
from bot.series.model.series import Series, Venue, Visibility
from bot.sites.cards.closures import despite_button
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import MARKS, closure_line, day_name, moment, verdict_line, wall_text
from bot.sites.model.closures import Level
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure, site_time_statuses
from bot.sites.model.sites import Site
from bot.talks.model.talks import Booking, Programme, Talk
from bot.times.zones import wall_time

QUIETLY = "quietly"  # what stands is mended, and nobody is told
STATES = {
    MeetingStatus.SKIPPED: "skipped",
    MeetingStatus.CANCELLED: "cancelled",
    MeetingStatus.DROPPED: "no longer in its series",
}
VENUES = {
    None: "",
    Venue.TELECONFERENCE: "Teleconference",
    Venue.IN_PERSON: "In person",
    Venue.HYBRID: "In person and online",
}


def talk_line(talk: Talk) -> str:
    """Return title and speakers of a talk in one line."""
    names = escape(talk.speaker_names)
    return f"{names}: {escape(talk.heading)}" if names else escape(talk.heading)


def state_of(meeting: Meeting) -> str:
    """Return what a person did to a meeting, with the reason; nothing for an ordinary one."""
    why = f": {escape(meeting.reason)}" if meeting.reason else ""
    if not meeting.takes_place:
        return f"❌ {STATES[meeting.status].capitalize()}{why}"
    if meeting.moved_from is not None and meeting.was_moved:
        was = f"{day_name(meeting.moved_from.date())} {meeting.moved_from:%H:%M}"
        return f"↪️ Moved from {was}{why}"
    return ""


def place_text(series: Series, sites: Sequence[Site]) -> str:
    """Return where people meet: how, in which room, at whose place; nothing where that is open."""
    return escape(plain_place(series, sites))


def plain_place(series: Series, sites: Sequence[Site]) -> str:
    """Return the same as plain text."""
    host = next((site.name for site in sites if site.id == series.site_id), "")
    named = [series.room or "", host if series.venue else ""]
    place = ", ".join(part for part in named if part)
    return " · ".join(part for part in (VENUES.get(series.venue, ""), place) if part)


def programme_entry(programme: Programme, sites: Sequence[Site], *, titled: bool = True) -> str:
    """Return a meeting for a list: its time at all sites, what became of it, and who speaks."""
    meeting, series = programme.meeting, programme.series
    lines = [
        f"**{escape(series.title)}**" if titled else "",
        moment(meeting.start, zone=series.zone, sites=sites),
        state_of(meeting) or closure_line(meeting.start, sites=sites, minutes=meeting.minutes),
        *(cut(talk_line(talk), 200) for talk in programme.talks[:4]),
    ]
    return "\n".join(line for line in lines if line)


def programme_card(programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return one meeting with its slots, where it is, and how to put it into a calendar."""
    meeting, series = programme.meeting, programme.series
    lines = [moment(meeting.start, zone=series.zone, sites=sites), state_of(meeting)]
    talks = series.takes_talks or programme.talks
    slots = [_slot_line(booking) for booking in programme.bookings] if talks else []
    public = series.visibility is Visibility.PUBLIC
    add = plain_link("Add to calendar", links.meeting_file(meeting.id)) if public else ""
    shown = card(
        escape(series.title),
        "\n".join(line for line in lines if line),
        fields=(
            ("At the sites", _closures(meeting, sites)),
            (f"Slots ({meeting.minutes} minutes in all)", "\n".join(slots)),
            ("Length", "" if slots else f"{meeting.minutes} minutes"),
            ("Where", place_text(series, sites)),
            ("Agenda", escape(series.description) if series.single else ""),
            ("Join", plain_link("Join link, for members", series.join_link)),
            ("Calendar", add),
        ),
        footer=f"Meeting {meeting.id}",
    )
    return Reply(cards=(shown,))


def _closures(meeting: Meeting, sites: Sequence[Site]) -> str:
    """Return the sites that are closed, or would rather not meet, then."""
    told = site_time_statuses(
        sites, meeting.start, meeting.start + timedelta(minutes=meeting.minutes)
    )
    lines = (
        (MARKS[level], verdict_line(one for one in told if one.level is level))
        for level in (Level.HARD, Level.SOFT)
    )
    return "\n".join(f"{mark}{line}" for mark, line in lines if line)


def _slot_line(booking: Booking) -> str:
    hour = wall_time(booking.start, booking.series.zone)
    what = "free" if booking.talk is None else cut(talk_line(booking.talk), 90)
    return f"`{hour:%H:%M}` {what}"


def relocation_shown(relocation: Relocation, sites: Sequence[Site], *, reason: str) -> ReadBack:
    """Return a meeting's new moment, to be read back."""
    meeting, series = relocation.programme.meeting, relocation.programme.series
    return ReadBack(
        title=f"Move: {escape(series.title)}",
        to=relocation.to,
        nothing_yet="Nothing is moved yet.",
        minutes=meeting.minutes,
        others=relocation.others,
        fields=(
            ("Until now", moment(meeting.start, zone=series.zone, sites=sites)),
            ("Reason, shown to everybody", escape(reason)),
            ("Talks that move with it", _talks(relocation.programme)),
        ),
        confirm=(("Confirm", ()), ("Confirm quietly", (QUIETLY,))),
        kept={"revision": meeting.revision},
    )


def closed_gate(closed: TimeInClosure, draft_id: str, how: str) -> tuple[Button, ...]:
    """Return the buttons that move a meeting in spite of closures, or give that up."""
    return (
        despite_button(closed, "meeting-move", draft_id, how, ClosurePolicy.DESPITE),
        Button(label="Discard", id=custom_id("gate-discard", "meeting-move", draft_id)),
    )


def cancellation_reply(
    programme: Programme, sites: Sequence[Site], *, reason: str, draft_id: int
) -> Reply:
    """Return what calling a meeting off would do, to be confirmed."""
    shown = card(
        f"Cancel: {escape(programme.series.title)}",
        moment(programme.meeting.start, zone=programme.series.zone, sites=sites),
        fields=(
            ("Reason, shown to everybody", escape(reason)),
            ("Talks that wait in their slots until it is restored", _talks(programme)),
        ),
    )
    return Reply(
        text="Nothing is cancelled yet. Please confirm.",
        cards=(shown,),
        buttons=_gate("meeting-cancel", draft_id, "Cancel the meeting"),
    )


def done_reply(what: str, programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return what was done to a meeting, and the meeting as it is now."""
    title = escape(programme.series.title)
    shown = programme_card(programme, sites, links=links)
    return Reply(text=f"{what}: {title}.", cards=shown.cards)


def meeting_label(title: str, meeting: Meeting, zone: str, sites: Sequence[Site]) -> str:
    """Return a meeting in one plain line, to be picked from a list."""
    when = wall_text(meeting.start, zone=zone, sites=sites)
    state = "" if meeting.takes_place else f" · {STATES[meeting.status]}"
    return f"{when}{state} · {title}"


def _talks(programme: Programme) -> str:
    return "\n".join(cut(talk_line(talk), 150) for talk in programme.talks[:6])


def _gate(kind: str, draft_id: int, label: str) -> tuple[Button, Button, Button]:
    return (
        Button(label=label, id=custom_id(kind, draft_id), style=discord.ButtonStyle.success),
        Button(label=f"{label} quietly", id=custom_id(kind, draft_id, QUIETLY)),
        Button(label="Discard", id=custom_id("meeting-discard", kind, draft_id)),
    )
