"""Meetings alone on their way to being called, as Discord shows them."""

from collections.abc import Sequence

import discord

from bot.domain.convocations import Who
from bot.domain.links import Links
from bot.domain.outlooks import Calling
from bot.domain.sites import Site
from bot.domain.talks import Programme
from bot.domain.verdicts import ClosedThere, Heed
from bot.messages.closure_cards import despite_button
from bot.messages.meeting_cards import done_reply, place_text
from bot.messages.moments import moment, site_table, stamp
from bot.messages.replies import Button, Reply, card, custom_id
from bot.messages.text import cut, escape, plain_link

SCHEDULE = "meeting-schedule"
WHOM = {
    Who.PUBLIC: "everybody, on the page and in public calendars too",
    Who.MEMBERS: "members",
    Who.INVITED: "those invited, and organizers",
}
INSTEAD = {Who.PUBLIC: "Public instead", Who.MEMBERS: "For members instead"}


def calling_reply(
    calling: Calling, sites: Sequence[Site], *, who: Who, draft_id: int, note: str = ""
) -> Reply:
    """Return the table of all sites for a meeting to be called, and the rest of it, to confirm."""
    series, to = calling.series, calling.to
    table = site_table(to.instant, zone=to.zone, sites=sites, minutes=series.minutes)
    shown = card(
        f"New meeting: {escape(series.title)}",
        f"{moment(to.instant, zone=to.zone, sites=sites)}\n\n{cut(table, 2500)}",
        fields=(
            ("Length", f"{series.minutes} minutes{_talks(calling)}"),
            ("Where", place_text(series, sites)),
            ("Join link, shown to members", plain_link("Join link", series.join_link)),
            ("Shown to", WHOM[who]),
            (f"Invited ({len(calling.invited)})", _names(calling)),
            ("Places", f"{series.capacity}, others wait in line" if series.capacity else ""),
            ("Agenda", escape(series.description)),
        ),
        footer="For meetings that recur: /series create",
    )
    text = note or "Nothing is scheduled yet. Please look at the hour at every site and confirm."
    return Reply(text=text, cards=(shown,), buttons=_buttons(who, draft_id))


def closed_gate(closed: ClosedThere, draft_id: str) -> tuple[Button, ...]:
    """Return the buttons that call a meeting in spite of closures, change it, or give it up."""
    return (
        despite_button(closed, SCHEDULE, draft_id, Heed.DESPITE),
        Button(label="Edit", id=custom_id("meeting-details", draft_id)),
        Button(label="Discard", id=custom_id("meeting-discard", SCHEDULE, draft_id)),
    )


def scheduled_reply(programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return that a meeting was called."""
    done = done_reply("Scheduled", programme, sites, links=links)
    when = stamp(programme.meeting.start, "R")
    return Reply(text=f"{done.text[:-1]}, {when}.", cards=done.cards)


def _buttons(who: Who, draft_id: int) -> tuple[Button, ...]:
    others = [one for one in INSTEAD if one is not who]
    return (
        Button(
            label="Confirm", id=custom_id(SCHEDULE, draft_id), style=discord.ButtonStyle.success
        ),
        Button(label="Edit", id=custom_id("meeting-details", draft_id)),
        *(
            Button(label=INSTEAD[other], id=custom_id("meeting-for", draft_id, other.value))
            for other in others
        ),
        Button(
            label="Discard",
            id=custom_id("meeting-discard", SCHEDULE, draft_id),
            style=discord.ButtonStyle.danger,
        ),
    )


def _talks(calling: Calling) -> str:
    if not calling.series.takes_talks:
        return ""
    count = calling.series.slots
    return f", {count} talk{'s' if count > 1 else ''}"


def _names(calling: Calling) -> str:
    return cut(escape(", ".join(member.display_name for member in calling.invited)), 1000)
