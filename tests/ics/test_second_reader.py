"""Random calendars, read by a second reader too: both find the same times.

The second reader is recurring-ical-events over icalendar, on sound calendars. Where it reads
something else, this is why, and those entries are not made:

- BYDAY with and without numbers in one list: dateutil keeps only days that are both.
- An hour that the clocks skip: icalendar moves only the start, so the entry shrinks or vanishes.
- An hour that happens twice: an end in it is taken for its second time.
- A rule that ends before its start: it loses the start too.
- A date that is both excluded and replaced: it leaves the replacement out, too.
- BYWEEKNO without BYDAY: dateutil takes all days of the week, RFC 5545 the start's weekday.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from bot.core.intervals import Interval, clipped
from bot.ics.reader import busy_in
from tests.ics.calendars import WINDOW, ZURICH, event, ics

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = ("Europe/Zurich", "America/Los_Angeles", "Asia/Jerusalem", "Asia/Kolkata", "UTC")
DAY = timedelta(days=1)
SAMPLE = 60


class Maker:
    """Makes random entries that are sound by RFC 5545."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - the same entries each time

    def calendar(self) -> bytes:
        """Return a calendar with a few series, some with exceptions."""
        entries: list[str] = []
        for number in range(self._random.randint(1, 3)):
            entries += self._series(f"{number}@example.org")
        return ics(*entries)

    def _is(self, chance: float) -> bool:
        return self._random.random() < chance

    def _some(self, least: int, most: int, *, from_end: bool = False) -> str:
        numbers = {
            self._random.randint(least, most) * (self._random.choice((1, -1)) if from_end else 1)
            for _ in range(self._random.randint(1, 3))
        }
        return ",".join(map(str, sorted(numbers)))

    def _series(self, uid: str) -> Iterator[str]:
        first = date(2024, 1, 1) + self._random.randint(0, 1200) * DAY
        whole = self._is(0.25)
        # Between 4 and 20 o'clock no clock changes.
        start = datetime(first.year, first.month, first.day, self._random.randint(4, 18), 30)  # noqa: DTZ001 - a wall time
        length = timedelta(minutes=self._random.choice((15, 45, 90)))
        zone = self._random.choice(ZONES)

        def at(name: str, moment: datetime) -> str:
            if whole:
                return f"{name};VALUE=DATE:{moment:%Y%m%d}"
            return f"{name};TZID={zone}:{moment:%Y%m%dT%H%M%S}"

        end = start + (self._random.randint(1, 3) * DAY if whole else length)
        lines = [at("DTSTART", start), at("DTEND", end)]
        if self._is(0.85):
            lines.append(self._rule(start, whole=whole))
            moved = start + self._random.randint(1, 20) * DAY
            without = {start + self._random.randint(1, 40) * DAY for _ in range(3)} - {moved}
            lines += [at("EXDATE", day) for day in sorted(without) if self._is(0.5)]
            if self._is(0.2):
                lines.append(at("RDATE", moved))
                yield event(
                    at("RECURRENCE-ID", moved),
                    at("DTSTART", moved + DAY),
                    at("DTEND", moved + DAY + (end - start)),
                    *(["STATUS:CANCELLED"] if self._is(0.3) else []),
                    uid=uid,
                )
        yield event(*lines, uid=uid)

    def _rule(self, start: datetime, *, whole: bool) -> str:
        freq = self._random.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
        parts = [f"FREQ={freq}", f"INTERVAL={self._random.randint(1, 4)}"]
        if self._is(0.3):
            parts.append(f"WKST={self._random.choice(WEEKDAYS)}")
        if self._is(0.3):
            parts.append(f"BYMONTH={self._some(1, 12)}")
        if self._is(0.3) and freq != "WEEKLY":
            parts.append(f"BYMONTHDAY={self._some(1, 28, from_end=True)}")
        elif self._is(0.5):
            parts.append(f"BYDAY={self._days(freq)}")
        elif self._is(0.2) and freq == "YEARLY":
            parts.append(f"BYWEEKNO={self._some(1, 50)};BYDAY={self._random.choice(WEEKDAYS)}")
        if any(part.startswith(("BYDAY", "BYMONTHDAY")) for part in parts) and self._is(0.3):
            parts.append(f"BYSETPOS={self._some(1, 3, from_end=True)}")
        if self._is(0.4):
            parts.append(f"COUNT={self._random.randint(1, 60)}")
        elif self._is(0.4):
            last = start + self._random.randint(1, 1000) * DAY
            parts.append(f"UNTIL={last:%Y%m%d}" if whole else f"UNTIL={last:%Y%m%dT235959Z}")
        return "RRULE:" + ";".join(parts)

    def _days(self, freq: str) -> str:
        days = self._random.sample(WEEKDAYS, self._random.randint(1, 3))
        numbered = freq in {"MONTHLY", "YEARLY"} and self._is(0.5)
        nth = ("1", "2", "-1", "3") if numbered else ("",)
        return ",".join(f"{self._random.choice(nth)}{day}" for day in days)


def as_the_second_reads(data: bytes) -> tuple[Interval, ...]:
    """Return the busy times that the second reader finds."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(
        WINDOW.start - 2 * DAY, WINDOW.end + 2 * DAY
    )
    spans = [
        (one["DTSTART"].dt, one["DTEND"].dt) for one in found if one.get("STATUS") != "CANCELLED"
    ]
    return clipped((Interval(_instant(start), _instant(end)) for start, end in spans), WINDOW)


def _instant(moment: date) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=ZoneInfo(ZURICH))
    return moment.astimezone(UTC)


def test_a_second_reader_finds_the_same_times_in_random_calendars() -> None:
    differing = []
    for seed in range(SAMPLE):
        data = Maker(seed).calendar()
        read = busy_in(data, zone=ZURICH, window=WINDOW)
        assert read.report.unread == 0
        if read.times != as_the_second_reads(data):
            differing.append(seed)

    assert differing == []
