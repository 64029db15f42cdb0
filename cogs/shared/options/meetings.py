"""Options that pick a meeting, a date of a series, or the new time of a meeting."""

from collections.abc import Callable

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.meetings.cards.meetings import STATES, meeting_label
from bot.meetings.model.meetings import Meeting
from bot.meetings.service.changes import MeetingService
from bot.series.model.series import Series
from bot.sites.cards.time_text import day_name
from bot.sites.service.sites import SiteService
from cogs.shared.options.choices import fitting_choices

Choices = list[app_commands.Choice[str]]


async def date_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the coming dates of the chosen series that take place."""
    found = await _of_series(interaction)
    return _dates(typed, [(series, m) for series, m in found if m.takes_place])


async def left_out_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the coming dates of the chosen series that were skipped or cancelled."""
    found = await _of_series(interaction)
    return _dates(typed, [(series, m) for series, m in found if not m.takes_place])


async def meeting_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer future meetings by date and title."""
    return await _meetings(interaction, typed, lambda _: True)


async def changeable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer future meetings that take place."""
    return await _meetings(interaction, typed, lambda meeting: meeting.takes_place)


async def alone_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer future meetings that do not belong to a series."""
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services[SiteService].sites(viewer)
    found = await client.services[MeetingService].offered(viewer, now=client.clock.now())
    alone = [(series, m) for series, m in found if series.single and m.takes_place]
    return fitting_choices(
        typed,
        ((meeting_label(s.title, m, s.zone, known), str(m.id), s.title) for s, m in alone),
    )


async def restorable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer future meetings that were moved, skipped or cancelled."""
    return await _meetings(interaction, typed, lambda meeting: meeting.changed_by_hand)


async def _meetings(
    interaction: Interaction, typed: str, fits: Callable[[Meeting], bool]
) -> Choices:
    client, viewer = interaction.client, await viewer_of(interaction)
    known = await client.services[SiteService].sites(viewer)
    found = await client.services[MeetingService].offered(viewer, now=client.clock.now())
    return fitting_choices(
        typed,
        (
            (
                meeting_label(series.title, meeting, series.zone, known),
                str(meeting.id),
                series.title,
                meeting.wall.date().isoformat(),
            )
            for series, meeting in found
            if fits(meeting)
        ),
    )


async def _of_series(interaction: Interaction) -> list[tuple[Series, Meeting]]:
    client, viewer = interaction.client, await viewer_of(interaction)
    slug = str(interaction.namespace.series or "")
    return await client.services[MeetingService].offered(viewer, slug=slug, now=client.clock.now())


def _dates(typed: str, found: list[tuple[Series, Meeting]]) -> Choices:
    told = [(m.wall.date(), "" if m.takes_place else f" · {STATES[m.status]}") for _, m in found]
    return fitting_choices(
        typed,
        ((f"{day_name(day)}{state}", day.isoformat(), day.isoformat()) for day, state in told),
    )
