"""Swap requests, offers of a free slot and places in line, as Discord shows them."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.programme.cards.setting import Setting
from bot.programme.cards.talk_letters import booking_time
from bot.series.model.series import Series
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.sites.model.sites import Site
from bot.talks.model.talks import Booking
from bot.waitlist.model import Offer, Swap


def swap_request(swap: Swap, mine: Booking, other: Booking, setting: Setting) -> Reply:
    """Return the request to a speaker to swap slots; `other` is theirs."""
    shown = card(
        _("Swap slots?"),
        "\n\n".join(
            f"{label}\n**{escape(cut(booking.talk.heading, 150))}** "
            f"({escape(booking.talk.speaker_names)})\n{booking_time(booking, setting)}"
            for label, booking in (
                (_("Your slot now:"), other),
                (_("You would get the slot of:"), mine),
            )
            if booking.talk is not None
        ),
    )
    asker = escape(mine.talk.speaker_names) if mine.talk else _("Somebody")
    return Reply(
        text=_(
            "{speaker} would like to swap slots with you. {until}",
            speaker=asker,
            until=_until(swap.until, setting),
        ),
        cards=(shown,),
        buttons=(
            Button(
                label=_("Swap"),
                id=custom_id("swap-agree", swap.id, setting.marker),
                style=discord.ButtonStyle.success,
            ),
            Button(label=_("Keep mine"), id=custom_id("swap-decline", swap.id, setting.marker)),
        ),
    )


def slot_offer(offer: Offer, booking: Booking, setting: Setting) -> Reply:
    """Return the offer of a free slot to the next person in line."""
    shown = card(escape(booking.terms.title), booking_time(booking, setting))
    return Reply(
        text=_(
            "A slot is free, and you are next in line. {until}",
            until=_until(offer.until, setting),
        ),
        cards=(shown,),
        buttons=(
            Button(
                label=_("Take this slot"),
                id=custom_id("offer-take", offer.id, setting.marker),
                style=discord.ButtonStyle.success,
            ),
            Button(label=_("Pass"), id=custom_id("offer-pass", offer.id, setting.marker)),
        ),
    )


def _until(instant: datetime, setting: Setting) -> str:
    told = wall_text(instant, zone=setting.zone, sites=setting.sites)
    return _("Please answer by {time} ({when}).", time=told, when=stamp(instant, "R"))


def swap_asked_reply(swap: Swap, mine: Booking, other: Booking, sites: Sequence[Site]) -> Reply:
    """Return that a speaker was asked to swap slots."""
    until = wall_text(swap.until, zone=mine.terms.zone, sites=sites)
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
            f"{moment(slot.start, zone=slot.terms.zone, sites=sites)}"
            for booking, slot in zip((mine, other), slots, strict=True)
            if booking.talk is not None
        ),
    )
