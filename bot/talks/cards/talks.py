"""Talks as Discord shows them: one whole, many in a list, and slots that are free."""

from collections.abc import Sequence

import discord

from bot.chat.lists import listing, page_of
from bot.chat.markdown import cut, escape, plain_link
from bot.chat.replies import DESCRIPTION, Button, Reply, card, custom_id
from bot.core.web_addresses import Links, webcal
from bot.meetings.cards.meetings import state_of
from bot.people.model.viewers import Viewer
from bot.series.model.series import Visibility
from bot.sites.cards.time_text import MARKS, moment, wall_text
from bot.sites.model.closures import Level
from bot.sites.model.site_time_status import closed_sites, statuses_text
from bot.sites.model.sites import Site
from bot.talks.model.talks import Booking, Speaker, Talk

# An embed's description holds 4,096 characters; the moment and the rest of it need these.
BESIDE_ABSTRACT = 1200
# What a label of a hundred characters can spare for what is closed.
MOST_MARK = 40


def talk_card(
    talk: Talk,
    booking: Booking | None,
    viewer: Viewer,
    *,
    sites: Sequence[Site],
    links: Links,
    may_change: bool,
) -> Reply:
    """Return one talk with its time, abstract, materials and how to put it into a calendar."""
    page = links.talk(viewer.collaboration.slug, talk.id)
    public = booking is not None and booking.series.visibility is Visibility.PUBLIC
    more = f" {plain_link('the whole abstract', page)}" if public else ""
    room = DESCRIPTION - BESIDE_ABSTRACT
    parts = (
        _speakers(talk.speakers),
        _when(booking, sites),
        cut(escape(talk.readable_abstract), room, more=more) if talk.abstract else "",
    )
    shown = card(
        escape(talk.heading),
        "\n\n".join(part for part in parts if part),
        fields=(
            ("Materials", _materials(talk)),
            ("Join", plain_link("Join link, for members", _join_link(booking))),
            ("Add to calendar", _calendar(booking, viewer, links) if public else ""),
        ),
        footer=f"Talk {talk.id}",
        url=page if public else None,
    )
    return Reply(
        cards=(shown,),
        buttons=(*(_changes(talk) if may_change else ()), _export(talk)),
        formulas=(talk.title or "", talk.abstract),
    )


def talk_page(
    title: str,
    bookings: Sequence[Booking],
    *,
    sites: Sequence[Site],
    page: int,
    is_last: bool,
    route: tuple[object, ...],
) -> Reply:
    """Return a page of talks, each with its time at every site."""
    return page_of(
        title,
        [talk_entry(booking, sites) for booking in bookings],
        page=page,
        is_last=is_last,
        route=route,
        empty="There is no such talk. /talk signup shows the slots that are free.",
    )


def waiting_page(waiting: Sequence[Talk], *, page: int, route: tuple[object, ...]) -> Reply:
    """Return the talks that wait for a slot."""
    entries = [f"**{escape(t.heading)}**\n{escape(t.speaker_names)} · talk {t.id}" for t in waiting]
    title = "Talks that wait for a slot"
    return listing(title, entries, page=page, route=route, empty="No talk waits for a slot.")


def talk_entry(booking: Booking, sites: Sequence[Site]) -> str:
    """Return a talk for a list."""
    talk = booking.talk
    lines = (
        f"**{escape(talk.heading)}**" if talk else "**free**",
        escape(talk.speaker_names) if talk else "",
        f"{escape(booking.series.title)}",
        _when(booking, sites),
        _materials(talk) if talk else "",
    )
    return "\n".join(line for line in lines if line)


def signed_up_reply(
    shown: Reply, clashes: Sequence[Booking], *, sites: Sequence[Site], is_own: bool
) -> Reply:
    """Return that a sign-up is saved, with a warning where a speaker speaks elsewhere then."""
    text = "You are signed up." if is_own else "The talk is signed up."
    for clash in clashes[:3]:
        when = moment(clash.start, zone=clash.series.zone, sites=sites)
        heading = escape(cut(clash.talk.heading if clash.talk else "", 100))
        text += f"\n⚠️ A speaker also speaks then: {heading}, {when}"
    return Reply(text=text, cards=shown.cards, buttons=shown.buttons, formulas=shown.formulas)


