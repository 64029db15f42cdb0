"""Talks as Discord shows them: one in full, or a list."""

from collections.abc import Sequence

from bot.chat.lists import listing, page_of
from bot.chat.markdown import cut, escape, plain_link, typed_link
from bot.chat.replies import DESCRIPTION, Button, Reply, card, custom_id
from bot.core.translation import _
from bot.core.web_addresses import Links, webcal
from bot.meetings.cards.meetings import state_of
from bot.people.model.viewers import Viewer
from bot.series.model.series import Visibility
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site
from bot.talks.cards.saved import saved
from bot.talks.model.talks import Booking, Speaker, Talk

# An embed's description holds 4,096 characters; the moment and the rest of it need these.
BESIDES_ABSTRACT = 1200


def talk_card(
    talk: Talk,
    booking: Booking | None,
    viewer: Viewer,
    *,
    sites: Sequence[Site],
    links: Links,
    may_change: bool,
    before: Talk | None = None,
) -> Reply:
    """Return one talk with its time, abstract, materials and how to put it into a calendar.

    `before` is what it was, if it has just been changed: the card says what was saved.
    """
    page = links.talk(viewer.collaboration.slug, talk.id)
    public = booking is not None and booking.terms.visibility is Visibility.PUBLIC
    more = f" {plain_link(_('the whole abstract'), page)}" if public else ""
    room = DESCRIPTION - BESIDES_ABSTRACT
    parts = (
        speakers_line(talk.speakers),
        talk_time(booking, sites),
        cut(escape(talk.readable_abstract), room, more=more) if talk.abstract else "",
    )
    shown = card(
        escape(talk.heading),
        "\n\n".join(part for part in parts if part),
        fields=(
            (_("Saved"), saved(before, talk)),
            (_("Materials"), _materials(talk)),
            (_("Join"), typed_link(_("Join link, for members"), _join_link(booking))),
            (_("Add to calendar"), _calendar(booking, viewer, links) if public else ""),
        ),
        footer=_("Talk {number}", number=talk.id),
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
        empty=_("There are no such talks. Sign up for a free slot with /talk signup."),
    )


def waiting_page(waiting: Sequence[Talk], *, page: int, route: tuple[object, ...]) -> Reply:
    """Return the talks that wait for a slot."""
    return listing(
        _("Talks without a slot"),
        [_waiting_entry(talk) for talk in waiting],
        page=page,
        route=route,
        empty=_("No talk is waiting for a slot."),
    )


def _waiting_entry(talk: Talk) -> str:
    number = _("talk {number}", number=talk.id)
    return f"**{escape(talk.heading)}**\n{escape(talk.speaker_names)} · {number}"


def talk_entry(booking: Booking, sites: Sequence[Site]) -> str:
    """Return a talk for a list."""
    talk = booking.talk
    lines = (
        f"**{escape(talk.heading)}**" if talk else _("**free**"),
        escape(talk.speaker_names) if talk else "",
        f"{escape(booking.terms.title)}",
        talk_time(booking, sites),
        _materials(talk) if talk else "",
    )
    return "\n".join(line for line in lines if line)


def talk_time(booking: Booking | None, sites: Sequence[Site]) -> str:
    """Return when a talk is, and whether its meeting takes place."""
    if booking is None:
        return _("No slot yet. An organizer will choose one.")
    shown = moment(booking.start, zone=booking.terms.zone, sites=sites)
    state = state_of(booking.meeting)
    return f"{shown}\n{state}" if state else shown


def speakers_line(speakers: Sequence[Speaker]) -> str:
    """Return the speakers with their affiliations, in bold."""
    named = [f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in speakers]
    return f"**{escape(', '.join(named))}**" if named else ""


def _materials(talk: Talk) -> str:
    labelled = ((_("Paper"), talk.paper), (_("Slides"), talk.slides), (_("Video"), talk.video))
    return " · ".join(plain_link(label, address) for label, address in labelled if address)


def _join_link(booking: Booking | None) -> str | None:
    if booking is None or not booking.meeting.takes_place:
        return None
    return booking.terms.join_link


def _calendar(booking: Booking | None, viewer: Viewer, links: Links) -> str:
    if booking is None or not booking.meeting.takes_place:
        return ""
    feed = links.feed_series(viewer.collaboration.slug, booking.terms.slug)
    meeting = plain_link(_("this meeting (.ics)"), links.meeting_file(booking.meeting.id))
    return _(
        "{meeting} · the whole series: `{feed}` or `{webcal}`",
        meeting=meeting,
        feed=feed,
        webcal=webcal(feed),
    )


def _export(talk: Talk) -> Button:
    return Button(label=_("Export"), id=custom_id("talk-export", talk.id))


def _changes(talk: Talk) -> tuple[Button, ...]:
    return (
        Button(label=_("Edit"), id=custom_id("talk-edit", talk.id)),
        Button(label=_("Materials"), id=custom_id("talk-materials", talk.id)),
        Button(label=_("Withdraw"), id=custom_id("talk-ask-withdraw", talk.id)),
    )
