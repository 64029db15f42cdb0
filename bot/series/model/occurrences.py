"""The occurrences of a recurrence rule in a time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.times.recurrence import Rule
from bot.times.zones import is_ordinary, occurrence_instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One occurrence: its date in the rule, and its wall time in the series' zone."""

    place: date
    wall: datetime
    zone: str

    @property
    def start(self) -> datetime:
        """The instant at which it starts."""
        return occurrence_instant(self.wall, self.zone)

    @property
    def is_ordinary(self) -> bool:
        """Whether its wall time occurs once: not in a gap, not in a repeated hour."""
        return is_ordinary(self.wall, self.zone)


def occurrences(
    rule: Rule, *, first: date, zone: str, after: datetime, until: date
) -> Iterator[Occurrence]:
    """Yield the occurrences that start after an instant, in order, up to the date `until`."""
    for place in rule.dates(first, until=until):
        occurrence = Occurrence(place=place, wall=datetime.combine(place, rule.wall), zone=zone)
        if occurrence.start > after:
            yield occurrence
