"""Swaps and lines as Discord shows them to the member who asked."""

from collections.abc import Sequence

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.series.model.series import Series
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.sites.model.sites import Site
from bot.talks.model.talks import Booking
from bot.waitlist.model import Swap


def swap_asked_reply(swap: Swap, mine: Booking, other: Booking, sites: Sequence[Site]) -> Reply:
    """Return that a speaker was asked to swap slots."""
    until = wall_text(swap.until, zone=mine.series.zone, sites=sites)
    return Reply(
        text=_(
            "I asked the other speaker. Both talks stay where they are until they agree. "
            "They can agree until {until} ({countdown}).",
            until=until,
            countdown=stamp(swap.until, "R"),
        ),
        cards=(_both(_("After the swap:"), mine, other, sites, exchanged=True),),
    )


def swapped_reply(mine: Booking, other: Booking, sites: Sequence[Site]) -> Reply:
    """Return that two talks have swapped their slots."""
    shown = _both(_("Swapped"), mine, other, sites, exchanged=False)
    return Reply(text=_("Done. Calendars and posts show the new times."), cards=(shown,))


def line_reply(series: Series, place: int | None) -> Reply:
    """Return the member's place in line."""
    title = escape(series.title)
    if place is None:
        return Reply(text=_("You have left the line for {series}.", series=title))
    return Reply(
        text=_(
            "You are number {place} in line for {series}. When a slot becomes free, I offer it to "
            "the first in line by direct message. They have 24 working hours to take it, then I "
            "offer it to the next.",
            place=place,
            series=title,
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
