"""The list of sites, and one site with its clock and working week."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.markdown import escape, plain_link
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.sites.cards.time_text import day_name
from bot.sites.model.holiday_regions import regions
from bot.sites.model.sites import Site, is_night
from bot.times.zones import offset_text, wall_time

DAY_NAMES = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


def week_text(days: frozenset[int]) -> str:
    """Return working days in words: "Mon-Fri", "Sun-Thu", "Mon, Wed"."""
    for first in range(7):
        run = [(first + step) % 7 for step in range(len(days))]
        if len(days) > 2 and frozenset(run) == days:  # noqa: PLR2004 - two days are named
            return f"{DAY_NAMES[run[0]]}-{DAY_NAMES[run[-1]]}"
    return ", ".join(DAY_NAMES[day] for day in sorted(days))


def clock_text(site: Site, now: datetime) -> str:
    """Return the present time at a site, and whether it is night or working hours there."""
    wall = wall_time(now, site.zone)
    state = _("at work") if site.works_at(now) else _("night") if is_night(wall) else ""
    clock = f"{day_name(wall.date())} **{wall:%H:%M}** ({offset_text(now, site.zone)})"
    return f"{clock} · {state}" if state else clock


def site_list(sites: Sequence[Site], *, now: datetime) -> Reply:
    """Return all sites, each with its present time."""
    lines = [
        f"**{escape(s.city)}** · {escape(s.name)} (`{s.slug}`)\n{clock_text(s, now)}{_known(s)}"
        for s in sites
    ]
    return Reply(cards=(card(_("Sites and their current time"), "\n".join(lines)),))


def _known(site: Site) -> str:
    if site.own_list is None:
        return ""
    return " · " + _("holidays known until {day}", day=day_name(site.own_list.until))


def site_card(site: Site, *, now: datetime) -> Reply:
    """Return one site: where it is, its clock and its working week."""
    where = f"({site.latitude:.2f}, {site.longitude:.2f})"
    fields = (
        (_("Now"), clock_text(site, now)),
        (_("Time zone"), site.zone),
        (_("Working week"), f"{week_text(site.working_days)}, {_hours(site)}"),
        (_("Public holidays"), _holidays(site)),
        (_("Where"), f"{escape(site.city)}, {escape(site.country)} {where}"),
    )
    footer = _("Short name: {slug}", slug=site.slug)
    return Reply(cards=(card(escape(site.name), fields=fields, footer=footer),))


def _hours(site: Site) -> str:
    return f"{site.opens:%H:%M}-{site.closes:%H:%M}"


def _holidays(site: Site) -> str:
    if site.holiday_region is None:
        return _("I know none. An organizer can choose a region with /site edit.")
    region = f"{regions().get(site.holiday_region, '')} ({site.holiday_region})"
    if (own := site.own_list) is None:
        return _("{region}; I know no list of the institution itself.", region=region)
    return _(
        "Its own list, known until {day} ({source}); after that those of {region}.",
        day=day_name(own.until),
        source=plain_link(_("source"), own.source),
        region=region,
    )
