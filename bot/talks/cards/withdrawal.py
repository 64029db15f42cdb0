"""Withdrawing a talk: the question and the confirmation."""

from collections.abc import Sequence

import discord

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.sites.model.sites import Site
from bot.talks.cards.talks import speakers_line, talk_time
from bot.talks.model.talks import Booking, Talk


def withdrawal_reply(talk: Talk, booking: Booking | None, *, sites: Sequence[Site]) -> Reply:
    """Return what withdrawing a talk would do, to be confirmed."""
    shown = card(
        _("Withdraw: {title}", title=escape(talk.heading)),
        "\n\n".join(filter(None, (speakers_line(talk.speakers), talk_time(booking, sites)))),
    )
    consequence = (
        _("Nothing is withdrawn yet. If you confirm, its slot is free for others at once.")
        if booking is not None
        else _("Nothing is withdrawn yet. If you confirm, it no longer waits for a slot.")
    )
    return Reply(
        text=consequence,
        cards=(shown,),
        buttons=(
            Button(
                label=_("Withdraw the talk"),
                id=custom_id("talk-withdraw", talk.id, talk.revision),
                style=discord.ButtonStyle.danger,
            ),
        ),
    )


def withdrawn_reply(talk: Talk, *, had_slot: bool) -> Reply:
    """Return that a talk is withdrawn, and what that means for its slot if it had one."""
    title = escape(talk.heading)
    if had_slot:
        return Reply(text=_("Withdrawn: {title}. Its slot is free again.", title=title))
    return Reply(text=_("Withdrawn: {title}. It no longer waits for a slot.", title=title))
