"""The slot market as Discord shows it to who asked."""

from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Reply, card
from bot.series.model.series import Series
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.sites.model.sites import Site
from bot.talks.model.talks import Booking
from bot.waitlist.model import Swap


def swap_asked_reply(swap: Swap, mine: Booking, other: Booking, sites: Sequence[Site]) -> Reply:
    """Return that a speaker was asked to exchange slots."""
    until = wall_text(swap.until, zone=mine.series.zone, sites=sites)
    return Reply(
        text=(
            "The other speaker is asked. Nothing moves before they agree; "
            f"they can until {until} ({stamp(swap.until, 'R')})."
        ),
        cards=(_both("It would be so:", mine, other, sites, exchanged=True),),
    )


def swapped_reply(mine: Booking, other: Booking, sites: Sequence[Site]) -> Reply:
    """Return that two talks have exchanged their slots."""
    shown = _both("Exchanged", mine, other, sites, exchanged=False)
    return Reply(text="Done: calendars and posts show it.", cards=(shown,))


def proposed_reply(shown: Reply) -> Reply:
    """Return that a talk without a date is kept."""
    text = "Your talk is kept, and the organizers are told: it shows once they gave it a slot."
    return replace(shown, text=text)


def line_reply(series: Series, place: int | None) -> Reply:
    """Return where somebody stands in line."""
    title = escape(series.title)
    if place is None:
        return Reply(text=f"You are not in line for {title} any more.")
    return Reply(
        text=(
            f"You are number {place} in line for {title}. A slot that is freed is offered to the "
            "first in line by direct message, for 24 working hours; then to the next."
        )
    )


def _both(
    title: str, mine: Booking, other: Booking, sites: Sequence[Site], *, exchanged: bool
) -> discord.Embed:
    slots = (other, mine) if exchanged else (mine, other)
    return card(
        title,
        "\n\n".join(
            f"**{escape(cut(booking.talk.heading, 150))}** ({escape(booking.talk.speaker_names)})\n"
            f"{moment(slot.start, zone=slot.series.zone, sites=sites)}"
            for booking, slot in zip((mine, other), slots, strict=True)
            if booking.talk is not None
        ),
    )
