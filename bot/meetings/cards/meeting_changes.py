"""A move or cancellation of a meeting, shown to be confirmed."""

from collections.abc import Sequence

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.meetings.cards.meetings import talk_line
from bot.programme.model.change_previews import Relocation
from bot.sites.cards.closure_confirmation import despite_button
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import moment
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.model.sites import Site
from bot.talks.model.talks import Programme

MOVE, CANCEL = "meeting-move", "meeting-cancel"
QUIETLY = "quietly"  # posts and calendars are updated, and nobody is notified


def relocation_shown(relocation: Relocation, sites: Sequence[Site], *, reason: str) -> ReadBack:
    """Return the new time of a meeting, to be confirmed."""
    meeting, terms = relocation.programme.meeting, relocation.programme.terms
    return ReadBack(
        title=_("Move: {title}", title=escape(terms.title)),
        to=relocation.to,
        nothing_yet=_("The meeting is not moved yet."),
        minutes=meeting.minutes,
        others=relocation.others,
        fields=(
            (_("Present time"), moment(meeting.start, zone=terms.zone, sites=sites)),
            (_("Reason, shown to everybody"), escape(reason)),
            (_("Talks that move with it"), _talks(relocation.programme)),
        ),
        confirm=((_("Confirm"), ()), (_("Confirm quietly"), (QUIETLY,))),
        kept={"revision": meeting.revision},
    )


def closure_buttons(closed: TimeInClosure, draft_id: str, how: str) -> tuple[Button, ...]:
    """Return the buttons that move a meeting despite closures, or discard the move."""
    return (
        despite_button(closed, MOVE, draft_id, how, ClosurePolicy.DESPITE),
        Button(label=_("Discard"), id=custom_id("gate-discard", MOVE, draft_id)),
    )


def cancellation_reply(
    programme: Programme, sites: Sequence[Site], *, reason: str, draft_id: int
) -> Reply:
    """Return what cancelling a meeting would do, to be confirmed."""
    shown = card(
        _("Cancel: {title}", title=escape(programme.terms.title)),
        moment(programme.meeting.start, zone=programme.terms.zone, sites=sites),
        fields=(
            (_("Reason, shown to everybody"), escape(reason)),
            (_("Talks that keep their slots in case it is restored"), _talks(programme)),
        ),
    )
    return Reply(
        text=_("The meeting is not cancelled yet. Please confirm."),
        cards=(shown,),
        buttons=_cancellation_buttons(draft_id),
    )


def _talks(programme: Programme) -> str:
    return "\n".join(cut(talk_line(talk), 150) for talk in programme.talks[:6])


def _cancellation_buttons(draft_id: int) -> tuple[Button, ...]:
    return (
        Button(
            label=_("Cancel the meeting"),
            id=custom_id(CANCEL, draft_id),
            style=discord.ButtonStyle.success,
        ),
        Button(label=_("Cancel the meeting quietly"), id=custom_id(CANCEL, draft_id, QUIETLY)),
        Button(label=_("Discard"), id=custom_id("meeting-discard", CANCEL, draft_id)),
    )
