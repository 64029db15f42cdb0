"""Reads the times that people type, on their own clock."""

from datetime import datetime

from bot.finding.model.overlap import Overlap, overlap
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.servers.service.directory import sites_of
from bot.sites.model.sites import city_of
from bot.storage.database import Store
from bot.times.typed_time import TypedTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zoned_time import ZonedTime


class TypedTimeService:
    """What /when does, and every command that takes a time."""

    def __init__(self, store: Store) -> None:
        """Read from this store."""
        self._store = store

    async def read(
        self, viewer: Viewer, typed: str, *, may_be_now: bool = False, now: datetime
    ) -> TypedTime:
        """Return the time that is meant, on the viewer's clock unless it names a place.

        Raises AmbiguousTime if it can mean several, and another Refusal if it means none.
        """
        known = await sites_of(self._store, viewer.collaboration.id)
        zone = home_zone(viewer, known)
        return read_time(typed, now=now, zone=zone, sites=known, may_be_now=may_be_now)

    async def day_of(self, viewer: Viewer, moment: ZonedTime) -> Overlap | None:
        """Return the hours of a moment's day at all sites, the moment marked; None without any."""
        known = await sites_of(self._store, viewer.collaboration.id)
        if not known:
            return None
        return overlap(
            known,
            [moment.wall.date()],
            zone=moment.zone,
            place=moment.city or city_of(moment.zone, known),
            marked=[moment.instant],
        )
