"""The option that picks a time zone."""

from datetime import datetime

from discord import app_commands

from bot.chat.interactions import Interaction
from bot.core.search import fitting
from bot.core.translation import _
from bot.times.zones import offset_text, wall_time, zone_names
from cogs.shared.options.choices import CHOICES, choices


async def zone_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer IANA zones by city, with the time there now."""
    now = interaction.client.clock.now()
    known = ((zone, (zone.rpartition("/")[2], zone)) for zone in sorted(zone_names(), key=_is_bare))
    return choices((zone_label(zone, now), zone) for zone in fitting(typed, known)[:CHOICES])


def zone_label(zone: str, now: datetime) -> str:
    """Return a zone with the time there: "Europe/Zurich · Tue 14:05 there now · UTC+01:00"."""
    return _(
        "{zone} · {time} there now · {offset}",
        zone=zone,
        time=f"{wall_time(now, zone):%a %H:%M}",
        offset=offset_text(now, zone),
    )


def _is_bare(zone: str) -> tuple[bool, str]:
    """Return the sort key of a zone: cities before names like UTC."""
    return "/" not in zone, zone
