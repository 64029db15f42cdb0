"""Reading somebody's calendar: when its owner is busy, or which whole days it has.

It may be hostile, so it is read in a separate process (sandbox.py), never in ours. It may also be
wrong: what can be read is, and the report says what could not.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.core.intervals import Interval, NamedDays, clipped
from bot.core.translation import _
from bot.ics.reading.attendance import is_cancelled, is_free, is_marked_all_day, owner_of
from bot.ics.reading.busy_lists import Listed, listed_in
from bot.ics.reading.components import CalendarComponent, Unreadable, calendars_in
from bot.ics.reading.entries import ReadEntry
from bot.ics.reading.prefilter import Sifted, sift
from bot.ics.reading.readings import BusyReading, DaysReading
from bot.ics.reading.reports import ReadingReport, fault, report_of
from bot.ics.reading.series import EDGES, EntryTime, occurrences, series_of
from bot.ics.reading.texts import plain_text
from bot.ics.reading.values import wall_in
from bot.ics.reading.zones import Zones

MOST_OCCURRENCES = 20_000
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
TOO_MANY_TIMES = _(
    "That calendar has more than {most} events within a year, which is the most I read. "
    "Give one with fewer repeating entries.",
    most=f"{MOST_OCCURRENCES:,}",
)
CUT_OFF = _("the calendar breaks off after this line; more may be missing")
UNKNOWN = _("dates that I cannot compute")

Found = TypeVar("Found")


def busy_in(data: bytes, *, zone: str, window: Interval) -> BusyReading:
    """Return when the owner of a calendar is busy within a window, and what could not be read.

    Times without a zone, and whole days, are taken in `zone` unless the calendar names another.
    Raise Unreadable if nothing can be read, or it would take too long.
    """
    calendars = calendars_in(data, titles=False)
    owner = owner_of(calendars)
    zones = Zones(calendars, home=zone, window=window)
    sifted = sift(calendars, zones, since=window.start)
    listed = listed_in(calendars, zones)

    def intervals(found: EntryTime) -> Iterator[Interval]:
        if found.start < found.end and not is_free(found.entry.component, owner):
            yield Interval(found.start, found.end)

    busy = _each(sifted, zones, window, intervals)
    return BusyReading(clipped([*busy, *listed.times], window), _report(calendars, sifted, listed))


def days_in(data: bytes, *, zone: str, window: Interval) -> DaysReading:
    """Return the whole days of a calendar within a window with their titles, and what is unread.

    Days count even if they are marked as free, as they mostly are in calendars of holidays, and
    if they are written with hours, in their own zone or in `zone`.
    """
    calendars = calendars_in(data, titles=True)
    zones = Zones(calendars, home=zone, window=window)
    sifted = sift(calendars, zones, since=window.start)

    def days(found: EntryTime) -> Iterator[NamedDays]:
        whole = _whole_days(found, zone)
        if whole is not None and not is_cancelled(found.entry.component):
            first, end = whole
            name = plain_text(found.entry.component.every("SUMMARY"))
            yield NamedDays(first=first.date(), last=(end - DAY).date(), name=name)

    found = _each(sifted, zones, window, days)
    order = sorted(set(found), key=lambda one: (one.first, one.last, one.name))
    return DaysReading(tuple(order), _report(calendars, sifted, Listed()))


def _each(
    sifted: Sifted, zones: Zones, window: Interval, make: Callable[[EntryTime], Iterable[Found]]
) -> list[Found]:
    """Return the results of `make` for every occurrence in a window."""
    made: list[Found] = []
    count = 0
    for series in series_of(sifted.entries):
        for found in _all_of(series, zones, window):
            if found.end >= window.start and found.start < window.end:
                count += 1
                made += make(found)
            if count > MOST_OCCURRENCES:
                raise Unreadable(TOO_MANY_TIMES)
    return made


def _all_of(series: list[ReadEntry], zones: Zones, window: Interval) -> list[EntryTime]:
    """Return when a series takes place; if that cannot be computed, note it."""
    try:
        return list(occurrences(series, zones.local, window))
    except (ValueError, OverflowError):
        for entry in series:
            line = entry.component.every("DTSTART")[0]
            entry.faults.append(fault(line.number, line.whole, UNKNOWN))
        return []


def _whole_days(found: EntryTime, zone: str) -> tuple[datetime, datetime] | None:
    """Return the midnights before and after an occurrence, if it lasts whole days."""
    if found.entry.start.is_date:
        return found.starts, max(found.ends, found.starts + DAY)
    here = ZoneInfo(zone)
    local = wall_in(found.start, here), wall_in(found.end, here)
    for starts, ends in ((found.starts, found.ends), local):
        if starts.time() == time() and ends > starts and ends.time() in EDGES:
            return starts, _next_midnight(ends)
    if is_marked_all_day(found.entry.component):
        return _midnight(found.starts), _next_midnight(max(found.ends, found.starts + MINUTE))
    return None


def _midnight(wall: datetime) -> datetime:
    return datetime.combine(wall.date(), time())


def _next_midnight(wall: datetime) -> datetime:
    """Return the midnight at or after a wall time."""
    return wall if wall.time() == time() else _midnight(wall) + DAY


def _report(
    calendars: Iterable[CalendarComponent], sifted: Sifted, listed: Listed
) -> ReadingReport:
    entries = sum(part.name == "VEVENT" for calendar in calendars for part in calendar.parts)
    cut = [
        fault(calendar.cut_after.number, calendar.cut_after.text(), CUT_OFF)
        for calendar in calendars
        if calendar.cut_after is not None
    ]
    of_entries = [entry.faults[0] for entry in sifted.entries if entry.faults]
    return report_of(entries + listed.count, [*sifted.lost, *of_entries, *listed.faults, *cut])
