"""Writing iCalendar: one VEVENT for each meeting, in UTC, and the calendar around them.

It follows RFC 5545 and 7986. Nothing is stamped with the present, so the same content gives the
same bytes. There is no recurrence and no VTIMEZONE, since calendar programs agree on neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Component, Event, vDate, vDatetime, vText, vUri

from bot.core.text import clean
from bot.ics.event_content import Content

# Raise it whenever the same content gives other bytes: entries are then rendered again.
RENDERER = "2"
PRODUCT = "-//Meridian//Meridian//EN"
REFRESH = "PT1H"
FOOT = b"END:VCALENDAR\r\n"
LONGEST_LINE = 75


class Text(vText):
    r"""A TEXT value that keeps a typed \N, which icalendar's own would turn into a line break."""

    def to_ical(self) -> bytes:
        """Return the value escaped (RFC 5545, section 3.3.11)."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An all-day entry with a message instead of a meeting; `until` is excluded."""

    uid: str
    since: date
    until: date
    summary: str
    description: str
    sequence: int
    modified: datetime


def render(content: Content, *, sequence: int, modified: datetime, brief: bool = False) -> bytes:
    """Return the VEVENT of a meeting, without abstracts if `brief`."""
    event = _event(content.uid, sequence=sequence, modified=modified)
    event["DTSTART"], event["DTEND"] = vDatetime(content.start), vDatetime(content.end)
    event["SUMMARY"] = _text(content.summary)
    event["DESCRIPTION"] = _text(content.brief if brief else content.description)
    if content.location:
        event["LOCATION"] = _text(content.location)
    if content.category:
        event["CATEGORIES"] = _text(content.category)
    if content.url:
        event["URL"] = vUri(content.url)
    if content.join_link:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"}
        event["CONFERENCE"] = vUri(content.join_link, params=parameters)
    event["STATUS"] = vText("CANCELLED" if content.cancelled else "CONFIRMED")
    event["TRANSP"] = vText("TRANSPARENT" if content.cancelled else "OPAQUE")
    return _lines(event)


def render_notice(notice: Notice) -> bytes:
    """Return the VEVENT of a notice, which does not mark its days as busy."""
    event = _event(notice.uid, sequence=notice.sequence, modified=notice.modified)
    for name, day in (("DTSTART", notice.since), ("DTEND", notice.until)):
        event[name] = vDate(day)
        event[name].params["VALUE"] = "DATE"
    event["SUMMARY"], event["DESCRIPTION"] = _text(notice.summary), _text(notice.description)
    event["STATUS"], event["TRANSP"] = vText("CONFIRMED"), vText("TRANSPARENT")
    return _lines(event)


def wrap(
    entries: Iterable[bytes],
    *,
    name: str,
    description: str,
    url: str,
    source: str | None,
    modified: datetime,
) -> bytes:
    """Return a whole calendar of rendered entries; `source` is its own address, unless secret."""
    calendar = Calendar()
    calendar["VERSION"], calendar["PRODID"] = vText("2.0"), vText(PRODUCT)
    calendar["CALSCALE"] = vText("GREGORIAN")
    for standard, vendors, text in (
        ("NAME", "X-WR-CALNAME", name),
        ("DESCRIPTION", "X-WR-CALDESC", description),
    ):
        calendar[standard] = calendar[vendors] = _text(" ".join(clean(text).split()))
    calendar["REFRESH-INTERVAL"] = vText(REFRESH, params={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vText(REFRESH)
    calendar["COLOR"], calendar["X-APPLE-CALENDAR-COLOR"] = vText("teal"), vText("#008080")
    calendar["URL"] = vUri(url)
    if source is not None:
        calendar["SOURCE"] = vUri(source, params={"VALUE": "URI"})
    calendar["LAST-MODIFIED"] = vDatetime(modified)
    head = _lines(calendar).removesuffix(FOOT)
    return b"".join((head, *entries, FOOT))


def _event(uid: str, *, sequence: int, modified: datetime) -> Event:
    event = Event()
    event["UID"] = vText(uid)
    event["DTSTAMP"] = event["LAST-MODIFIED"] = vDatetime(modified)
    event["SEQUENCE"] = vText(str(sequence))
    return event


def _lines(component: Component) -> bytes:
    lines = component.content_lines(sorted=False)
    return b"".join(_folded(str(line).encode()) for line in lines if line)


def _folded(line: bytes) -> bytes:
    """Return one line folded, never inside a character nor between a backslash and what it escapes.

    icalendar's own folding parts the two backslashes of an escaped one.
    """
    parts = []
    room = LONGEST_LINE
    while len(line) > room:
        cut = room
        while line[cut] & 0xC0 == 0x80:  # noqa: PLR2004 - the later bytes of a character are 10xxxxxx
            cut -= 1
        before = line[:cut]
        cut -= (len(before) - len(before.rstrip(b"\\"))) % 2
        parts.append(line[:cut])
        line = line[cut:]
        room = LONGEST_LINE - 1
    return b"\r\n ".join((*parts, line)) + b"\r\n"


def _text(text: str) -> Text:
    return Text(clean(text))
