"""The weekly digest and the board as Discord shows them."""

from collections.abc import Sequence

from bot.chat.markdown import cut, escape
from bot.chat.replies import DESCRIPTION, Reply, card
from bot.core.translation import _
from bot.meetings.cards.meetings import talk_line
from bot.programme.cards.announcement_buttons import agenda_button
from bot.programme.cards.announcement_parts import (
    titled,
    when_text,
)
from bot.programme.cards.setting import Setting
from bot.talks.model.talks import Programme


def digest(programmes: Sequence[Programme], setting: Setting) -> Reply:
    """Return the meetings of the coming week."""
    entries = [_entry(programme, setting) for programme in programmes]
    shown = card(
        _("This week at {server}", server=escape(setting.collaboration.name)), _fitted(entries)
    )
    return Reply(cards=(shown,), buttons=(agenda_button(setting),))


def board(programmes: Sequence[Programme], setting: Setting) -> Reply:
    """Return what is coming up, in a message that is kept up to date."""
    entries = [_entry(programme, setting) for programme in programmes]
    shown = card(
        _("Coming up at {server}", server=escape(setting.collaboration.name)),
        _fitted(entries) or _("Nothing is scheduled yet."),
        footer=_("I keep this message up to date."),
        url=setting.links.collaboration(setting.collaboration.slug),
    )
    return Reply(cards=(shown,), buttons=(agenda_button(setting),))


def _entry(programme: Programme, setting: Setting) -> str:
    meeting, terms = programme.meeting, programme.terms
    lines = (
        titled(f"**{escape(terms.title)}**", meeting),
        when_text(meeting.start, meeting, terms, setting, was=None),
        *(cut(talk_line(talk), 160) for talk in programme.talks[:4]),
    )
    return "\n".join(line for line in lines if line)


def _fitted(entries: Sequence[str]) -> str:
    """Return as many whole entries as a card holds, and how many are left out."""
    kept: list[str] = []
    for entry in entries:
        if len("\n\n".join([*kept, entry])) > DESCRIPTION - 60:
            left_out = len(entries) - len(kept)
            more = _("… and {count} more. /next shows all of them.", count=left_out)
            return "\n\n".join([*kept, more])
        kept.append(entry)
    return "\n\n".join(kept)
