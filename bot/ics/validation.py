"""A strict check of our own calendars: every calendar program can read what passes it.

It works on bytes and does not know how they are written. Each function returns faults as texts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.ics.line_checks import INSTANT, in_words, line_faults, properties_of, value_faults

MOST_BYTES = 900_000
MOST_ENTRIES = 1_000
BEGIN, END, FOOT = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"


DAY = re.compile(rb"[0-9]{8}\Z")
UID = re.compile(rb"[!-~]+@[0-9a-z-]+\Z")
NUMBER = re.compile(rb"(?:0|[1-9][0-9]{0,8})\Z")

# What may stand before the colon of a line in an event and in a calendar's head, with parameters.
ALL_DAY = (b"DTSTART;VALUE=DATE", b"DTEND;VALUE=DATE")
EVENT_NEEDS = frozenset(
    b"UID DTSTAMP LAST-MODIFIED SEQUENCE SUMMARY DESCRIPTION STATUS TRANSP".split()
)
EVENT_MAY = frozenset(
    (
        *(b"DTSTART", b"DTEND", *ALL_DAY, b"LOCATION", b"CATEGORIES", b"URL"),
        b"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join",
    )
)
EVENT_TEXTS = frozenset(b"SUMMARY DESCRIPTION LOCATION CATEGORIES".split())
CALENDAR_NEEDS = frozenset(
    b"BEGIN VERSION PRODID CALSCALE NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC "
    b"REFRESH-INTERVAL;VALUE=DURATION X-PUBLISHED-TTL COLOR X-APPLE-CALENDAR-COLOR "
    b"URL LAST-MODIFIED".split()
)
CALENDAR_MAY = frozenset((b"SOURCE;VALUE=URI",))
CALENDAR_TEXTS = frozenset(b"NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The main properties of an entry, its faults, and a digest of its bytes."""

    faults: tuple[str, ...]
    digest: bytes = b""
    uid: bytes = b""
    sequence: int = 0
    modified: bytes = b""
    begins: bytes = b""
    cancelled: bool = False


class Checker:
    """Checks entries, and remembers the results, since most of a feed does not change."""

    def __init__(self, *, most: int = 20_000) -> None:
        """Remember at most this many entries."""
        self._seen: dict[bytes, Checked] = {}
        self._most = most

    def checked(self, entries: Sequence[bytes]) -> list[Checked]:
        """Return the properties and faults of each entry."""
        if len(self._seen) > self._most:
            self._seen.clear()
        seen = self._seen
        found = []
        for entry in entries:
            known = seen.get(entry)
            if known is None:
                known = seen[entry] = check_entry(entry)
            found.append(known)
        return found


def check(body: bytes) -> list[str]:
    """Return all faults of a whole calendar."""
    top, entries = parts(body)
    checked = [check_entry(entry) for entry in entries]
    return check_whole(top, checked, size=len(body)) + [
        f"{in_words(entry.uid)}: {fault}" for entry in checked for fault in entry.faults
    ]


def check_whole(top: bytes, checked: Sequence[Checked], *, size: int) -> list[str]:
    """Return the faults of a calendar's head, and of its entries taken together."""
    faults = line_faults(top)
    if not top.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"):
        faults.append("no calendar")
    properties, misplaced = properties_of(top, needed=CALENDAR_NEEDS, allowed=CALENDAR_MAY)
    faults += misplaced + value_faults(properties, texts=CALENDAR_TEXTS)
    if not 1 <= len(checked) <= MOST_ENTRIES:
        faults.append(f"{len(checked)} entries")
    if size > MOST_BYTES:
        faults.append(f"{size} bytes")
    if len({entry.uid for entry in checked}) != len(checked):
        faults.append("a UID twice")
    return faults


def parts(body: bytes) -> tuple[bytes, list[bytes]]:
    """Return a calendar's head and its entries; any rest is an entry too."""
    top, *rest = body.split(b"\r\n" + BEGIN)
    entries = [BEGIN + entry + b"\r\n" for entry in rest]
    if entries:
        last = entries[-1].removesuffix(b"\r\n")
        entries[-1] = last.removesuffix(FOOT) if last.endswith(FOOT) else last + b"(no end)"
    return top + b"\r\n", entries


def head(body: bytes) -> bytes:
    """Return the part of a calendar before its entries."""
    return body[: body.find(BEGIN)]


def check_entry(entry: bytes) -> Checked:
    """Return the properties of an entry, and all its faults."""
    faults = line_faults(entry)
    if not (entry.startswith(BEGIN) and entry.endswith(b"\r\n" + END)):
        faults.append("no whole VEVENT")
    inner = entry.removeprefix(BEGIN).removesuffix(END)
    properties, misplaced = properties_of(inner, needed=EVENT_NEEDS, allowed=EVENT_MAY)
    faults += misplaced + value_faults(properties, texts=EVENT_TEXTS) + _event_faults(properties)
    sequence = properties.get(b"SEQUENCE", b"")
    return Checked(
        faults=tuple(faults),
        digest=sha256(entry).digest(),
        uid=properties.get(b"UID", b""),
        sequence=int(sequence) if NUMBER.match(sequence) else 0,
        modified=properties.get(b"LAST-MODIFIED", b""),
        begins=properties.get(b"DTSTART", b""),
        cancelled=properties.get(b"STATUS") == b"CANCELLED",
    )


def _event_faults(properties: dict[bytes, bytes]) -> list[str]:
    get = properties.get
    begin, end = get(b"DTSTART", b""), get(b"DTEND", b"")
    first, until = get(ALL_DAY[0], b""), get(ALL_DAY[1], b"")
    timed = bool(INSTANT.match(begin) and INSTANT.match(end)) and not (first or until)
    whole_days = bool(DAY.match(first) and DAY.match(until)) and not (begin or end)
    cancelled = get(b"STATUS") == b"CANCELLED"
    rules = {
        "neither instants in UTC nor whole days": timed or whole_days,
        "DTEND is not after DTSTART": (begin or first) < (end or until),
        "DTSTAMP is not LAST-MODIFIED": get(b"DTSTAMP") == get(b"LAST-MODIFIED"),
        "SEQUENCE is no number": NUMBER.match(get(b"SEQUENCE", b"")),
        "UID is no name": UID.match(get(b"UID", b"")),
        "STATUS is neither": cancelled or get(b"STATUS") == b"CONFIRMED",
        "TRANSP does not fit": get(b"TRANSP")
        == (b"TRANSPARENT" if cancelled or whole_days else b"OPAQUE"),
        "SUMMARY does not say that it is cancelled": cancelled
        == get(b"SUMMARY", b"").startswith(b"CANCELLED: "),
    }
    return [fault for fault, holds in rules.items() if not holds]
