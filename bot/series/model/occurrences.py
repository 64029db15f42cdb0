"""The occurrences of a recurrence rule in a zone: dates with their wall times and instants."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.times.recurrence import Rule
from bot.times.zones import is_ordinary, occurrence_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """A place in a rule: its date, and the wall time there in the series' zone."""

    place: date
    wall: datetime
    zone: str

    @property
    def start(self) -> datetime:
        """The instant at which it starts."""
        return occurrence_instant(self.wall, self.zone)

    @property
    def is_ordinary(self) -> bool:
        """Whether clocks show its wall time once: it is in no gap and in no repeated hour."""
        return is_ordinary(self.wall, self.zone)


def occurrences(
    rule: Rule, *, first: date, zone: str, after: datetime, until: date
) -> Iterator[Occurrence]:
    """Yield the occurrences that start after an instant, in order, up to the date `until`."""
    for place in rule.dates(first, until=until):
        occurrence = Occurrence(place=place, wall=datetime.combine(place, rule.wall), zone=zone)
        if occurrence.start > after:
            yield occurrence
