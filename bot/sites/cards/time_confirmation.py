"""A typed time shown at every site, to be confirmed or chosen among readings before it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, custom_id
from bot.core.text import clean
from bot.core.translation import _
from bot.sites.cards.time_at_sites import MOST_OFFERED, question, reading_label, time_card
from bot.sites.model.sites import Site
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.zoned_time import ZonedTime

PLAIN_CONFIRM: Sequence[tuple[str, tuple[str, ...]]] = ((_("Confirm"), ()),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What would be saved for a typed time, to be confirmed from the table of all sites.

    `minutes` is how long people meet, 0 for a deadline. `confirm` are the buttons that save, as
    (label, arguments after the draft's id). `kept` is stored with the draft. `others` are readings
    offered instead. `more` are buttons that change the rest, as (label, kind, arguments).
    """

    title: str
    to: ZonedTime
    nothing_yet: str = _("Nothing is saved yet.")
    minutes: int = 0
    others: tuple[TypedTime, ...] = ()
    fields: Sequence[tuple[str, str]] = ()
    confirm: Sequence[tuple[str, tuple[str, ...]]] = PLAIN_CONFIRM
    more: Sequence[tuple[str, str, tuple[str, ...]]] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    footer: str = ""


def read_back_reply(shown: ReadBack, sites: Sequence[Site], *, kind: str, draft_id: int) -> Reply:
    """Return the time at all sites, with buttons to save or discard it."""
    confirm = [
        Button(
            label=label,
            id=custom_id(kind, draft_id, *arguments),
            style=discord.ButtonStyle.secondary if number else discord.ButtonStyle.success,
            row=0,
        )
        for number, (label, arguments) in enumerate(shown.confirm)
    ]
    more = [
        Button(label=label, id=custom_id(other, draft_id, *arguments), row=1)
        for label, other, arguments in shown.more
    ]
    table = time_card(
        shown.title,
        shown.to,
        sites,
        minutes=shown.minutes,
        fields=shown.fields,
        footer=shown.footer,
    )
    return Reply(
        text="{} {}".format(shown.nothing_yet, _("Check the time at every site, then confirm.")),
        cards=(table,),
        buttons=[
            *confirm,
            *_ways_on(kind, draft_id),
            *more,
            *_readings(shown.others, sites, kind, draft_id, instead=True, row=2),
        ],
    )


def question_reply(
    asked: AmbiguousTime, sites: Sequence[Site], *, kind: str, draft_id: int
) -> Reply:
    """Return what a typed time may mean, each reading as a button; nothing is guessed."""
    return Reply(
        text=question(asked, sites),
        buttons=[
            *_readings(asked.readings, sites, kind, draft_id),
            *_ways_on(kind, draft_id, row=3),
        ],
    )


def refused_reply(sentence: str, *, kind: str, draft_id: int) -> Reply:
    """Return why a time is refused, with a button that takes another one."""
    return Reply(text=escape(clean(sentence)), buttons=_ways_on(kind, draft_id))


def _readings(
    readings: Sequence[TypedTime],
    sites: Sequence[Site],
    kind: str,
    draft_id: int,
    *,
    instead: bool = False,
    row: int = 0,
) -> list[Button]:
    return [
        Button(
            label=reading_label(reading, sites, instead=instead),
            id=custom_id("gate-pick", kind, draft_id, number),
            row=row + number // 4,
        )
        for number, reading in enumerate(readings[:MOST_OFFERED])
    ]


def _ways_on(kind: str, draft_id: int, *, row: int = 0) -> tuple[Button, Button]:
    return (
        Button(label=_("Another time"), id=custom_id("gate-again", kind, draft_id), row=row),
        Button(
            label=_("Discard"),
            id=custom_id("gate-discard", kind, draft_id),
            style=discord.ButtonStyle.danger,
            row=row,
        ),
    )
