"""Options that pick a series, one of its dates or a meeting."""

from collections.abc import Callable

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.core.refusals import NotFound
from bot.meetings.cards.meetings import STATES, meeting_label
from bot.meetings.model.meetings import Meeting
from bot.series.model.series import Series
from bot.sites.cards.time_text import day_name
from cogs.shared.options.sites import choices, matches, site_choices, zone_choices
from cogs.shared.options.times import read_choices

Choices = list[app_commands.Choice[str]]


async def series_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the series by title and short name, those that go on first."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services.planning.series_names(viewer)
    return choices(
        (f"{one.title}{' (ended)' if one.ended_at else ''}", one.slug)
        for one in known
        if matches(typed, one.slug, one.title)
    )


async def bookable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer in what one can sign up for a talk: series, and meetings alone by their date."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services.planning.bookable(viewer, now=client.clock.now())
    labelled = (
        (f"{one.title} · {day_name(one.first)}" if one.single else one.title, one) for one in known
    )
    return choices((label, one.slug) for label, one in labelled if matches(typed, label, one.slug))


async def place_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the sites, then the time zones."""
    sites = await site_choices(interaction, typed)
    zones = await zone_choices(interaction, typed) if typed else []
    return [*sites, *zones][:25]


async def date_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the coming dates of the series that is typed already, those that take place."""
    found = await _of_series(interaction)
    return _dates(typed, [(series, m) for series, m in found if m.takes_place])


async def left_out_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the coming dates of the series that are called off."""
    found = await _of_series(interaction)
    return _dates(typed, [(series, m) for series, m in found if not m.takes_place])


async def meeting_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the meetings to come by date and title."""
    return await _meetings(interaction, typed, lambda _: True)


async def changeable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the meetings to come that are not called off."""
    return await _meetings(interaction, typed, lambda meeting: meeting.takes_place)


async def alone_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the meetings to come that are no series' own."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services.hosting.sites(viewer)
    found = await client.services.scheduling.offered(viewer, now=client.clock.now())
    alone = [(series, m) for series, m in found if series.single and m.takes_place]
    labelled = [(meeting_label(s.title, m, s.zone, known), m) for s, m in alone]
    return choices((label, str(m.id)) for label, m in labelled if matches(typed, label))


async def restorable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the meetings to come that were moved or called off."""
    return await _meetings(interaction, typed, lambda meeting: meeting.changed_by_hand)


async def _meetings(
    interaction: Interaction, typed: str, fits: Callable[[Meeting], bool]
) -> Choices:
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services.hosting.sites(viewer)
    found = await client.services.scheduling.offered(viewer, now=client.clock.now())
    labelled = (
        (meeting_label(series.title, meeting, series.zone, known), meeting)
        for series, meeting in found
        if fits(meeting)
    )
    return choices(
        (label, str(meeting.id))
        for label, meeting in labelled
        if matches(typed, label, meeting.wall.date().isoformat())
    )


async def move_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer what a time means on the clock of the series whose meeting is picked already."""
    client, viewer = interaction.client, await viewer_of(interaction)
    try:
        picked = meeting_id(str(interaction.namespace.meeting or ""))
        found = await client.services.scheduling.programme(viewer, picked)
    except NotFound:
        return await read_choices(interaction, typed, zone=None)
    return await read_choices(interaction, typed, zone=found.series.zone)


def meeting_id(typed: str) -> int:
    """Return the id of the meeting that was picked; refuse what is none."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):  # noqa: PLR2004 - SQLite's ids
        message = "Please pick the meeting from the list that Discord offers while you type."
        raise NotFound(message)
    return int(typed)


async def _of_series(interaction: Interaction) -> list[tuple[Series, Meeting]]:
    client, viewer = interaction.client, await viewer_of(interaction)
    slug = str(interaction.namespace.series or "")
    return await client.services.scheduling.offered(viewer, slug=slug, now=client.clock.now())


def _dates(typed: str, found: list[tuple[Series, Meeting]]) -> Choices:
    told = [(m.wall.date(), "" if m.takes_place else f" · {STATES[m.status]}") for _, m in found]
    return choices(
        (f"{day_name(day)}{state}", day.isoformat())
        for day, state in told
        if matches(typed, day_name(day), day.isoformat())
    )
