"""Announcements that organizers compose, as Discord shows them."""

from collections.abc import Mapping, Sequence

import discord

from bot.announcements.cards.receipts import place_of
from bot.announcements.model import Composition, filled
from bot.chat.lists import page_of
from bot.chat.markdown import cut, escape
from bot.chat.replies import DESCRIPTION, Button, Reply, card, custom_id
from bot.core.translation import _
from bot.outbox.deliveries import Delivery, number_in
from bot.outbox.state_labels import MARKS
from bot.programme.cards.announcement_parts import CANCELLED
from bot.programme.cards.setting import Setting
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.times.typed_time import TypedTime

PER_PAGE = 6


def composed(composition: Composition, values: Mapping[str, str], setting: Setting) -> Reply:
    """Return a composed announcement exactly as it is posted."""
    title = cut(escape(filled(composition.title, values)), 240)
    body = _filled_safely(composition.body, values)
    if composition.is_cancelled:
        title = _("❌ Cancelled: {title}", title=title)
        body = f"~~{cut(body, DESCRIPTION - 10)}~~" if body else ""
    shown = card(title, body, colour=CANCELLED if composition.is_cancelled else 0x3B6EA5)
    return Reply(
        cards=(shown,),
        buttons=(Button(label=_("What is coming"), id=custom_id("agenda", setting.marker)),),
        role_id=composition.role_id,
    )


def _filled_safely(body: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in, cut to Discord's limit."""
    return cut(filled(body, values), DESCRIPTION)


def preview_reply(shown: Reply, *, draft_id: int, channel_id: int) -> Reply:
    """Return an announcement as it will be posted, with buttons to post, edit or discard it."""
    buttons = (
        Button(
            label=_("Post now"),
            id=custom_id("compose-post", draft_id),
            style=discord.ButtonStyle.success,
        ),
        Button(label=_("Schedule"), id=custom_id("compose-when", draft_id)),
        Button(label=_("Edit"), id=custom_id("compose-edit", draft_id)),
        Button(label=_("Discard"), id=custom_id("compose-discard", draft_id)),
    )
    channel = f"<#{channel_id}>"
    text = _("Nothing is posted yet. This is how it will look in {channel}:", channel=channel)
    if shown.role_id is not None:
        text = _(
            "Nothing is posted yet. This is how it will look in {channel}, pinging {role}:",
            channel=channel,
            role=f"<@&{shown.role_id}>",
        )
    return Reply(text=text, cards=shown.cards, buttons=buttons)


def schedule_shown(title: str, reading: TypedTime, *, channel_id: int) -> ReadBack:
    """Return when an announcement would be posted, to be confirmed."""
    return ReadBack(
        title=_("Post: {title}", title=escape(title)) if title else _("Post"),
        to=reading.moment,
        nothing_yet=_("Nothing is scheduled yet."),
        others=reading.others,
        fields=((_("Where"), f"<#{channel_id}>"),),
    )


def scheduled_reply(delivery: Delivery, setting: Setting, *, zone: str) -> Reply:
    """Return when an announcement will be posted."""
    channel = number_in(delivery.target, "channel")
    when = moment(delivery.due, zone=zone, sites=setting.sites)
    told = _(
        "I will post it in {channel}: {time}",
        channel=f"<#{channel}>",
        time=stamp(delivery.due, "R"),
    )
    return Reply(text=f"{told}\n{when}")


def composition_label(delivery: Delivery, *, zone: str, setting: Setting) -> str:
    """Return a composed announcement in one line, to be picked from a list."""
    when = wall_text(delivery.due, zone=zone, sites=setting.sites)
    title = delivery.payload.get("title") or delivery.payload.get("body", "")
    return f"{when} · {delivery.state.value} · {title}"


def composition_page(
    found: Sequence[Delivery], setting: Setting, *, zone: str, page: int, is_last: bool
) -> Reply:
    """Return a page of composed announcements."""
    entries = [
        f"**{escape(cut(d.payload.get('title') or d.payload.get('body', ''), 100))}**\n"
        f"{place_of(d)} · {MARKS[d.state]} · {wall_text(d.due, zone=zone, sites=setting.sites)} "
        f"{stamp(d.due, 'R')}"
        for d in found
    ]
    return page_of(
        _("Announcements"),
        entries,
        page=page,
        is_last=is_last,
        route=("announce-list",),
        empty=_("There are no announcements yet. You can write one with /announce compose."),
    )
