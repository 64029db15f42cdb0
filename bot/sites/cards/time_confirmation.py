"""Times read back before anything is saved: the hour at every site, or readings to pick from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Attachment, Button, Reply, card, custom_id
from bot.core.text import clean
from bot.core.translation import _
from bot.sites.cards.time_text import day_name, own_moment, site_table
from bot.sites.model.sites import Site, clocks, day_shift
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.zoned_time import ZonedTime

LABEL = 100  # characters of what Discord offers while somebody types
MOST_OFFERED = 8
PLAIN_CONFIRM: Sequence[tuple[str, tuple[str, ...]]] = (("Confirm", ()),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What would be saved for a typed time, to be confirmed from the table of all sites.

    `minutes` is how long people meet, 0 for what only falls due then. `confirm` are the buttons
    that save, each with what its click is given beside the draft. `kept` is kept with what was
    typed, `others` are readings offered instead, and `more` are buttons that change the rest: each
    with its kind and with what its click is given beside the draft.
    """

    title: str
    to: ZonedTime
    nothing_yet: str = "Nothing is saved yet."
    minutes: int = 0
    others: tuple[TypedTime, ...] = ()
    fields: Sequence[tuple[str, str]] = ()
    confirm: Sequence[tuple[str, tuple[str, ...]]] = PLAIN_CONFIRM
    more: Sequence[tuple[str, str, tuple[str, ...]]] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    footer: str = ""


def moment_label(at: ZonedTime, sites: Sequence[Site], *, note: str = "") -> str:
    """Return a moment at its own place and then elsewhere, in one plain line of 100 characters.

    `Thu 26 Nov 2026 17:00 Lausanne · 08:00 Berkeley · 10:00 Chicago · 11:00 Boston`
    """
    whose = next((site.city for site in sites if site.zone == at.zone), at.zone)
    said = f"{day_name(at.wall.date())} {at.wall:%H:%M} {whose}"
    said = cut(f"{said} ({note})" if note else said, LABEL)
    for wall, group in clocks(at.instant, sites):
        if group[0].zone == at.zone:
            continue
        more = f" · {wall:%H:%M} {group[0].city}{day_shift(wall, at.wall.date())}"
        said = said + more if len(said + more) <= LABEL else said
    return said


def time_card(
    title: str,
    at: ZonedTime,
    sites: Sequence[Site],
    *,
    minutes: int = 0,
    fields: Sequence[tuple[str, str]] = (),
    footer: str = "",
) -> discord.Embed:
    """Return the table of all sites at a moment: weekday, hour, night, and what is closed."""
    table = site_table(at.instant, zone=at.zone, sites=sites, minutes=minutes)
    told = own_moment(at.instant, zone=at.zone, sites=sites)
    return card(title, f"{told}\n\n{cut(table, 2500)}", fields=fields, footer=footer)


def when_reply(
    reading: TypedTime, sites: Sequence[Site], files: Sequence[Attachment] = ()
) -> Reply:
    """Return a time at every site, with the other times that may be meant as buttons.

    Of `files` the first is shown under it, as a picture.
    """
    at = reading.moment
    shown = time_card(f"{day_name(at.wall.date())} {at.wall:%H:%M}", at, sites, minutes=60)
    if files:
        shown.set_image(url=f"attachment://{files[0].name}")
    buttons = _whens(reading.others, sites, instead=True)
    return Reply(cards=(shown,), buttons=buttons, files=files)


def which_reply(asked: AmbiguousTime, sites: Sequence[Site]) -> Reply:
    """Return what a time may mean, each reading as a button that shows it at every site."""
    return Reply(text=_question(asked, sites), buttons=_whens(asked.readings, sites))


def _whens(
    readings: Sequence[TypedTime], sites: Sequence[Site], *, instead: bool = False
) -> list[Button]:
    return [
        Button(
            label=_picked_label(reading, sites, instead=instead),
            id=custom_id("when", int(reading.moment.instant.timestamp()), reading.moment.zone),
        )
        for reading in readings[:MOST_OFFERED]
    ]


def _picked_label(reading: TypedTime, sites: Sequence[Site], *, instead: bool) -> str:
    own = [site for site in sites if site.zone == reading.moment.zone]
    said = moment_label(reading.moment, own, note=reading.note)
    return f"{said} instead" if instead else said


def read_back_reply(shown: ReadBack, sites: Sequence[Site], *, kind: str, draft_id: int) -> Reply:
    """Return the table of all sites for what would be saved, with buttons to save it or not."""
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
        text=f"{shown.nothing_yet} Please look at the hour at every site and confirm.",
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
        text=_question(asked, sites),
        buttons=[
            *_readings(asked.readings, sites, kind, draft_id),
            *_ways_on(kind, draft_id, row=3),
        ],
    )


def refused_reply(sentence: str, *, kind: str, draft_id: int) -> Reply:
    """Return why a time is refused, with a button that takes another one."""
    return Reply(text=escape(clean(sentence)), buttons=_ways_on(kind, draft_id))


def _question(asked: AmbiguousTime, sites: Sequence[Site]) -> str:
    lines = [
        f"- {escape(moment_label(reading.moment, sites, note=reading.note))}"
        for reading in asked.readings[:MOST_OFFERED]
    ]
    question = _("{why} Which do you mean?", why=escape(asked.why))
    return "\n".join([question, *lines])


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
            label=_picked_label(reading, sites, instead=instead),
            id=custom_id("gate-pick", kind, draft_id, number),
            row=row + number // 4,
        )
        for number, reading in enumerate(readings[:MOST_OFFERED])
    ]


def _ways_on(kind: str, draft_id: int, *, row: int = 0) -> tuple[Button, Button]:
    return (
        Button(label="Another time", id=custom_id("gate-again", kind, draft_id), row=row),
        Button(
            label="Discard",
            id=custom_id("gate-discard", kind, draft_id),
            style=discord.ButtonStyle.danger,
            row=row,
        ),
    )
