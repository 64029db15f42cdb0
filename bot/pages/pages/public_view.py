"""A collaboration as the public sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.model.viewers import Standing, Viewer
from bot.series import store as series
from bot.series.model.series import Series
from bot.series.service.rearrangement import shown_to
from bot.servers.store import collaborations
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.talks.model.talks import Booking, Programme
from bot.talks.store import bookings as stored_bookings


@dataclass(frozen=True, slots=True, eq=False)
class PublicView:
    """A collaboration as the public sees it, with its sites and series.

    Each is equal to itself alone: pages made of one are not made of another.
    """

    viewer: Viewer
    sites: tuple[Site, ...]
    series: tuple[Series, ...]

    @property
    def id(self) -> int:
        """The collaboration's id."""
        return self.viewer.collaboration.id

    @property
    def slug(self) -> str:
        """The collaboration's name in addresses."""
        return self.viewer.collaboration.slug

    @property
    def zone(self) -> str:
        """The zone in which its weeks begin."""
        anchor = self.viewer.collaboration.anchor_site_id
        zones = [site.zone for site in self.sites if site.id == anchor]
        return next(iter([*zones, *(site.zone for site in self.sites)]), "UTC")

    def shown(self, booked: Sequence[Booking]) -> list[Programme]:
        """Return the meetings of bookings as the public sees them."""
        return [
            shown_to(self.viewer, programme)
            for programme in stored_bookings.programmes_of(booked)
            if self.viewer.sees(programme.terms) and programme.meeting.is_expected
        ]

    def city(self, zone: str) -> str:
        """Return the city of the first site in a zone, or the zone."""
        return next((site.city for site in self.sites if site.zone == zone), zone)


async def public_view(connection: AsyncConnection, slug: str) -> PublicView | None:
    """Return a collaboration as the public sees it, None if there is none."""
    found = await collaborations.by_slug(connection, slug)
    if found is None:
        return None
    viewer = Viewer(collaboration=found, standing=Standing.PUBLIC)
    return PublicView(
        viewer,
        sites=tuple(await sites.of(connection, found.id)),
        series=tuple(one for one in await series.of(connection, found.id) if viewer.sees(one)),
    )
