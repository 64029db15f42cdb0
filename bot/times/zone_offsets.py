"""The offsets from UTC of a zone's clocks under one release of the time-zone database."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.instants import require_aware
from bot.times.zones import clock_changes, offset

# A little further ahead than meetings are created.
REACH = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneOffsets:
    """How far the clocks of a zone are ahead of UTC; each span starts at an instant, in order."""

    zone: str
    release: str
    spans: tuple[tuple[datetime, timedelta], ...]

    @classmethod
    def of(cls, zone: str, *, release: str, now: datetime) -> "ZoneOffsets":
        """Return the offsets of a zone from now on, by this program's time-zone database."""
        begins = require_aware(now)
        years = range(begins.year, (begins + REACH).year + 1)
        changes = [c for year in years for c in clock_changes(zone, year) if c > begins]
        spans = tuple((since, offset(since, zone)) for since in (begins, *changes))
        return cls(zone=zone, release=release, spans=spans)

    def wall_time(self, instant: datetime) -> datetime:
        """Return what clocks show at an instant; before the first span its offset applies."""
        following = bisect_right([since for since, _ in self.spans], instant)
        _, ahead = self.spans[max(following - 1, 0)]
        return (require_aware(instant) + ahead).replace(tzinfo=None)
