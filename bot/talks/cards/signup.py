"""Replies to a sign-up or a proposal: saved, or the slot was taken."""

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site
from bot.talks.cards.slots import slot_time
from bot.talks.model.talks import Booking


def signed_up_reply(
    shown: Reply, clashes: Sequence[Booking], *, sites: Sequence[Site], is_own: bool
) -> Reply:
    """Return that a sign-up is saved, with a warning if a speaker has another talk then."""
    saved = _("You are signed up.") if is_own else _("The talk is signed up.")
    warnings = [_clash_warning(clash, sites) for clash in clashes[:3]]
    return replace(shown, text="\n".join((saved, *warnings)))


def _clash_warning(clash: Booking, sites: Sequence[Site]) -> str:
    return _(
        "⚠️ A speaker also speaks then: {title}, {time}",
        title=escape(cut(clash.talk.heading if clash.talk else "", 100)),
        time=moment(clash.start, zone=clash.terms.zone, sites=sites),
    )


def taken_reply(
    sentence: str, others: Sequence[Booking], *, draft_id: int, sites: Sequence[Site]
) -> Reply:
    """Return that a slot is taken, with a button for each of the next free ones."""
    if not others:
        none = _("This series has no free slot now. Your text is kept for two days.")
        return Reply(text=f"{sentence}\n{none}")
    offered = _("These slots are free. Pick one, and the form opens with what you typed:")
    times = [moment(one.start, zone=one.terms.zone, sites=sites) for one in others]
    return Reply(
        text="\n".join((sentence, offered, *times)),
        buttons=tuple(_take_button(one, draft_id, sites) for one in others),
    )


def _take_button(other: Booking, draft_id: int, sites: Sequence[Site]) -> Button:
    return Button(
        label=_("Take {time}", time=slot_time(other, sites)),
        id=custom_id("talk-retake", draft_id, other.slot.id),
        style=discord.ButtonStyle.primary,
    )


def proposed_reply(shown: Reply) -> Reply:
    """Return that a talk without a date is saved."""
    text = _(
        "Your talk is saved, and the organizers are notified. "
        "Others will see it once an organizer has given it a slot."
    )
    return replace(shown, text=text)
