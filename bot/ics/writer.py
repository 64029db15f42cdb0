"""Writing iCalendar: one VEVENT for each meeting, in UTC, and the calendar around them.

It follows RFC 5545 and 7986. Nothing is stamped with the present, so the same content gives the
same bytes. There is no recurrence and no VTIMEZONE, since calendar programs agree on neither.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.core.text import clean
from bot.ics.event_content import Content

# Raise it whenever the same content gives other bytes: entries are then rendered again.
RENDERER = "2"
PRODUCT = "-//Meridian//Meridian//EN"
REFRESH = "PT1H"
FOOT = b"END:VCALENDAR\r\n"
LONGEST_LINE = 75
# Some programs look for these words anywhere in a calendar (ts-ics does), so in a text they are
# broken by a space without width. RENDERER stays: entries that have them need not change at once.
COMPONENT = re.compile(
    r"\b(BEGIN|END)(?=:(?:V[A-Z]{4,}|STANDARD|DAYLIGHT|AVAILABLE|PARTICIPANT)\b)", re.IGNORECASE
)
ZERO_WIDTH = "\N{WORD JOINER}"


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
    return b"".join(map(_folded, _event(content, sequence, modified, brief=brief)))


def _event(content: Content, sequence: int, modified: datetime, *, brief: bool) -> Iterator[str]:
    yield from _event_head(content.uid, sequence, modified)
    yield f"DTSTART:{_instant(content.start)}"
    yield f"DTEND:{_instant(content.end)}"
    yield f"SUMMARY:{_text(content.summary)}"
    yield f"DESCRIPTION:{_text(content.brief if brief else content.description)}"
    if content.location:
        yield f"LOCATION:{_text(content.location)}"
    if content.category:
        yield f"CATEGORIES:{_text(content.category)}"
    if content.url:
        yield f"URL:{content.url}"
    if content.join_link:
        yield f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join:{content.join_link}"
    yield f"STATUS:{'CANCELLED' if content.cancelled else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if content.cancelled else 'OPAQUE'}"
    yield "END:VEVENT"


def render_notice(notice: Notice) -> bytes:
    """Return the VEVENT of a notice, which does not mark its days as busy."""
    lines = (
        *_event_head(notice.uid, notice.sequence, notice.modified),
        f"DTSTART;VALUE=DATE:{notice.since:%Y%m%d}",
        f"DTEND;VALUE=DATE:{notice.until:%Y%m%d}",
        f"SUMMARY:{_text(notice.summary)}",
        f"DESCRIPTION:{_text(notice.description)}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )
    return b"".join(map(_folded, lines))


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
    name, description = (_text(" ".join(clean(text).split())) for text in (name, description))
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{name}",
        f"X-WR-CALNAME:{name}",
        f"DESCRIPTION:{description}",
        f"X-WR-CALDESC:{description}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
        "COLOR:teal",
        "X-APPLE-CALENDAR-COLOR:#008080",
        f"URL:{url}",
        *([] if source is None else [f"SOURCE;VALUE=URI:{source}"]),
        f"LAST-MODIFIED:{_instant(modified)}",
    )
    return b"".join((*map(_folded, lines), *entries, FOOT))


def _event_head(uid: str, sequence: int, modified: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{_instant(modified)}"
    yield f"LAST-MODIFIED:{_instant(modified)}"
    yield f"SEQUENCE:{sequence}"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    r"""Return a TEXT value, clean and escaped (RFC 5545, section 3.3.11); a typed \N stays one."""
    harmless = COMPONENT.sub(rf"\1{ZERO_WIDTH}", clean(text))
    escaped = harmless.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def _folded(text: str) -> bytes:
    """Return one line folded, never inside a character nor inside an escape."""
    line = text.encode()
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
