"""Messages to speakers and organizers about a talk, as Discord shows them."""

from collections.abc import Sequence
from datetime import datetime

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.programme.cards.announcement_parts import unusual_hour
from bot.programme.cards.setting import Setting
from bot.programme.model.outlines import TalkOutline
from bot.sites.cards.time_text import moment, wall_text
from bot.talks.model.talks import Booking, Talk


def speaker_news(
    talk: Talk, booking: Booking | None, before: TalkOutline, setting: Setting
) -> Reply:
    """Return the news for a speaker that their talk was moved, cancelled or given a slot."""
    heading = escape(cut(talk.heading, 150))
    after = TalkOutline.of(talk, booking)
    old = _struck(before.start, booking, setting)
    shown = card(heading, "\n".join(line for line in (old, booking_time(booking, setting)) if line))
    return Reply(
        text=_("{news} **{talk}**", news=_news(before, after), talk=heading),
        cards=(shown,),
        buttons=(
            Button(label=_("Show my talk"), id=custom_id("talk-look", talk.id, setting.marker)),
        ),
    )


def _news(before: TalkOutline, after: TalkOutline) -> str:
    if after.is_withdrawn:
        return _("Your talk was withdrawn:")
    if after.start is None:
        return _("Your talk has lost its slot. The organizers will find another one:")
    if not after.takes_place:
        return _(
            "The meeting of your talk was cancelled. Your talk keeps its slot if it is restored:"
        )
    if before.start is None:
        return _("Your talk has a slot:")
    if not before.takes_place:
        return _("The meeting of your talk takes place after all:")
    return _("Your talk was moved:")


def _struck(start: datetime | None, booking: Booking | None, setting: Setting) -> str:
    if start is None or (booking is not None and booking.start == start):
        return ""
    zone = booking.terms.zone if booking else setting.zone
    return f"~~{wall_text(start, zone=zone, sites=setting.sites)}~~"


def booking_time(booking: Booking | None, setting: Setting) -> str:
    """Return when a talk is at every site, nothing for a talk without a slot."""
    if booking is None:
        return ""
    zone = booking.terms.zone
    told = moment(booking.start, zone=zone, sites=setting.sites)
    return "\n".join(filter(None, (told, unusual_hour(booking.start, zone, setting.sites))))


def speaker_nudge(talk: Talk, booking: Booking, missing: Sequence[str], setting: Setting) -> Reply:
    """Return the request to a speaker for missing details, with a button to the form."""
    shown = card(
        _("Your talk: {talk}", talk=escape(cut(talk.heading, 150))), booking_time(booking, setting)
    )
    return Reply(
        text=_(
            "Your talk still needs: **{details}**. It only takes a minute:",
            details=", ".join(missing),
        ),
        cards=(shown,),
        buttons=(
            Button(
                label=_("Fill it in"),
                id=custom_id("talk-complete", talk.id, setting.marker),
                style=discord.ButtonStyle.primary,
            ),
        ),
    )


def organizer_nudge(
    talk: Talk, booking: Booking, missing: Sequence[str], setting: Setting
) -> Reply:
    """Return the notice to organizers that a talk is soon and not complete."""
    named = escape(talk.speaker_names) or _("The speaker")
    shown = card(escape(cut(talk.heading, 150)), f"**{named}**\n{booking_time(booking, setting)}")
    return Reply(
        text=_("This talk is soon and still needs: **{details}**.", details=", ".join(missing)),
        cards=(shown,),
        buttons=(
            Button(label=_("Fill it in"), id=custom_id("talk-complete", talk.id, setting.marker)),
        ),
    )


def letter(sentence: str, talk: Talk | None, setting: Setting) -> Reply:
    """Return one sentence about a talk, with a button that shows the talk."""
    if talk is None:
        return Reply(text=escape(sentence))
    look = Button(label=_("Show the talk"), id=custom_id("talk-look", talk.id, setting.marker))
    heading = escape(cut(talk.heading, 150))
    return Reply(text=f"{escape(sentence)} **{heading}**", buttons=(look,))
