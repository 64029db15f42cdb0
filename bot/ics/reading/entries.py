"""One entry of a calendar (VEVENT): when it is, how it repeats, and what could not be read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from bot.core.translation import _
from bot.ics.reading.components import CalendarComponent
from bot.ics.reading.lines import ContentLine
from bot.ics.reading.reports import LineFault, fault
from bot.ics.reading.rules import ReadRule, parse_rule
from bot.ics.reading.values import (
    DAY,
    Length,
    Moment,
    parse_length,
    parse_moment,
    wall_in,
)
from bot.ics.reading.zones import Zones

ASSUMED = Length(exact=timedelta(hours=1))  # where an end is given that cannot be read
WHOLE_DAY = Length(nominal=DAY)
NOTHING = Length()
MOST_RULES = 4
MOST_FAULTS = 3  # of one entry

NO_TIME = _("no date or time")
NO_START = _("an entry without a date or time")
NO_END = _("no date or time; I took one hour")
NO_LAST_DAY = _("no date; I took one day")
BACKWARDS = _("an end before the start")
TWICE = _("a second time; I read the first")
TOO_MANY_RULES = _("more rules than I read")


@dataclass(frozen=True, slots=True)
class Period:
    """A further start of a series, with a length where it has one of its own."""

    start: Moment
    length: Length | None = None


@dataclass(slots=True, kw_only=True)
class ReadEntry:
    """An entry as it could be read. `zone` is that of its start, for what repeats."""

    component: CalendarComponent
    start: Moment
    zone: tzinfo
    length: Length
    uid: str = ""
    sequence: int = 0
    rules: list[ReadRule] = field(default_factory=list)
    without_rules: list[ReadRule] = field(default_factory=list)
    added: list[Period] = field(default_factory=list)
    without: list[Moment] = field(default_factory=list)
    replaces: Moment | None = None
    and_following: bool = False
    faults: list[LineFault] = field(default_factory=list)

    @property
    def is_over_after(self) -> datetime | None:
        """The wall time after which nothing of it is left, None if it may go on."""
        if self.added or self.and_following or any(rule.until is None for rule in self.rules):
            return None
        ends = [rule.until.wall for rule in self.rules if rule.until is not None]
        last = max([self.start.wall, *ends, *([self.replaces.wall] if self.replaces else [])])
        return last + abs(self.length.nominal) + abs(self.length.exact)


class EntryReader:
    """Reads entries with the zones of their calendar."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones

    def read(self, component: CalendarComponent) -> tuple[ReadEntry | None, list[LineFault]]:
        """Return an entry, None if it has no start that can be read, and the faults in it."""
        faults: list[LineFault] = []
        replaces = self._first(component, "RECURRENCE-ID", faults)
        start = self._first(component, "DTSTART", faults)
        if start is None and not component.every("DTSTART"):
            start = replaces
        if start is None:
            return None, faults or [fault(component.number, _title(component), NO_START)]
        entry = ReadEntry(
            component=component,
            start=start,
            zone=start.zone or self._zones.local,
            length=self._length(component, start, faults),
            uid=component.value("UID"),
            sequence=_number(component.value("SEQUENCE")),
            replaces=replaces,
            and_following=any(
                line.parameter("RANGE").upper() == "THISANDFUTURE"
                for line in component.every("RECURRENCE-ID")
            ),
        )
        self._recurrence(entry, faults)
        entry.faults = faults[:MOST_FAULTS]
        return entry, entry.faults

    def _first(
        self, component: CalendarComponent, name: str, faults: list[LineFault]
    ) -> Moment | None:
        """Return the first moment with a name that can be read."""
        found: list[Moment] = []
        for line in component.every(name):
            moment = self._moment(line, line.value, faults)
            if moment is None:
                faults.append(fault(line.number, line.whole, NO_TIME))
            elif found and moment != found[0]:
                faults.append(fault(line.number, line.whole, TWICE))
            else:
                found.append(moment)
        return found[0] if found else None

    def _moment(self, line: ContentLine, text: str, faults: list[LineFault]) -> Moment | None:
        """Return a moment with its zone: its own offset, or else the one that the line names."""
        moment = parse_moment(text)
        if moment is None:
            return None
        is_midnight = moment.wall.time() == datetime.min.time()
        if moment.is_date or (is_midnight and line.parameter("VALUE").upper() == "DATE"):
            return Moment(wall=moment.wall, is_date=True)
        if moment.zone is not None:
            return moment
        name = line.parameter("TZID")
        if name:
            found = self._zones.called(name)
            zone, reason = found.zone, found.fault
        else:
            zone, reason = None, self._zones.local_fault
        if reason:
            faults.append(fault(line.number, line.whole, reason))
        return Moment(wall=moment.wall, zone=zone)

    def _length(
        self, component: CalendarComponent, start: Moment, faults: list[LineFault]
    ) -> Length:
        given = len(faults)
        none = WHOLE_DAY if start.is_date else NOTHING
        end = self._first(component, "DTEND", faults)
        length, line = None, None
        if end is not None:
            line, length = component.every("DTEND")[0], self._until(start, end)
        elif lengths := component.every("DURATION"):
            line, length = lengths[0], parse_length(lengths[0].value)
            if length is None:
                faults.append(fault(line.number, line.whole, NO_TIME))
        if length is None:
            if component.every("DTEND") or component.every("DURATION"):
                told = NO_LAST_DAY if start.is_date else NO_END
                faults[given:] = [fault(one.number, one.line, told) for one in faults[given:]]
                return WHOLE_DAY if start.is_date else ASSUMED
            return none
        if line is not None and length.nominal + length.exact < timedelta():
            faults.append(fault(line.number, line.whole, BACKWARDS))
            return none
        if start.is_date:
            return Length(nominal=max(DAY, DAY * -(-(length.nominal + length.exact) // DAY)))
        return length

    def _until(self, start: Moment, end: Moment) -> Length:
        """Return the length up to an end; in one zone it is what the clocks show."""
        local = self._zones.local
        if end.is_date and not start.is_date:
            days = end.wall - start.wall.replace(hour=0, minute=0, second=0)
            last = end.wall if days else end.wall + DAY
            return Length(nominal=last - start.wall)
        if start.is_date and not end.is_date:
            return Length(nominal=wall_in(end.instant(local), local) - start.wall)
        if start.zone == end.zone:
            return Length(nominal=end.wall - start.wall)
        return Length(exact=end.instant(local) - start.instant(local))

    def _recurrence(self, entry: ReadEntry, faults: list[LineFault]) -> None:
        component = entry.component
        entry.rules = self._rules(component.every("RRULE"), faults)
        entry.without_rules = self._rules(component.every("EXRULE"), faults)
        for line in component.every("EXDATE"):
            entry.without += [one.start for one in self._listed(line, faults)]
        for line in component.every("RDATE"):
            entry.added += self._listed(line, faults)

    def _rules(self, lines: list[ContentLine], faults: list[LineFault]) -> list[ReadRule]:
        found = []
        for line in lines[:MOST_RULES]:
            rule, reasons = parse_rule(line.value)
            faults += [fault(line.number, line.whole, reason) for reason in reasons]
            if rule is not None:
                found.append(rule)
        faults += [fault(line.number, line.whole, TOO_MANY_RULES) for line in lines[MOST_RULES:]]
        return found

    def _listed(self, line: ContentLine, faults: list[LineFault]) -> Iterable[Period]:
        """Yield the dates of a list; report the first of them that is none."""
        unread = False
        noted: list[LineFault] = []
        for text in line.value.replace(";", ",").split(","):
            begins, slash, ends = text.partition("/")
            start = self._moment(line, begins, noted)
            if start is not None:
                yield Period(start, self._period_length(start, line, ends) if slash else None)
            unread = unread or (start is None and bool(text.strip()))
        if unread:
            noted.insert(0, fault(line.number, line.whole, NO_TIME))
        faults += noted[:1]

    def _period_length(self, start: Moment, line: ContentLine, text: str) -> Length | None:
        length = parse_length(text)
        end = self._moment(line, text, []) if length is None else None
        if end is not None:
            length = self._until(start, end)
        return length if length and length.nominal + length.exact > timedelta() else None


def _title(component: CalendarComponent) -> str:
    """Return the line that an entry without a start is recognized by."""
    named = component.every("DTSTART") or component.every("UID")
    return named[0].whole if named else f"BEGIN:{component.name}"


def _number(text: str) -> int:
    return int(text[:9]) if text[:9].isdecimal() else 0
