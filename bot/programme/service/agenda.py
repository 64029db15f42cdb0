"""The agenda: what is coming up, for one person."""

from dataclasses import dataclass
from datetime import datetime

from bot.meetings.store import upcoming
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.series.service.directory import series_of
from bot.series.service.rearrangement import shown_to
from bot.servers.service.directory import sites_of
from bot.sites.model.sites import Site
from bot.storage.database import Store
from bot.talks.model.talks import Booking, Programme
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions

PAGE = 6  # meetings
OWN = 5  # the viewer's own talks, shown first


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A page of what is coming up, in the time of `zone`; `own` are the viewer's talks."""

    zone: str
    sites: tuple[Site, ...]
    own: tuple[Booking, ...]
    programmes: tuple[Programme, ...]
    page: int
    is_last: bool


class Agendas:
    """What /next does."""

    def __init__(self, store: Store) -> None:
        """Read from this store."""
        self._store = store

    async def agenda(self, viewer: Viewer, *, page: int = 1, now: datetime) -> Agenda:
        """Return a page, counted from 1, of coming meetings that the viewer may see."""
        collaboration_id = viewer.collaboration.id
        page = max(page, 1)
        known = await sites_of(self._store, collaboration_id)
        listed = await series_of(self._store, collaboration_id)
        async with self._store.read() as connection:
            soon = upcoming.ids(
                collaboration_id,
                series_ids=[one.id for one in listed if viewer.sees(one)],
                after=now,
                most=PAGE + 1,
                skip=(page - 1) * PAGE,
            )
            booked = await stored_bookings.where(connection, conditions.found_by(soon))
            own = (
                []
                if viewer.member is None or not viewer.is_member or page > 1
                else await stored_bookings.page(
                    connection,
                    conditions.begins_between(now, None),
                    conditions.spoken_by_member(viewer.member.id),
                    most=OWN,
                )
            )
        found = stored_bookings.programmes_of(booked)
        return Agenda(
            zone=home_zone(viewer, known),
            sites=known,
            own=tuple(own),
            programmes=tuple(shown_to(viewer, one) for one in found[:PAGE]),
            page=page,
            is_last=len(found) <= PAGE,
        )