def taken_reply(
    sentence: str, others: Sequence[Booking], *, draft_id: int, sites: Sequence[Site]
) -> Reply:
    """Return that a slot is gone, with a button for each of the next free ones."""
    lines = [sentence]
    if others:
        lines.append("These are free; the form opens again, filled in:")
        lines += [moment(o.start, zone=o.series.zone, sites=sites) for o in others]
    else:
        lines.append("No slot of this series is free now; your text is kept for a week.")
    buttons = [
        Button(
            label=f"Take {slot_time(other, sites)}",
            id=custom_id("talk-retake", draft_id, other.slot.id),
            style=discord.ButtonStyle.primary,
        )
        for other in others
    ]
    return Reply(text="\n".join(lines), buttons=buttons)


def withdrawal_reply(talk: Talk, booking: Booking | None, *, sites: Sequence[Site]) -> Reply:
    """Return what withdrawing a talk would do, to be confirmed."""
    shown = card(
        f"Withdraw: {escape(talk.heading)}",
        "\n\n".join(filter(None, (_speakers(talk.speakers), _when(booking, sites)))),
    )
    return Reply(
        text="Nothing is withdrawn yet. Its slot will be free for others at once.",
        cards=(shown,),
        buttons=(
            Button(
                label="Withdraw the talk",
                id=custom_id("talk-withdraw", talk.id, talk.revision),
                style=discord.ButtonStyle.danger,
            ),
        ),
    )


def withdrawn_reply(talk: Talk) -> Reply:
    """Return that a talk is withdrawn."""
    return Reply(text=f"Withdrawn: {escape(talk.heading)}. Its slot is free again.")


def slot_time(booking: Booking, sites: Sequence[Site]) -> str:
    """Return when a slot begins, in its series' time, in one plain line."""
    return wall_text(booking.start, zone=booking.series.zone, sites=sites)


def slot_label(booking: Booking, *, zone: str, sites: Sequence[Site]) -> str:
    """Return a free slot to be picked: the reader's time, the series', and which site is closed."""
    there = slot_time(booking, sites)
    here = wall_text(booking.start, zone=zone, sites=sites)
    both = here if zone == booking.series.zone else f"{here} · {there}"
    place = f" · slot {booking.slot.position + 1} of {booking.slots}" if booking.slots > 1 else ""
    shut = statuses_text(closed_sites(sites, booking.start, booking.end))
    mark = f" · {MARKS[Level.HARD]}{cut(shut, MOST_MARK)}" if shut else ""
    return f"{both}{mark}{place} · {booking.series.title}"


def _when(booking: Booking | None, sites: Sequence[Site]) -> str:
    if booking is None:
        return "No slot yet: an organizer places it."
    shown = moment(booking.start, zone=booking.series.zone, sites=sites)
    state = state_of(booking.meeting)
    return f"{shown}\n{state}" if state else shown


def _speakers(speakers: Sequence[Speaker]) -> str:
    named = [f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in speakers]
    return f"**{escape(', '.join(named))}**" if named else ""


def _materials(talk: Talk) -> str:
    labelled = (("Paper", talk.paper), ("Slides", talk.slides), ("Video", talk.video))
    return " · ".join(plain_link(label, address) for label, address in labelled if address)


def _join_link(booking: Booking | None) -> str | None:
    return None if booking is None else booking.series.join_link


def _calendar(booking: Booking | None, viewer: Viewer, links: Links) -> str:
    if booking is None:
        return ""
    feed = links.feed_series(viewer.collaboration.slug, booking.series.slug)
    return (
        f"{plain_link('this meeting (.ics)', links.meeting_file(booking.meeting.id))} · "
        f"the whole series: `{feed}` or `{webcal(feed)}`"
    )


def _export(talk: Talk) -> Button:
    return Button(label="Export", id=custom_id("talk-export", talk.id))


def _changes(talk: Talk) -> tuple[Button, ...]:
    return (
        Button(label="Edit", id=custom_id("talk-edit", talk.id)),
        Button(label="Materials", id=custom_id("talk-materials", talk.id)),
        Button(label="Withdraw", id=custom_id("talk-ask-withdraw", talk.id)),
    )
