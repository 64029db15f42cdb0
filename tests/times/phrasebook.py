"""Phrases with what must come of them, kept as text so that they can be read and added to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.core.refusals import Refusal
from bot.times.typed_time import AmbiguousTime
from bot.times.typed_times.time_parser import understood
from tests.worlds import first_sites

HERE = Path(__file__).parent
FORM = "%Y-%m-%dT%H:%M"
SITES = first_sites()


@dataclass(frozen=True)
class Phrase:
    """A phrase as typed at a moment by somebody in a zone, and what must come of it."""

    typed: str
    expected: str
    now: datetime
    zone: str
    case: str = ""

    def outcome(self) -> str:
        """Return what comes of it, in the words of the table."""
        try:
            reading = understood(self.typed, now=self.now, zone=self.zone, sites=SITES)
        except AmbiguousTime as unclear:
            found = (f"{reading.moment.instant:{FORM}}" for reading in unclear.readings)
            return " ".join(["ASK", *found])
        except Refusal as refusal:
            return "SERIES" if "/series create" in refusal.reason else "REFUSE"
        return f"{reading.moment.instant:{FORM}}"

    def whole_outcome(self) -> str:
        """Return the same with how long it lasts, what is offered beside, and why it is refused."""
        try:
            read = understood(self.typed, now=self.now, zone=self.zone, sites=SITES)
        except AmbiguousTime:
            return self.outcome()
        except Refusal as refusal:
            return f"REFUSE {refusal.reason}"
        lasts = f" +{read.minutes}" if read.minutes else ""
        beside = [f"{other.moment.instant:{FORM}}" for other in read.others]
        return " ".join(
            [f"{read.moment.instant:{FORM}}{lasts}", *(["BESIDE", *beside] * bool(beside))]
        )


def phrases(name: str) -> Iterator[Phrase]:
    """Return the phrases of a table in this folder."""
    now, zone = datetime(2026, 1, 1, tzinfo=UTC), "UTC"
    for line in (HERE / name).read_text().splitlines():
        if line.startswith("@"):
            _, moment, zone = line.split()
            now = datetime.strptime(moment, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        elif "|" in line and not line.startswith("#"):
            typed, _, expected = line.rpartition("|")
            case, mark, rest = typed.partition("|")
            if mark:
                yield Phrase(rest.strip(), expected.strip(), now, zone, case.strip())
            else:
                yield Phrase(typed.strip(), expected.strip(), now, zone)
