"""Meetings alone on their way to being called, as Discord shows them."""

from collections.abc import Sequence

from bot.chat.markdown import cut, escape, plain_link
from bot.chat.replies import Button, Reply, custom_id
from bot.core.web_addresses import Links
from bot.meetings.cards.meetings import done_reply, place_text
from bot.meetings.model.one_off_meetings import Who
from bot.programme.model.change_previews import Calling
from bot.sites.cards.closures import despite_button
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import stamp
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.model.sites import Site
from bot.talks.model.talks import Programme

SCHEDULE = "meeting-schedule"
WHOM = {
    Who.PUBLIC: "everybody, on the page and in public calendars too",
    Who.MEMBERS: "members",
    Who.INVITED: "those invited, and organizers",
}
INSTEAD = {Who.PUBLIC: "Public instead", Who.MEMBERS: "For members instead"}


def calling_shown(calling: Calling, sites: Sequence[Site], *, who: Who) -> ReadBack:
    """Return a meeting to be called, to be read back."""
    series = calling.series
    return ReadBack(
        title=f"New meeting: {escape(series.title)}",
        to=calling.to,
        nothing_yet="Nothing is scheduled yet.",
        minutes=series.minutes,
        others=calling.others,
        fields=(
            ("Length", f"{series.minutes} minutes{_talks(calling)}"),
            ("Where", place_text(series, sites)),
            ("Join link, shown to members", plain_link("Join link", series.join_link)),
            ("Shown to", WHOM[who]),
            (f"Invited ({len(calling.invited)})", _names(calling)),
            ("Places", f"{series.capacity}, others wait in line" if series.capacity else ""),
            ("Agenda", escape(series.description)),
        ),
        more=(
            ("Edit", "meeting-details", ()),
            *(
                (label, "meeting-for", (other.value,))
                for other, label in INSTEAD.items()
                if other is not who
            ),
        ),
        footer="For meetings that recur: /series create",
    )


def closed_gate(closed: TimeInClosure, draft_id: str) -> tuple[Button, ...]:
    """Return the buttons that call a meeting in spite of closures, change it, or give it up."""
    return (
        despite_button(closed, SCHEDULE, draft_id, ClosurePolicy.DESPITE),
        Button(label="Edit", id=custom_id("meeting-details", draft_id)),
        Button(label="Discard", id=custom_id("gate-discard", SCHEDULE, draft_id)),
    )


def scheduled_reply(programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return that a meeting was called."""
    done = done_reply("Scheduled", programme, sites, links=links)
    when = stamp(programme.meeting.start, "R")
    return Reply(text=f"{done.text[:-1]}, {when}.", cards=done.cards)


def _talks(calling: Calling) -> str:
    if not calling.series.takes_talks:
        return ""
    count = calling.series.slots
    return f", {count} talk{'s' if count > 1 else ''}"


def _names(calling: Calling) -> str:
    return cut(escape(", ".join(member.display_name for member in calling.invited)), 1000)
