"""A moment at every site: as a label, as a card, and as the answer to what a time means."""

from collections.abc import Sequence
from datetime import timedelta

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Attachment, Button, Reply, card, custom_id
from bot.core.translation import _
from bot.sites.cards.time_text import day_name, own_moment, site_table
from bot.sites.model.sites import Site, city_of, clocks, day_shift
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.zoned_time import ZonedTime
from bot.times.zones import wall_time

LABEL = 100  # characters of what Discord offers while somebody types
MOST_OFFERED = 8


def moment_label(at: ZonedTime, sites: Sequence[Site], *, note: str = "") -> str:
    """Return a moment at its own place, then elsewhere, in one plain line of 100 characters.

    `Thu 26 Nov 2026 17:00 Lausanne · 08:00 Berkeley · 10:00 Chicago · 11:00 Boston`
    """
    whose = at.city or city_of(at.zone, sites)
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
    """Return the table of all sites at a moment: weekday, hour, night and closures."""
    table = site_table(at.instant, zone=at.zone, sites=sites, minutes=minutes)
    told = own_moment(at.instant, zone=at.zone, sites=sites, city=at.city)
    return card(title, f"{told}\n\n{cut(table, 2500)}", fields=fields, footer=footer)


def when_reply(
    reading: TypedTime, sites: Sequence[Site], files: Sequence[Attachment] = ()
) -> Reply:
    """Return a time at every site, with its other readings as buttons.

    The first of `files` is shown below it, as a picture.
    """
    at, minutes = reading.moment, reading.minutes or 60
    shown = time_card(f"{day_name(at.wall.date())} {_clock(reading)}", at, sites, minutes=minutes)
    if files:
        shown.set_image(url=f"attachment://{files[0].name}")
    buttons = _when_buttons(reading.others, sites, instead=True)
    return Reply(cards=(shown,), buttons=buttons, files=files)


def _clock(reading: TypedTime) -> str:
    """Return the hour, with the one at which it ends if that was typed."""
    begins = f"{reading.moment.wall:%H:%M}"
    if not reading.minutes:
        return begins
    end = reading.moment.instant + timedelta(minutes=reading.minutes)
    return f"{begins}–{wall_time(end, reading.moment.zone):%H:%M}"


def which_reply(asked: AmbiguousTime, sites: Sequence[Site]) -> Reply:
    """Return the readings of an ambiguous time, each with a button that shows it everywhere."""
    return Reply(text=question(asked, sites), buttons=_when_buttons(asked.readings, sites))


def _when_buttons(
    readings: Sequence[TypedTime], sites: Sequence[Site], *, instead: bool = False
) -> list[Button]:
    return [
        Button(
            label=reading_label(reading, sites, instead=instead),
            id=custom_id(
                "when",
                int(reading.moment.instant.timestamp()),
                reading.moment.zone,
                reading.moment.city.replace(":", " ")[:40],
                reading.minutes or 0,
            ),
        )
        for reading in readings[:MOST_OFFERED]
    ]


def reading_label(reading: TypedTime, sites: Sequence[Site], *, instead: bool) -> str:
    """Return the label of the button that picks a reading of a typed time."""
    own = [site for site in sites if site.zone == reading.moment.zone]
    until = _("until {time}", time=_clock(reading).partition("–")[2]) if reading.minutes else ""
    note = ", ".join(dict.fromkeys(part for part in (until, reading.note) if part))
    said = moment_label(reading.moment, own, note=note)
    return _("{time} instead", time=said) if instead else said


def question(asked: AmbiguousTime, sites: Sequence[Site]) -> str:
    """Return the question which reading of a time is meant, with the readings."""
    lines = [
        f"- {escape(moment_label(reading.moment, sites, note=reading.note))}"
        for reading in asked.readings[:MOST_OFFERED]
    ]
    question = _("{why} Which do you mean?", why=escape(asked.why))
    return "\n".join([question, *lines])
