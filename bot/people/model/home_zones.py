"""The time zone in which a person is shown times."""

from collections.abc import Sequence

from bot.people.model.members import Member
from bot.people.model.viewers import Viewer
from bot.sites.model.sites import Site


def home_zone(viewer: Viewer, known: Sequence[Site]) -> str:
    """Return the zone to show times in: the viewer's, or their site's, or the anchor site's."""
    return zone_of(viewer.member, known) or next(
        (site.zone for site in known if site.id == viewer.collaboration.anchor_site_id),
        known[0].zone if known else "UTC",
    )


def zone_of(member: Member | None, known: Sequence[Site]) -> str | None:
    """Return the zone that a member lives in, as far as it is known."""
    if member is None or member.zone is not None:
        return member.zone if member else None
    return next((site.zone for site in known if site.id == member.site_id), None)
