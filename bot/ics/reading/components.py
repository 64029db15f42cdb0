"""The components of a calendar, put together even where their BEGIN and END do not match."""

import re
from bisect import bisect
from dataclasses import dataclass, field
from math import inf

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.ics.reading.lines import ContentLine, RawLine, content_line, raw_lines

OBSERVANCE = frozenset({"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})
TIMES = frozenset(
    {
        *("UID", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "STATUS", "TRANSP"),
        *("RRULE", "EXRULE", "RDATE", "EXDATE", "ATTENDEE", "X-MICROSOFT-CDO-BUSYSTATUS"),
        *("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT"),
    }
)
KEPT = {
    "VCALENDAR": frozenset({"X-WR-TIMEZONE", "X-WR-CALNAME"}),
    "VEVENT": TIMES,
    "VFREEBUSY": frozenset({"FREEBUSY"}),
    "VTIMEZONE": frozenset({"TZID"}),
    "STANDARD": OBSERVANCE,
    "DAYLIGHT": OBSERVANCE,
}
OF_CALENDAR = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"})
OBSERVANCES = frozenset({"STANDARD", "DAYLIGHT"})
# Within an entry these lines go on after an END that belongs to a text.
OF_ENTRY = TIMES | {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SUMMARY", "LOCATION", "DESCRIPTION"}
TOKEN = re.compile(r"[A-Z0-9-]+")
DEEPEST = 8
LONGEST_SPLIT = 10_000  # bytes of a line that was split without being folded

NO_CALENDAR = _(
    "That is not a calendar but something else, perhaps a web page. "
    "Give the address or the file that ends in .ics."
)
INCOMPLETE = _("That calendar is incomplete. Try again later.")


class Unreadable(Refusal):
    """A calendar cannot be read; its text is for the member who gave it."""


@dataclass(slots=True, eq=False)
class CalendarComponent:
    """A component: the number of its first line, its own lines, and the components in it.

    A calendar is cut off if its last line is not its END; that line is `cut_after`.
    """

    name: str
    number: int
    cut_after: RawLine | None = None
    lines: list[ContentLine] = field(default_factory=list)
    parts: list["CalendarComponent"] = field(default_factory=list)

    def every(self, name: str) -> list[ContentLine]:
        """Return the lines with this name."""
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        """Return the first value with this name that is not empty, or nothing."""
        return next((line.value for line in self.lines if line.name == name and line.value), "")


def calendars_in(data: bytes, *, titles: bool) -> list[CalendarComponent]:
    """Return the calendars in a file, with only the lines that are needed.

    Raise Unreadable if there is none, or if it breaks off within an entry.
    """
    return _Builder(list(raw_lines(data)), titles=titles).calendars()


class _Builder:
    """Puts components together. What only looks like a BEGIN or END is text, and is left out."""

    def __init__(self, lines: list[RawLine], *, titles: bool) -> None:
        self._lines = lines
        self._titles = titles
        self._ends: dict[str, list[int]] = {}
        for index, line in enumerate(lines):
            if line.name == "END":
                self._ends.setdefault(_named(line), []).append(index)
        self._found: list[CalendarComponent] = []
        self._open: list[CalendarComponent] = []
        self._stands_alone = False  # entries without a calendar around them
        self._last: RawLine | None = None  # the line before, if it was kept
        self._halves: list[tuple[CalendarComponent, CalendarComponent]] = []

    def calendars(self) -> list[CalendarComponent]:
        """Return all calendars; raise Unreadable if there is none or the last is cut off."""
        for index, line in enumerate(self._lines):
            last, self._last = self._last, None
            if line.name == "BEGIN":
                self._begin(index, _named(line))
            elif line.name == "END":
                self._end(index, _named(line))
            elif self._open:
                self._line(line, last)
        if not self._found:
            raise Unreadable(NO_CALENDAR)
        if len(self._open) > 1:
            raise Unreadable(INCOMPLETE)
        gone = {before for before, part in self._halves if _is_joined(before, part)}
        if self._open and not self._stands_alone:
            self._open[0].cut_after = self._lines[-1]
        for calendar in self._found:
            calendar.parts = [part for part in calendar.parts if part not in gone]
        return self._found

    def _begin(self, index: int, name: str) -> None:
        if not self._is_component(index, name):
            return
        part = CalendarComponent(name, self._lines[index].number)
        if name == "VCALENDAR":
            self._open, self._stands_alone = [], False
            self._found.append(part)
        elif name in OF_CALENDAR:
            self._begin_in_calendar(part)
        elif name in OBSERVANCES:
            while self._open[-1].name != "VTIMEZONE":
                self._open.pop()
            self._open[-1].parts.append(part)
        if len(self._open) < DEEPEST:
            self._open.append(part)

    def _is_component(self, index: int, name: str) -> bool:
        """Return whether a BEGIN is one, and not a line of a text."""
        names = [part.name for part in self._open]
        if name in OBSERVANCES:
            return "VTIMEZONE" in names
        inner = names[-1] if names else ""
        if name == "VCALENDAR" or (name in OF_CALENDAR and inner in {"", "VCALENDAR", name}):
            return True
        return bool(TOKEN.fullmatch(name)) and self._end_after(index, name) < self._end_after(
            index, inner
        )

    def _end_after(self, index: int, name: str) -> float:
        ends = self._ends.get(name, [])
        place = bisect(ends, index)
        return ends[place] if place < len(ends) else inf

    def _begin_in_calendar(self, part: CalendarComponent) -> None:
        """Open an entry; what is still open in the calendar has lost its END."""
        if self._open and self._open[0].name == "VCALENDAR":
            if len(self._open) > 1 and self._open[1].name == part.name == "VEVENT":
                self._halves.append((self._open[1], part))
            self._open = self._open[:1]
        elif part.name in KEPT:  # an entry that stands alone
            self._open, self._stands_alone = [CalendarComponent("VCALENDAR", part.number)], True
            self._found.append(self._open[0])
        if self._open and part.name in KEPT:
            self._open[0].parts.append(part)

    def _end(self, index: int, name: str) -> None:
        after = self._lines[index + 1].name if index + 1 < len(self._lines) else ""
        is_text = name in KEPT and after in OF_ENTRY
        if not is_text and any(part.name == name for part in self._open):
            while self._open.pop().name != name:
                pass

    def _line(self, line: RawLine, last: RawLine | None) -> None:
        """Keep a line, or join it to the one before, which was split without being folded."""
        part = self._open[-1]
        is_split = last is not None and (not line.name or b":" not in last.raw)
        if is_split and last is not None and len(last.raw) < LONGEST_SPLIT:
            part.lines.pop()
            line = RawLine(last.number, last.name, last.raw + line.raw)
        elif not _is_kept(part.name, line.name, titles=self._titles):
            return
        part.lines.append(content_line(line.number, line.name, line.text()))
        self._last = line


def _named(line: RawLine) -> str:
    """Return the component that a BEGIN or END names."""
    return line.text().partition(":")[2].strip().upper()


def _is_joined(before: CalendarComponent, part: CalendarComponent) -> bool:
    """Join the halves of an entry that a text seemed to divide; two whole entries stay apart."""
    if before.every("DTSTART") and part.every("DTSTART"):
        return False
    before.lines.extend(part.lines)
    before.lines, part.lines = [], before.lines
    return True


def _is_kept(part: str, name: str, *, titles: bool) -> bool:
    return name in KEPT.get(part, ()) or (titles and part == "VEVENT" and name == "SUMMARY")
