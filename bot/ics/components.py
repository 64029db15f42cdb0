"""The components and lines of a calendar, without the titles, people and texts in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.core.refusals import Refusal
from bot.core.translation import _

DEEPEST = 4
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
LINE_END = re.compile(r"\r\n|\n|\r")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
NAME = re.compile(r"[A-Za-z0-9-]+(?=[;:])")
PARAMETERS = re.compile(r'(?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*:')

NO_CALENDAR = _(
    "That is not a calendar but something else, perhaps a web page. "
    "Give the address or the file that ends in .ics."
)
INCOMPLETE = _("That calendar is incomplete. Try again later.")


class Unreadable(Refusal):
    """A calendar cannot be read; its text is for the member who gave it."""


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property: its name, and its whole line."""

    name: str
    whole: str

    @property
    def value(self) -> str:
        """The value after the name and the parameters."""
        match = PARAMETERS.match(self.whole, len(self.name))
        return self.whole[match.end() :] if match else ""


@dataclass(slots=True)
class CalendarComponent:
    """A component of a calendar: its own lines, and the components in it."""

    name: str
    lines: list[ContentLine] = field(default_factory=list)
    parts: list["CalendarComponent"] = field(default_factory=list)

    def every(self, name: str) -> list[ContentLine]:
        """Return the lines with this name."""
        return [line for line in self.lines if line.name == name]

    def text(self) -> Iterator[str]:
        """Yield its lines."""
        yield f"BEGIN:{self.name}"
        yield from (line.whole for line in self.lines)
        for part in self.parts:
            yield from part.text()
        yield f"END:{self.name}"


def calendars_in(text: str, *, titles: bool) -> list[CalendarComponent]:
    """Return the calendars in a text, with only the lines that are needed."""
    open_parts = [CalendarComponent("")]
    for line in _lines(text):
        if line.name == "BEGIN":
            _begin(open_parts, line.value.strip().upper())
        elif line.name == "END":
            _end(open_parts, line.value.strip().upper())
        elif _is_kept(open_parts[-1].name, line.name, titles=titles):
            open_parts[-1].lines.append(line)
    if len(open_parts) > 1:
        raise Unreadable(INCOMPLETE)
    if not open_parts[0].parts:
        raise Unreadable(NO_CALENDAR)
    return open_parts[0].parts


def _begin(open_parts: list[CalendarComponent], name: str) -> None:
    is_outermost = len(open_parts) == 1
    if is_outermost != (name == "VCALENDAR") or len(open_parts) > DEEPEST:
        raise Unreadable(NO_CALENDAR)
    part = CalendarComponent(name)
    if is_outermost or name in KEPT:
        open_parts[-1].parts.append(part)
    open_parts.append(part)


def _end(open_parts: list[CalendarComponent], name: str) -> None:
    if len(open_parts) == 1 or open_parts.pop().name != name:
        raise Unreadable(INCOMPLETE)


def _is_kept(part: str, name: str, *, titles: bool) -> bool:
    if part == "VCALENDAR":
        return name == "X-WR-TIMEZONE"
    return name in KEPT.get(part, ()) or (titles and part == "VEVENT" and name == "SUMMARY")


def _lines(text: str) -> Iterator[ContentLine]:
    """Return the properties, each unfolded from the lines that it was split into."""
    pieces: list[str] = []
    for line in (*LINE_END.split(text), ""):
        if line[:1] in {" ", "\t"} and pieces:
            pieces.append(line[1:])
            continue
        whole = CONTROL.sub("", "".join(pieces))
        if name := NAME.match(whole):
            yield ContentLine(name[0].upper(), whole)
        pieces = [line]
