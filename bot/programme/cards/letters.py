"""Letters: what single people are told, speakers and organizers mostly."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.programme.cards.announcements import Setting, unusual_hour
from bot.programme.model.outlines import TalkOutline
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.talks.model.talks import Booking, Talk
from bot.waitlist.model import Offer, Swap


def speaker_news(
    talk: Talk, booking: Booking | None, before: TalkOutline, setting: Setting
) -> Reply:
    """Return what the speaker of a talk is told when it was moved, called off or placed."""
    heading = escape(cut(talk.heading, 150))
    after = TalkOutline.of(talk, booking)
    old = _struck(before.start, booking, setting)
    shown = card(heading, "\n".join(line for line in (old, _when(booking, setting)) if line))
    return Reply(
        text=f"{_news(before, after)} **{heading}**",
        cards=(shown,),
        buttons=(Button(label="Show my talk", id=custom_id("talk-look", talk.id, setting.marker)),),
    )


def _news(before: TalkOutline, after: TalkOutline) -> str:
    if after.is_withdrawn:
        return "Your talk was withdrawn:"
    if after.start is None:
        return "Your talk has lost its slot, and waits for another one from the organizers:"
    if not after.takes_place:
        return "The meeting of your talk is called off; the talk keeps its slot until it is back:"
    if before.start is None:
        return "Your talk has a slot:"
    if not before.takes_place:
        return "The meeting of your talk takes place after all:"
    return "Your talk was moved:"


def _struck(start: datetime | None, booking: Booking | None, setting: Setting) -> str:
    if start is None or (booking is not None and booking.start == start):
        return ""
    zone = booking.series.zone if booking else setting.zone
    return f"~~{wall_text(start, zone=zone, sites=setting.sites)}~~"


def _when(booking: Booking | None, setting: Setting) -> str:
    if booking is None:
        return ""
    zone = booking.series.zone
    told = moment(booking.start, zone=zone, sites=setting.sites)
    return "\n".join(filter(None, (told, unusual_hour(booking.start, zone, setting.sites))))


def speaker_nudge(talk: Talk, booking: Booking, missing: Sequence[str], setting: Setting) -> Reply:
    """Return what asks a speaker for what they have not said of their talk, form at hand."""
    shown = card(f"Your talk: {escape(cut(talk.heading, 150))}", _when(booking, setting))
    return Reply(
        text=f"Still missing for your talk: **{', '.join(missing)}**. It takes a minute:",
        cards=(shown,),
        buttons=(
            Button(
                label="Fill it in",
                id=custom_id("talk-complete", talk.id, setting.marker),
                style=discord.ButtonStyle.primary,
            ),
        ),
    )


def organizer_nudge(
    talk: Talk, booking: Booking, missing: Sequence[str], setting: Setting
) -> Reply:
    """Return what tells organizers that a talk soon to come is not complete."""
    named = escape(talk.speaker_names) or "The speaker"
    shown = card(escape(cut(talk.heading, 150)), f"**{named}**\n{_when(booking, setting)}")
    return Reply(
        text=f"Not in yet for a talk soon to come: **{', '.join(missing)}**.",
        cards=(shown,),
        buttons=(
            Button(label="Fill it in", id=custom_id("talk-complete", talk.id, setting.marker)),
        ),
    )


def letter(sentence: str, talk: Talk | None, setting: Setting) -> Reply:
    """Return one sentence about a talk, with a button that shows it."""
    if talk is None:
        return Reply(text=escape(sentence))
    look = Button(label="Show the talk", id=custom_id("talk-look", talk.id, setting.marker))
    heading = escape(cut(talk.heading, 150))
    return Reply(text=f"{escape(sentence)} **{heading}**", buttons=(look,))


def swap_request(swap: Swap, mine: Booking, other: Booking, setting: Setting) -> Reply:
    """Return what asks a speaker to exchange slots; `other` is theirs."""
    shown = card(
        "Exchange slots?",
        "\n\n".join(
            f"{label}\n**{escape(cut(booking.talk.heading, 150))}** "
            f"({escape(booking.talk.speaker_names)})\n{_when(booking, setting)}"
            for label, booking in (("Yours is now:", other), ("You would get the slot of:", mine))
            if booking.talk is not None
        ),
    )
    asker = escape(mine.talk.speaker_names) if mine.talk else "Somebody"
    return Reply(
        text=f"{asker} asks to exchange slots with you. {_until(swap.until, setting)}",
        cards=(shown,),
        buttons=(
            Button(
                label="Exchange",
                id=custom_id("swap-agree", swap.id, setting.marker),
                style=discord.ButtonStyle.success,
            ),
            Button(label="Keep mine", id=custom_id("swap-decline", swap.id, setting.marker)),
        ),
    )


def slot_offer(offer: Offer, booking: Booking, setting: Setting) -> Reply:
    """Return what offers a freed slot to somebody in line."""
    shown = card(escape(booking.series.title), _when(booking, setting))
    return Reply(
        text=f"A slot is free, and you are the next in line. {_until(offer.until, setting)}",
        cards=(shown,),
        buttons=(
            Button(
                label="Take this slot",
                id=custom_id("offer-take", offer.id, setting.marker),
                style=discord.ButtonStyle.success,
            ),
            Button(label="Pass", id=custom_id("offer-pass", offer.id, setting.marker)),
        ),
    )


def _until(instant: datetime, setting: Setting) -> str:
    told = wall_text(instant, zone=setting.zone, sites=setting.sites)
    return f"Please answer until {told} ({stamp(instant, 'R')})."


def trouble(sentence: str, setting: Setting) -> Reply:
    """Return what tells organizers what keeps messages from going out, and what mends it."""
    return Reply(
        text=f"⚠️ {sentence}",
        buttons=(
            Button(label="What waits", id=custom_id("receipts", "parked", 1, setting.marker)),
        ),
    )


def own_reminder(
    text: str, delivery_id: int, setting: Setting, *, asked_by: int | None = None
) -> Reply:
    """Return what somebody asked to be reminded of; in a channel it says who that was."""
    who = f"\n-# <@{asked_by}> asked to be reminded of this here." if asked_by else ""
    return Reply(
        text=f"⏰ {escape(text)}{who}",
        buttons=(
            Button(
                label="Again in an hour", id=custom_id("remind-again", delivery_id, setting.marker)
            ),
        ),
    )
