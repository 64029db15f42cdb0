"""Announcements of talks and meetings as Discord shows them."""

from dataclasses import replace

from bot.attendance.model import Counts
from bot.chat.markdown import cut, escape, plain_link, typed_link
from bot.chat.replies import DESCRIPTION, Reply, card
from bot.core.translation import _
from bot.meetings.cards.meetings import place_text, talk_line
from bot.programme.cards.announcement_buttons import agenda_button, with_buttons
from bot.programme.cards.announcement_parts import (
    CANCELLED,
    colour_of,
    counted,
    paragraphs,
    titled,
    when_text,
)
from bot.programme.cards.setting import Setting
from bot.programme.model.outlines import Outline
from bot.series.model.series import Visibility
from bot.talks.model.talks import Booking, Programme, Talk

BESIDE_ABSTRACT = 1500


def talk_announcement(
    talk: Talk, booking: Booking, setting: Setting, *, counts: Counts, before: Outline | None
) -> Reply:
    """Return the announcement of a talk: its abstract, when and where it is, who attends."""
    meeting, terms = booking.meeting, booking.terms
    public = terms.visibility is Visibility.PUBLIC
    page = setting.links.talk(setting.collaboration.slug, talk.id)
    whole = plain_link(_("the whole abstract"), page)
    more = f" {whole}" if public else ""
    abstract = cut(escape(talk.readable_abstract), DESCRIPTION - BESIDE_ABSTRACT, more=more)
    named = [f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in talk.speakers]
    was = before.talks.get(talk.id, (None, ""))[0] if before else None
    shown = card(
        titled(escape(talk.heading), meeting),
        paragraphs(
            f"**{escape(', '.join(named))}**" if named else "",
            when_text(booking.start, meeting, terms, setting, was=was),
            abstract if talk.abstract else "",
        ),
        fields=(
            (_("Series"), escape(terms.title)),
            (_("Room"), escape(terms.room or "")),
            (_("Paper"), typed_link(_("Paper"), talk.paper)),
            (_("Slides"), typed_link(_("Slides"), talk.slides)),
            (_("Attending"), counted(counts, terms)),
        ),
        url=page if public else None,
        colour=colour_of(meeting, moved=was is not None and was != booking.start),
    )
    reply = with_buttons(shown, meeting, terms, setting)
    return replace(reply, formulas=(talk.title or "", talk.abstract))


def withdrawn_talk(talk: Talk, setting: Setting) -> Reply:
    """Return what replaces the announcement of a withdrawn talk."""
    title = _("❌ Withdrawn: {talk}", talk=escape(talk.heading))
    return _not_given(title, f"**{escape(talk.speaker_names)}**", setting)


def talk_off_its_date(heading: str | None, setting: Setting) -> Reply:
    """Return what replaces the announcement of a talk that lost its slot.

    It shows only the heading that was announced, nothing of the talk as it is now.
    """
    title = _("❌ Not on this date: {talk}", talk=escape(heading or _("a talk")))
    return _not_given(title, "", setting)


def _not_given(title: str, who: str, setting: Setting) -> Reply:
    why = _("This talk will not take place on the date announced.")
    shown = card(title, "\n".join(filter(None, (who, why))), colour=CANCELLED)
    return Reply(cards=(shown,), buttons=(agenda_button(setting),))


def meeting_announcement(
    programme: Programme, setting: Setting, *, counts: Counts, before: Outline | None
) -> Reply:
    """Return the announcement of a meeting as a whole."""
    meeting, terms = programme.meeting, programme.terms
    was = before.start if before else None
    shown = card(
        titled(escape(terms.title), meeting),
        paragraphs(
            when_text(meeting.start, meeting, terms, setting, was=was),
            "\n".join(cut(talk_line(talk), 200) for talk in programme.talks[:6]),
            cut(escape(terms.description), 1000),
        ),
        fields=(
            (_("Where"), place_text(terms, setting.sites)),
            (_("Attending"), counted(counts, terms)),
        ),
        colour=colour_of(meeting, moved=was is not None and was != meeting.start),
    )
    return with_buttons(shown, meeting, terms, setting)
