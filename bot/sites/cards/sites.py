"""Sites as Discord shows them."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.sites.cards.time_text import day_name
from bot.sites.model.holiday_regions import regions
from bot.sites.model.sites import Site, is_night
from bot.times.zones import offset_text, wall_time

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def week_text(days: frozenset[int]) -> str:
    """Return working days in words: "Mon-Fri", "Sun-Thu", "Mon, Wed"."""
    for first in range(7):
        run = [(first + step) % 7 for step in range(len(days))]
        if len(days) > 2 and frozenset(run) == days:  # noqa: PLR2004 - two days are named
            return f"{DAY_NAMES[run[0]]}-{DAY_NAMES[run[-1]]}"
    return ", ".join(DAY_NAMES[day] for day in sorted(days))


def clock_text(site: Site, now: datetime) -> str:
    """Return the time at a site now, with its day and whether it is night or work."""
    wall = wall_time(now, site.zone)
    state = " · at work" if site.works_at(now) else " · night" if is_night(wall) else ""
    return f"{day_name(wall.date())} **{wall:%H:%M}** ({offset_text(now, site.zone)}){state}"


def site_list(sites: Sequence[Site], *, now: datetime) -> Reply:
    """Return all sites with the time there now."""
    lines = [
        f"**{escape(s.city)}** · {escape(s.name)} (`{s.slug}`)\n{clock_text(s, now)}" for s in sites
    ]
    return Reply(cards=(card("Sites, and the time there now", "\n".join(lines)),))


def site_card(site: Site, *, now: datetime) -> Reply:
    """Return one site: where it is, its clock and its working week."""
    where = f"({site.latitude:.2f}, {site.longitude:.2f})"
    fields = (
        ("Now", clock_text(site, now)),
        ("Time zone", site.zone),
        ("Working week", f"{week_text(site.working_days)}, {site.opens:%H:%M}-{site.closes:%H:%M}"),
        ("Public holidays", _holidays(site)),
        ("Where", f"{escape(site.city)}, {escape(site.country)} {where}"),
    )
    return Reply(cards=(card(escape(site.name), fields=fields, footer=f"Short name: {site.slug}"),))


def _holidays(site: Site) -> str:
    if site.holiday_region is None:
        return "None are known: organizers say whose it keeps with /site edit."
    name = regions().get(site.holiday_region, "")
    return f"{name} ({site.holiday_region})"
