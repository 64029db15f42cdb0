"""A member's own profile as Discord shows it."""

from datetime import datetime

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.people.model.members import Member
from bot.sites.cards.time_text import day_name
from bot.sites.model.sites import Site
from bot.times.zones import offset_text, wall_time

UNSET = "not set"


def profile_card(member: Member, site: Site | None, *, zone: str, now: datetime) -> Reply:
    """Return what Meridian knows of a member; `zone` is whose time they are told."""
    wall = wall_time(now, zone)
    place = member.zone or (f"{site.zone}, from your site" if site else f"{zone}, from the server")
    fields = (
        ("Site", escape(site.name) if site else UNSET),
        (
            "Time zone",
            f"{place}\nThere it is {day_name(wall.date())} {wall:%H:%M} ({offset_text(now, zone)})",
        ),
        ("Working hours", _hours(member, site)),
        ("Role", member.role.value if member.role else UNSET),
        ("Name shown in public", escape(member.name)),
    )
    shown = card("You, as Meridian knows you", fields=fields, footer="/me set changes it.")
    return Reply(cards=(shown,))


def _hours(member: Member, site: Site | None) -> str:
    if member.opens and member.closes:
        return f"{member.opens:%H:%M}-{member.closes:%H:%M} in your time"
    return f"{site.opens:%H:%M}-{site.closes:%H:%M}, from your site" if site else UNSET
