"""Reading somebody's calendar: when its owner is busy, or which all-day entries it has.

It may be hostile, so it is read in a separate process (sandbox.py), never in ours.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import recurring_ical_events
from icalendar import Calendar, Component
from icalendar.timezone import tzp

from bot.core.intervals import Interval, NamedDays, clipped
from bot.core.translation import _
from bot.ics.components import ContentLine, Unreadable
from bot.ics.prefilter import Sifted, sift
from bot.times.zones import occurrence_instant, wall_time

MOST_OCCURRENCES = 20_000
DAY = timedelta(days=1)
TOO_MANY_TIMES = _(
    "That calendar has more than {most} events within a year, which is the most I read. "
    "Give one with fewer repeating entries.",
    most=f"{MOST_OCCURRENCES:,}",
)
ENDS = ("DTSTART", "DTEND")
FREE_AT_MICROSOFT = frozenset({"FREE", "WORKINGELSEWHERE"})
PERIOD = re.compile(
    r"(\d{8}T\d{6})Z/(?:(\d{8}T\d{6})Z|\+?P(\d+W)?(\d+D)?(?:T(\d+H)?(\d+M)?(\d+S)?)?)"
)

Found = TypeVar("Found")


def busy_in(data: bytes, *, zone: str, window: Interval) -> tuple[Interval, ...]:
    """Return when the owner of a calendar is busy within a window, and nothing else.

    Times without a zone, and whole days, are taken in `zone`. An entry that cannot be read is
    skipped; a calendar that cannot be read raises Unreadable.
    """
    sifted = sift(data, since=wall_time(window.start, zone).date())
    local = sifted.zone or zone

    def intervals(entry: Component) -> Iterator[Interval]:
        if _is_busy(entry):
            start, end = (_instant(_moment(entry, name), local) for name in ENDS)
            if start < end:
                yield Interval(start, end)

    found = _each(sifted, window, zone, intervals)
    return clipped([*found, *_listed(sifted.busy)], window)


def days_in(data: bytes, *, zone: str, window: Interval) -> tuple[NamedDays, ...]:
    """Return the all-day entries of a calendar within a window, in order, with their titles.

    Entries count even if they are marked as free, as they mostly are in calendars of holidays.
    """

    def days(entry: Component) -> Iterator[NamedDays]:
        first, end = (_moment(entry, name) for name in ENDS)
        whole = not isinstance(first, datetime) and not isinstance(end, datetime)
        if whole and not _is_cancelled(entry):
            name = " ".join(str(entry.get("SUMMARY", "")).split())
            yield NamedDays(first=first, last=max(first, end - DAY), name=name)

    sifted = sift(data, since=wall_time(window.start, zone).date(), titles=True)
    found = _each(sifted, window, zone, days)
    return tuple(sorted(set(found), key=lambda one: (one.first, one.last, one.name)))


def _each(
    sifted: Sifted,
    window: Interval,
    zone: str,
    make: Callable[[Component], Iterable[Found]],
) -> list[Found]:
    """Return the results of `make` for every occurrence; skip series that cannot be read."""
    tzp.use_default()  # forget the zones of the calendar before
    for text in sifted.zones:
        _attempt(_learnt, text)
    found: list[Found] = []
    count = 0
    for text in sifted.series:
        occurrences = _attempt(_occurrences, text, window, zone)
        count += len(occurrences)
        if count > MOST_OCCURRENCES:
            raise Unreadable(TOO_MANY_TIMES)
        for occurrence in occurrences:
            found += _attempt(make, occurrence)
    return found


def _attempt(read: Callable[..., Iterable[Found]], *given: object) -> list[Found]:
    """Return the result, or nothing: libraries raise all kinds of errors for broken lines."""
    try:
        return list(read(*given))
    except Exception:  # noqa: BLE001 - one broken entry must not block the others
        return []


def _learnt(zone: str) -> list[Component]:
    """Read a calendar with one zone, which the library remembers by its name."""
    return [Calendar.from_ical(zone)]


def _occurrences(series: str, window: Interval, zone: str) -> list[Component]:
    # Whole days and floating times are compared as if in UTC, so allow a day on each side.
    start, end = (wall_time(instant, zone) for instant in (window.start, window.end))
    query = recurring_ical_events.of(Calendar.from_ical(series))
    return list(query.between(start - DAY, end + DAY))


def _is_cancelled(entry: Component) -> bool:
    return str(entry.get("STATUS", "")).upper() == "CANCELLED"


def _is_busy(entry: Component) -> bool:
    shown = str(entry.get("TRANSP", "OPAQUE")).upper()
    at_microsoft = str(entry.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    is_free = shown == "TRANSPARENT" or at_microsoft in FREE_AT_MICROSOFT
    return not (is_free or _is_cancelled(entry))


def _moment(entry: Component, name: str) -> date:
    found: Any = entry[name]
    moment: date = found.dt
    return moment


def _instant(moment: date, zone: str) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - of `zone`
    return occurrence_instant(moment, zone) if moment.tzinfo is None else moment.astimezone(UTC)


def _listed(lines: Iterable[ContentLine]) -> Iterator[Interval]:
    """Return the busy times in lists (VFREEBUSY)."""
    for line in lines:
        if "FBTYPE=FREE" in line.whole.upper().split(":", 1)[0].split(";"):
            continue
        for match in map(PERIOD.fullmatch, map(str.strip, line.value.split(","))):
            if match is not None:
                yield from _attempt(_period, match)


def _period(match: re.Match[str]) -> Iterator[Interval]:
    start, end, *lengths = match.groups()
    begin = _utc(start)
    if end:
        yield Interval(begin, _utc(end))
        return
    weeks, days, hours, minutes, seconds = (int(length[:-1]) if length else 0 for length in lengths)
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    yield Interval(begin, begin + length)


def _utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
