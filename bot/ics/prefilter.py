"""Reducing somebody's calendar to the few lines that say when something takes place.

Everything else (titles, people, places, descriptions) is dropped here, before anything is parsed.
Rules that would repeat too often, or endlessly, are refused here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.translation import _
from bot.ics.components import CalendarComponent, ContentLine, Unreadable, calendars_in
from bot.ics.rules import days_in_values, is_sound, is_sound_zone, rule_parts
from bot.times.zones import zone_called

MOST_ENTRIES = 2000
MOST_DATES = 20_000  # in lists, of all entries together
LONGEST_ENTRY = timedelta(days=400)  # of an entry with a duration in place of an end
A_DAY_ASIDE = timedelta(days=2)  # it is over by then in every zone

LISTS = frozenset({"RDATE", "EXDATE", "FREEBUSY"})
ENDS = ("DTSTART", "DTEND", "RECURRENCE-ID")

TOO_MANY = _(
    "That calendar has more than {most} current entries, which is the most I read. "
    "Give one with fewer.",
    most=f"{MOST_ENTRIES:,}",
)
TOO_MANY_DATES = _("That calendar lists more dates than I read. Give one with fewer entries.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """The rest of a calendar: zones and series (entries of one UID) as text, and busy times.

    `zone` is the calendar's own zone, if it names one.
    """

    zone: str
    zones: tuple[str, ...]
    series: tuple[str, ...]
    busy: tuple[ContentLine, ...]


def sift(data: bytes, *, since: date, titles: bool = False) -> Sifted:
    """Return the entries that are not over on the day `since`; titles only if asked for.

    Raise Unreadable if it is not a calendar, or if it would take too long to read.
    """
    calendars = calendars_in(data.decode("utf-8-sig", "replace"), titles=titles)
    parts = [part for calendar in calendars for part in calendar.parts]
    zones = [part for part in parts if part.name == "VTIMEZONE" and is_sound_zone(part)]
    events = [part for part in parts if part.name == "VEVENT"]
    kept = [event for event in events if not _is_over(event, since) and is_sound(event)]
    busy = [line for part in parts for line in part.every("FREEBUSY")]
    if len(kept) > MOST_ENTRIES or sum(1 + len(zone.parts) for zone in zones) > MOST_ENTRIES:
        raise Unreadable(TOO_MANY)
    _require_few_dates([*busy, *(line for part in kept for line in part.lines)])
    return Sifted(
        zone=next(filter(None, map(_zone_of, calendars)), ""),
        zones=tuple(map(_as_text, zones)),
        series=tuple(_as_text(*series) for series in _by_uid(kept)),
        busy=tuple(busy),
    )


def _by_uid(events: Iterable[CalendarComponent]) -> Iterable[list[CalendarComponent]]:
    series: dict[str, list[CalendarComponent]] = {}
    for number, event in enumerate(events):
        uid = next((line.value for line in event.every("UID")), f" {number}")
        series.setdefault(uid, []).append(event)
    return series.values()


def _as_text(*parts: CalendarComponent) -> str:
    body = [line for part in parts for line in part.text()]
    heading = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Meridian//sifted//EN"]
    return "\r\n".join([*heading, *body, "END:VCALENDAR", ""])


def _zone_of(calendar: CalendarComponent) -> str:
    names = (zone_called(line.value) for line in calendar.every("X-WR-TIMEZONE"))
    return next((name for name in names if name), "")


def _is_over(entry: CalendarComponent, since: date) -> bool:
    """Return whether an entry is over for good, without parsing it."""
    if entry.name == "VFREEBUSY" or entry.every("RDATE"):
        return False
    rules = [rule_parts(line) for line in entry.every("RRULE")]
    if any("UNTIL" not in rule for rule in rules):
        return False
    last = days_in_values(rule["UNTIL"] for rule in rules)
    last += days_in_values(line.value for name in ENDS for line in entry.every(name))
    aside = LONGEST_ENTRY if entry.every("DURATION") or rules else A_DAY_ASIDE
    return bool(last) and max(last) < since - aside


def _require_few_dates(lines: Iterable[ContentLine]) -> None:
    if sum(line.whole.count(",") + 1 for line in lines if line.name in LISTS) > MOST_DATES:
        raise Unreadable(TOO_MANY_DATES)
