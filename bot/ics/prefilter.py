"""Sifting: of somebody else's calendar, the few lines that say when something is.

Whatever else stands in it (titles, people, places, descriptions) is dropped here, before anything
is parsed; and rules that would repeat too often, or for ever, are found here and not tried.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.core.refusals import Refusal
from bot.times.zones import zone_called

MOST_ENTRIES = 2000
MOST_DATES = 20_000  # that stand in lists, all entries together
MOST_RULES = 4  # of one entry
DEEPEST = 4
FIRST_YEAR = 1900
LONGEST_ENTRY = timedelta(days=400)  # that says how long it is, not until when
A_DAY_ASIDE = timedelta(days=2)  # whatever the zone, it is over by then

OBSERVANCE = frozenset(
    {"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "TZID"}
)
TIMES = frozenset(
    {
        *("UID", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION"),
        *("RRULE", "RDATE", "EXDATE", "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
    }
)
KEPT = {
    "VEVENT": TIMES,
    "VFREEBUSY": frozenset({"FREEBUSY"}),
    "VTIMEZONE": OBSERVANCE,
    "STANDARD": OBSERVANCE,
    "DAYLIGHT": OBSERVANCE,
}
LISTS = frozenset({"RDATE", "EXDATE", "FREEBUSY"})
ENDS = ("DTSTART", "DTEND", "RECURRENCE-ID")

RULE_PARTS = frozenset(
    {
        *("FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYSETPOS", "BYHOUR", "BYMINUTE"),
        *("BYSECOND", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH"),
    }
)
DAILY_AT_MOST = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
WITHIN_A_DAY = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
HOURS_OF_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")

NO_CALENDAR = (
    "That is no calendar, but something else (a web page, perhaps): "
    "please give the address or the file that ends in .ics."
)
BROKEN_OFF = "That calendar is not whole, it breaks off: please try again later."
TOO_MANY = (
    f"That calendar has more than {MOST_ENTRIES:,} entries that are not over, "
    "which is more than I read: please give one with fewer."
)
TOO_OFTEN = (
    "That calendar has an entry that repeats several times a day, which I do not read: "
    "please give one without it."
)
TOO_MANY_DATES = (
    "That calendar lists more single dates than I read: please give one with fewer entries."
)

LINE_END = re.compile(r"\r\n|\n|\r")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
PARAMETERS = re.compile(r'(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*:')
DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Unreadable(Refusal):
    """A calendar from outside cannot or will not be read, in a sentence for who gave it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its name, and the whole line that it stands in."""

    name: str
    whole: str

    @property
    def value(self) -> str:
        """What stands behind the name and its parameters."""
        match = PARAMETERS.match(self.whole, len(self.name))
        return self.whole[match.end() :] if match else ""


@dataclass(slots=True)
class Part:
    """A component as it is being read: its own lines, and the components in it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def every(self, name: str) -> list[Line]:
        """Return the lines of one name."""
        return [line for line in self.lines if line.name == name]

    def text(self) -> Iterator[str]:
        """Return it as lines again."""
        yield f"BEGIN:{self.name}"
        yield from (line.whole for line in self.lines)
        for part in self.parts:
            yield from part.text()
        yield f"END:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """What is left: zones and series (entries of one UID) as text, and lists of busy times.

    `zone` is the zone that the calendar says it is in, if it does.
    """

    zone: str
    zones: tuple[str, ...]
    series: tuple[str, ...]
    busy: tuple[Line, ...]


def sift(data: bytes, *, since: date, titles: bool = False) -> Sifted:
    """Return what is not over on the day `since`, with titles only if asked for.

    Raises Unreadable for what is no calendar, or one that would take too long.
    """
    calendars = _calendars(data.decode("utf-8-sig", "replace"), titles=titles)
    parts = [part for calendar in calendars for part in calendar.parts]
    zones = [part for part in parts if part.name == "VTIMEZONE" and _is_sound_zone(part)]
    events = [part for part in parts if part.name == "VEVENT"]
    kept = [event for event in events if not _is_over(event, since) and _is_sound(event)]
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


def _by_uid(events: Iterable[Part]) -> Iterable[list[Part]]:
    series: dict[str, list[Part]] = {}
    for number, event in enumerate(events):
        uid = next((line.value for line in event.every("UID")), f" {number}")
        series.setdefault(uid, []).append(event)
    return series.values()


def _as_text(*parts: Part) -> str:
    body = [line for part in parts for line in part.text()]
    heading = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Meridian//sifted//EN"]
    return "\r\n".join([*heading, *body, "END:VCALENDAR", ""])


def _calendars(text: str, *, titles: bool) -> list[Part]:
    """Return the calendars in a text, of each component only the lines that are kept."""
    open_parts = [Part("")]
    for line in _lines(text):
        if line.name == "BEGIN":
            _begin(open_parts, line.value.strip().upper())
        elif line.name == "END":
            _end(open_parts, line.value.strip().upper())
        elif _is_kept(open_parts[-1].name, line.name, titles=titles):
            open_parts[-1].lines.append(line)
    if len(open_parts) > 1:
        raise Unreadable(BROKEN_OFF)
    if not open_parts[0].parts:
        raise Unreadable(NO_CALENDAR)
    return open_parts[0].parts


def _begin(open_parts: list[Part], name: str) -> None:
    is_outermost = len(open_parts) == 1
    if is_outermost != (name == "VCALENDAR") or len(open_parts) > DEEPEST:
        raise Unreadable(NO_CALENDAR)
    part = Part(name)
    if is_outermost or name in KEPT:
        open_parts[-1].parts.append(part)
    open_parts.append(part)


def _end(open_parts: list[Part], name: str) -> None:
    if len(open_parts) == 1 or open_parts.pop().name != name:
        raise Unreadable(BROKEN_OFF)


def _is_kept(part: str, name: str, *, titles: bool) -> bool:
    if part == "VCALENDAR":
        return name == "X-WR-TIMEZONE"
    return name in KEPT.get(part, ()) or (titles and part == "VEVENT" and name == "SUMMARY")


def _lines(text: str) -> Iterator[Line]:
    """Return the properties, each unfolded from the lines that it was broken into."""
    pieces: list[str] = []
    for line in (*LINE_END.split(text), ""):
        if line[:1] in {" ", "\t"} and pieces:
            pieces.append(line[1:])
            continue
        whole = CONTROL.sub("", "".join(pieces))
        if name := NAME.match(whole):
            yield Line(name[0].upper(), whole)
        pieces = [line]


def _zone_of(calendar: Part) -> str:
    names = (zone_called(line.value) for line in calendar.every("X-WR-TIMEZONE"))
    return next((name for name in names if name), "")


def _is_over(entry: Part, since: date) -> bool:
    """Say whether an entry is over for good, without reading it all."""
    if entry.name == "VFREEBUSY" or entry.every("RDATE"):
        return False
    rules = [_parts_of(line) for line in entry.every("RRULE")]
    if any("UNTIL" not in rule for rule in rules):
        return False
    last = _days(rule["UNTIL"] for rule in rules)
    last += _days(line.value for name in ENDS for line in entry.every(name))
    aside = LONGEST_ENTRY if entry.every("DURATION") or rules else A_DAY_ASIDE
    return bool(last) and max(last) < since - aside


def _days(values: Iterable[str]) -> list[date]:
    found = []
    for value in values:
        if match := DAY.match(value.strip()):
            try:
                found.append(date(*map(int, match.groups())))
            except ValueError:
                continue
    return found


def _is_sound(part: Part) -> bool:
    """Say whether a component can be read; raise where a rule in it would repeat too often."""
    rules = [_parts_of(line) for line in part.every("RRULE")]
    for rule in rules:
        _require_daily_at_most(rule)
    days = _days(line.value for line in part.every("DTSTART"))
    is_early = part.name == "VEVENT" and any(day.year < FIRST_YEAR for day in days)
    return len(rules) <= MOST_RULES and all(map(_is_rule, rules)) and not is_early


def _is_sound_zone(zone: Part) -> bool:
    return all(map(_is_sound, (zone, *zone.parts)))


def _parts_of(rule: Line) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.value.strip().upper().split(";") if part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _require_daily_at_most(rule: dict[str, str]) -> None:
    several = any("," in rule.get(name, "") for name in HOURS_OF_DAY)
    if several or rule.get("FREQ") in WITHIN_A_DAY:
        raise Unreadable(TOO_OFTEN)


def _is_rule(rule: dict[str, str]) -> bool:
    """Say whether it is a rule as RFC 5545 has it; an interval of 0 would repeat for ever."""
    numbers = [rule[name] for name in ("INTERVAL", "COUNT") if name in rule]
    counted = all(re.fullmatch(r"0*[1-9][0-9]{0,8}", number) for number in numbers)
    return rule.get("FREQ") in DAILY_AT_MOST and rule.keys() <= RULE_PARTS and counted


def _require_few_dates(lines: Iterable[Line]) -> None:
    if sum(line.whole.count(",") + 1 for line in lines if line.name in LISTS) > MOST_DATES:
        raise Unreadable(TOO_MANY_DATES)
