"""The agenda: what is coming up, for one person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What a page is about: two who want the same see the same."""

    collaboration_id: int
    series_ids: tuple[int, ...]
    speaker: int | None
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Coming:
    """What was read for a page, which holds until the first of it is over, or has begun."""

    booked: tuple[Booking, ...]
    own: tuple[Booking, ...]

    @property
    def valid_until(self) -> datetime | None:
        """When it would be read in another way, None for never."""
        ends = [one.meeting.end for one in self.booked] + [one.meeting.start for one in self.own]
        return min(ends, default=None)


async def _read(connection: AsyncConnection, wanted: _Wanted, *, now: datetime) -> _Coming:
    soon = upcoming.ids(
        wanted.collaboration_id,
        series_ids=wanted.series_ids,
        after=now,
        most=PAGE + 1,
        skip=(wanted.page - 1) * PAGE,
    )
    booked = await stored_bookings.where(connection, conditions.found_by(soon))
    own = (
        []
        if wanted.speaker is None
        else await stored_bookings.page(
            connection,
            conditions.begins_between(now, None),
            conditions.spoken_by_member(wanted.speaker),
            most=OWN,
        )
    )
    return _Coming(booked=tuple(booked), own=tuple(own))


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
        speaker = viewer.member.id if viewer.member and viewer.is_member and page == 1 else None
        wanted = _Wanted(
            collaboration_id=collaboration_id,
            series_ids=tuple(one.id for one in listed if viewer.sees(one)),
            speaker=speaker,
            page=page,
        )

        async def load(connection: AsyncConnection) -> _Coming:
            return await _read(connection, wanted, now=now)

        if page == 1:
            read = await self._store.recall(
                wanted,
                load,
                whose=lambda _: collaboration_id,
                now=now,
                valid_until=lambda one: one.valid_until,
            )
        else:  # which changes when something on a page before it is over
            async with self._store.read() as connection:
                read = await load(connection)
        found = stored_bookings.programmes_of(read.booked)
        return Agenda(
            zone=home_zone(viewer, known),
            sites=known,
            own=read.own,
            programmes=tuple(shown_to(viewer, one) for one in found[:PAGE]),
            page=page,
            is_last=len(found) <= PAGE,
        )
