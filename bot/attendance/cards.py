"""A member's answer, free seats, the attendance list, and ways to add a meeting to a calendar."""

from collections.abc import Mapping, Sequence

from bot.attendance.model import Answer, Counts
from bot.chat.markdown import cut, escape, plain_link, typed_link
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.core.web_addresses import Links, google_event
from bot.people.model.members import Member
from bot.programme.cards.announcements import meeting_announcement
from bot.programme.cards.setting import Setting
from bot.series.model.series import Visibility
from bot.sites.cards.time_text import moment, stamp
from bot.sites.model.sites import Site
from bot.talks.model.talks import Programme

WORDS = {
    Answer.GOING: _("✅ Going"),
    Answer.WAITING: _("⏳ Waiting for a place"),
    Answer.MAYBE: _("🤔 Maybe"),
    Answer.NO: _("✖️ Not"),
}


def answered_reply(
    answer: Answer, counts: Counts, *, capacity: int | None, place: int | None
) -> Reply:
    """Return the reply to an answer: it is saved, or the member waits for a place."""
    if place is not None:
        full = _(
            "All places ({capacity}) are taken: you are number {place} in line. "
            "I'll tell you when you get a place. To leave the line, click “Not”.",
            capacity=capacity,
            place=place,
        )
        return Reply(text=full)
    saved = _(
        "{answer}: saved. {going} going, {maybe} maybe. Click another button to change it.",
        answer=WORDS[answer],
        going=_going(counts.going, capacity),
        maybe=counts.maybe,
    )
    return Reply(text=saved)


def _going(going: int, capacity: int | None) -> str:
    if capacity is None:
        return str(going)
    return _("{going} of {capacity}", going=going, capacity=capacity)


def seat_news(programme: Programme, setting: Setting, *, counts: Counts) -> Reply:
    """Return the news for a member on the waiting list that they have a seat."""
    title = escape(programme.terms.title)
    reply = meeting_announcement(programme, setting, counts=counts, before=None)
    text = _(
        "A seat is free, and it is yours: **{title}** {when}\n"
        "If you cannot come, click “Not”, and the next person in line gets it.",
        title=title,
        when=stamp(programme.meeting.start, "R"),
    )
    return Reply(text=text, cards=reply.cards, buttons=reply.buttons)


def attendance_card(
    programme: Programme, said: Mapping[Answer, Sequence[Member]], sites: Sequence[Site]
) -> Reply:
    """Return who gave which answer, by name."""
    terms, meeting = programme.terms, programme.meeting
    fields = [
        (f"{WORDS[answer]} ({len(people)})", cut(_names(people), 1000))
        for answer, people in said.items()
        if people
    ]
    when = moment(meeting.start, zone=terms.zone, sites=sites)
    nobody = "" if fields else "\n\n" + _("Nobody has answered yet.")
    title = _("Who comes: {title}", title=escape(terms.title))
    return Reply(cards=(card(title, f"{when}{nobody}", fields=fields),))


def calendar_reply(programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return links that add this meeting to a calendar, and the command for all meetings."""
    terms, meeting = programme.terms, programme.meeting
    google = google_event(terms.title, start=meeting.start, end=meeting.end, place=terms.room or "")
    ways = [plain_link(_("Google Calendar"), google)]
    if terms.visibility is Visibility.PUBLIC:
        file = links.meeting_file(meeting.id)
        ways.append(plain_link(_("a file for other calendars (.ics)"), file))
    note = _(
        "An event added this way stays where it is when the meeting moves. "
        "/calendar subscribe keeps all meetings in your calendar up to date."
    )
    shown = card(
        _("Add to calendar: {title}", title=escape(terms.title)),
        f"{moment(meeting.start, zone=terms.zone, sites=sites)}\n\n{' · '.join(ways)}\n\n{note}",
    )
    return Reply(cards=(shown,))


def join_reply(programme: Programme, link: str, sites: Sequence[Site]) -> Reply:
    """Return the join link, which only its reader sees."""
    when = moment(programme.meeting.start, zone=programme.terms.zone, sites=sites)
    return Reply(text=f"{typed_link(_('Join link'), link)}\n{when}")


def _names(people: Sequence[Member]) -> str:
    return ", ".join(escape(member.display_name) for member in people)
