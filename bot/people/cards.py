"""The card of a member's own profile."""

from datetime import datetime

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.people.model.members import Member
from bot.sites.cards.time_text import day_name
from bot.sites.model.sites import Site
from bot.times.zones import offset_text, wall_time

UNSET = _("not set")


def profile_card(member: Member, site: Site | None, *, zone: str, now: datetime) -> Reply:
    """Return a member's profile; times are shown to them in `zone`."""
    wall = wall_time(now, zone)
    clock = _(
        "It is now {day} {time} there ({offset})",
        day=day_name(wall.date()),
        time=f"{wall:%H:%M}",
        offset=offset_text(now, zone),
    )
    fields = (
        (_("Site"), escape(site.name) if site else UNSET),
        (_("Time zone"), f"{_zone(member, site, zone)}\n{clock}"),
        (_("Working hours"), _hours(member, site)),
        (_("Role"), member.role.value if member.role else UNSET),
        (_("Name shown in public"), escape(member.name)),
    )
    shown = card(_("Your profile"), fields=fields, footer=_("Use /me set to change it."))
    return Reply(cards=(shown,))


def _zone(member: Member, site: Site | None, zone: str) -> str:
    if member.zone:
        return member.zone
    if site:
        return _("{zone}, from your site", zone=site.zone)
    return _("{zone}, from the server", zone=zone)


def _hours(member: Member, site: Site | None) -> str:
    if member.opens and member.closes:
        return _("{hours} in your time", hours=f"{member.opens:%H:%M}-{member.closes:%H:%M}")
    if site:
        return _("{hours}, from your site", hours=f"{site.opens:%H:%M}-{site.closes:%H:%M}")
    return UNSET
