"""Messages that ask a speaker to swap slots or offer a free slot, as Discord shows them."""

from datetime import datetime

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.programme.cards.setting import Setting
from bot.programme.cards.talk_letters import booking_time
from bot.sites.cards.time_text import stamp, wall_text
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
    shown = card(escape(booking.series.title), booking_time(booking, setting))
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
