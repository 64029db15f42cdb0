"""The forms of a series, and how what was typed into them is read."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.chat.drafts import keep, kept
from bot.chat.forms import Field, Form
from bot.chat.interactions import Interaction
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.programme.model.change_previews import SeriesPreview
from bot.series.model.description import SeriesDescription
from bot.sites.model.sites import Site
from bot.times.recurrence_text import rule_text
from bot.times.typed_times.typed_recurrence import says_end

DETAILS = Form(
    kind="series-details",
    title=_("About the series"),
    fields=(
        Field(id="description", label=_("Description"), paragraph=True, most=2000),
        Field(id="join_link", label=_("Join link, shown to members"), most=500),
        Field(id="room", label=_("Room"), most=100),
        Field(id="channel", label=_("Channel"), placeholder=_("#seminar"), most=100),
        Field(id="visibility", label=_("Shown to: public or members"), most=20),
    ),
)
TIMES = Form(
    kind="series-times",
    title=_("Title and times"),
    fields=(
        Field(id="title", label=_("Title"), required=True, most=100),
        Field(
            id="when",
            label=_("When"),
            placeholder=_("Thursdays 17:00 until 2027-06-30"),
            required=True,
        ),
        Field(id="zone", label=_("Host site or time zone"), required=True, most=100),
        Field(
            id="length", label=_("Minutes / slots"), placeholder="90 / 2", required=True, most=20
        ),
        Field(id="first", label=_("First date"), placeholder="2027-01-14", required=True, most=20),
    ),
)
DRAFT = "series"
Typed = dict[str, Any]


async def keep_series(
    interaction: Interaction,
    *,
    slug: str | None,
    typed: Typed,
    preview: SeriesPreview,
    sites: Sequence[Site],
) -> int:
    """Keep what was typed as a draft, with the values that its forms are filled in with."""
    content = {
        "slug": slug,
        "typed": typed,
        "shown": _shown(preview, sites, interaction.guild),
        "seal": preview.seal,
    }
    return await keep(interaction, kind=DRAFT, content=content)


async def kept_series(interaction: Interaction, draft_id: str) -> dict[str, Any]:
    """Return a draft of this person."""
    return await kept(interaction, kind=DRAFT, draft_id=draft_id)


def described(typed: Mapping[str, Any]) -> SeriesDescription:
    """Return what was typed, as the service takes it."""
    return SeriesDescription(**typed)


def typed_in(
    content: Mapping[str, Any], values: Mapping[str, str], guild: discord.Guild | None
) -> Typed:
    """Return all that was typed about a series, after a form was submitted with these values.

    A value that the form was filled in with counts only where it was changed. So nobody undoes
    what somebody else has changed in the meantime.
    """
    typed, shown = dict(content["typed"]), content["shown"]
    for name, value in values.items():
        if value.strip() != shown.get(name, "").strip():
            typed |= _read(name, value, guild)
    return typed


def _read(name: str, value: str, guild: discord.Guild | None) -> Typed:
    if name == "channel":
        return {"channel_id": channel_called(value, guild)}
    if name == "length":
        return _length(value)
    if name == "when":
        return {"when": value, "until": None if says_end(value) else "never"}
    return {name: value}


def _length(value: str) -> Typed:
    numbers = re.findall(r"[0-9]{1,4}", value)
    if len(numbers) != 2:  # noqa: PLR2004 - minutes and slots
        message = _(
            "I don't understand “{typed}”. Please type minutes and slots like 90 / 2.",
            typed=value[:20],
        )
        raise Refusal(message)
    return {"minutes": int(numbers[0]), "slots": int(numbers[1])}


def channel_called(typed: str, guild: discord.Guild | None) -> int:
    """Return the id of a channel typed as #name, name, mention or id; 0 for none."""
    name = typed.strip().removeprefix("#")
    if not name:
        return 0
    number = re.fullmatch(r"(?:<#)?([0-9]{15,20})>?", name)
    for channel in guild.text_channels if guild else ():
        if channel.name.casefold() == name.casefold() or (
            number is not None and channel.id == int(number[1])
        ):
            return channel.id
    message = _(
        "I can't see a channel “{name}” here. Please type one like #seminar.", name=name[:60]
    )
    raise Refusal(message)


def _shown(
    preview: SeriesPreview, sites: Sequence[Site], guild: discord.Guild | None
) -> dict[str, str]:
    series = preview.series
    host = next((site.slug for site in sites if site.id == series.site_id), series.zone)
    channel = guild.get_channel(series.channel_id) if guild and series.channel_id else None
    return {
        "title": series.title,
        "when": rule_text(series.rule),
        "zone": host,
        "length": f"{series.minutes} / {series.slots}",
        "first": series.first.isoformat(),
        "description": series.description,
        "join_link": series.join_link or "",
        "room": series.room or "",
        "channel": f"#{channel.name}" if channel else "",
        "visibility": series.visibility.value,
    }
