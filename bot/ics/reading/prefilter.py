"""Limits on what is read of a calendar, and the entries in it that are not over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.translation import _
from bot.ics.reading.components import CalendarComponent, Unreadable
from bot.ics.reading.entries import EntryReader, ReadEntry
from bot.ics.reading.reports import LineFault
from bot.ics.reading.zones import Zones

MOST_ENTRIES = 2000
MOST_DATES = 20_000  # in lists, of all entries together
ASIDE = timedelta(days=2)  # an entry is over by then in every zone
LISTS = ("RDATE", "EXDATE", "FREEBUSY")

TOO_MANY = _(
    "That calendar has more than {most} current entries, which is the most I read. "
    "Give one with fewer.",
    most=f"{MOST_ENTRIES:,}",
)
TOO_MANY_DATES = _("That calendar lists more dates than I read. Give one with fewer entries.")


@dataclass(frozen=True, slots=True)
class Sifted:
    """The entries of a calendar that are not over, and the first fault of each that is lost."""

    entries: tuple[ReadEntry, ...]
    lost: tuple[LineFault, ...]


def sift(calendars: Iterable[CalendarComponent], zones: Zones, *, since: datetime) -> Sifted:
    """Return the entries that are not over at an instant.

    Raise Unreadable if there are more than would be read in time.
    """
    parts = [part for calendar in calendars for part in calendar.parts]
    _require_few_zones(parts)
    reader, day = EntryReader(zones), since.replace(tzinfo=None) - ASIDE
    kept: list[ReadEntry] = []
    lost: list[LineFault] = []
    dates = sum(_listed(part) for part in parts if part.name == "VFREEBUSY")
    for part in parts:
        if part.name != "VEVENT" or _is_plainly_over(part, day):
            continue
        listed = _listed(part)
        entry, faults = (None, []) if listed > MOST_DATES else reader.read(part)
        if entry is None:
            lost += faults[:1]
        elif (over := entry.is_over_after) is not None and over < day:
            continue
        dates += listed
        kept += [entry] if entry is not None else []
        if len(kept) > MOST_ENTRIES:
            raise Unreadable(TOO_MANY)
        if dates > MOST_DATES:
            raise Unreadable(TOO_MANY_DATES)
    return Sifted(tuple(kept), tuple(lost))


def _require_few_zones(parts: Iterable[CalendarComponent]) -> None:
    if sum(1 + len(part.parts) for part in parts if part.name == "VTIMEZONE") > MOST_ENTRIES:
        raise Unreadable(TOO_MANY)


def _listed(part: CalendarComponent) -> int:
    return sum(line.value.count(",") + 1 for line in part.lines if line.name in LISTS)


def _is_plainly_over(entry: CalendarComponent, day: datetime) -> bool:
    """Return whether a single entry in the usual form ended before a day, without parsing it."""
    starts, ends = entry.value("DTSTART")[:8], entry.value("DTEND")[:8]
    limit = f"{day:%Y%m%d}"
    is_usual = starts.isdecimal() and ends.isdecimal() and len(starts) == len(ends) == len(limit)
    if not is_usual or max(starts, ends) >= limit:
        return False
    names = {line.name for line in entry.lines}
    return names.isdisjoint(("RRULE", "RDATE", "RECURRENCE-ID", "DURATION"))
