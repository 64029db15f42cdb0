"""Reads the times that people type, on their own clock."""

from datetime import datetime

from bot.finding.model.overlap import Overlap, overlap
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.servers.service.directory import sites_of
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
        self, viewer: Viewer, typed: str, *, zone: str | None = None, now: datetime
    ) -> TypedTime:
        """Return the time that is meant, on the viewer's clock unless it names a place.

        Raises AmbiguousTime if it can mean several, and another Refusal if it means none.
        """
        known = await sites_of(self._store, viewer.collaboration.id)
        return read_time(typed, now=now, zone=zone or home_zone(viewer, known), sites=known)

    async def day_of(self, viewer: Viewer, moment: ZonedTime) -> Overlap | None:
        """Return the hours of a moment's day at all sites, the moment marked; None without any."""
        known = await sites_of(self._store, viewer.collaboration.id)
        if not known:
            return None
        place = next((site.city for site in known if site.zone == moment.zone), moment.zone)
        return overlap(
            known,
            [moment.wall.date()],
            zone=moment.zone,
            place=place.rpartition("/")[2].replace("_", " "),
            marked=[moment.instant],
        )
