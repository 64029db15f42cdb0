"""Who comes to a meeting, and how it gets into a calendar, as Discord shows them."""

from collections.abc import Mapping, Sequence

from bot.attendance.model import Answer, Counts
from bot.chat.markdown import cut, escape, plain_link
from bot.chat.replies import Reply, card
from bot.core.web_addresses import Links, google_event
from bot.people.model.members import Member
from bot.series.model.series import Visibility
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site
from bot.talks.model.talks import Programme

WORDS = {
    Answer.GOING: "✅ Going",
    Answer.WAITING: "⏳ Waiting for a place",
    Answer.MAYBE: "🤔 Maybe",
    Answer.NO: "✖️ Not",
}
FULL = (
    "All places ({capacity}) are taken: you are number {place} in line. "
    "When one gets free it is yours, and you are told."
)


def answered_reply(
    answer: Answer, counts: Counts, *, capacity: int | None, place: int | None
) -> Reply:
    """Return what became of an answer: noted, or in line for a place."""
    if place is not None:
        return Reply(text=f"{FULL.format(capacity=capacity, place=place)} “Not” leaves the line.")
    places = "" if capacity is None else f" of {capacity}"
    told = f"{WORDS[answer]}: noted. {counts.going}{places} going, {counts.maybe} maybe."
    return Reply(text=f"{told} Another click changes it.")


def attendance_card(
    programme: Programme, said: Mapping[Answer, Sequence[Member]], sites: Sequence[Site]
) -> Reply:
    """Return who gave which answer, by name."""
    series, meeting = programme.series, programme.meeting
    fields = [
        (f"{WORDS[answer]} ({len(people)})", cut(_names(people), 1000))
        for answer, people in said.items()
        if people
    ]
    when = moment(meeting.start, zone=series.zone, sites=sites)
    nobody = "" if fields else "\n\nNobody has answered yet."
    shown = card(f"Who comes: {escape(series.title)}", f"{when}{nobody}", fields=fields)
    return Reply(cards=(shown,))


def calendar_reply(programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return how one meeting gets into a calendar, and how all of them do."""
    series, meeting = programme.series, programme.meeting
    google = google_event(
        series.title, start=meeting.start, end=meeting.end, place=series.room or ""
    )
    ways = [plain_link("Google Calendar", google)]
    if series.visibility is Visibility.PUBLIC:
        ways.append(plain_link("a file for any other (.ics)", links.meeting_file(meeting.id)))
    shown = card(
        f"Add to calendar: {escape(series.title)}",
        f"{moment(meeting.start, zone=series.zone, sites=sites)}\n\n{' · '.join(ways)}\n\n"
        "A single event does not move when the meeting does: /calendar subscribe keeps all "
        "meetings in your calendar, moves and cancellations too.",
    )
    return Reply(cards=(shown,))


def join_reply(programme: Programme, link: str, sites: Sequence[Site]) -> Reply:
    """Return the join link to a member, for them alone."""
    when = moment(programme.meeting.start, zone=programme.series.zone, sites=sites)
    return Reply(text=f"{plain_link('Join link', link)}\n{when}")


def _names(people: Sequence[Member]) -> str:
    return ", ".join(escape(member.display_name) for member in people)
