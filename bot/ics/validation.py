"""A strict check of our own calendars, over bytes: what it passes, every calendar program reads.

It knows nothing of how they are written. Each function returns what is wrong, in words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from bot.ics.feed_window import SHOWN_BEFORE, TOMBSTONE_KEPT

MOST_BYTES = 900_000
MOST_ENTRIES = 1_000
BEGIN, END, FOOT = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n"
LONGEST_LINE = 75

CONTROLS = bytes(c for c in range(0x20) if c not in b"\t\r\n") + b"\x7f"
SPLIT_CHARACTER = re.compile(rb"\r\n [\x80-\xbf]")
SPLIT_ESCAPE = re.compile(rb"\\\r\n ")
INSTANT = re.compile(rb"[0-9]{8}T[0-9]{6}Z\Z")
DAY = re.compile(rb"[0-9]{8}\Z")
ADDRESS = re.compile(rb"https?://[!#-;=?-\[\]_a-z~]+\Z")
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
ADDRESSES = (b"URL", b"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join", b"SOURCE;VALUE=URI")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What an entry says of itself, what is wrong with it, and a digest of its bytes."""

    faults: tuple[str, ...]
    digest: bytes = b""
    uid: bytes = b""
    sequence: int = 0
    modified: bytes = b""
    begins: bytes = b""
    cancelled: bool = False


class Checker:
    """Checks entries, and remembers those it has seen: most of a feed is as it was before."""

    def __init__(self, *, most: int = 20_000) -> None:
        """Remember at most this many entries."""
        self._seen: dict[bytes, Checked] = {}
        self._most = most

    def checked(self, entries: Sequence[bytes]) -> list[Checked]:
        """Return what each entry says of itself."""
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
    """Return all that is wrong with a whole calendar."""
    top, entries = parts(body)
    checked = [check_entry(entry) for entry in entries]
    return check_whole(top, checked, size=len(body)) + [
        f"{_told(entry.uid)}: {fault}" for entry in checked for fault in entry.faults
    ]


def check_whole(top: bytes, checked: Sequence[Checked], *, size: int) -> list[str]:
    """Return what is wrong with a calendar's head and with its entries taken together."""
    faults = _line_faults(top)
    if not top.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"):
        faults.append("no calendar")
    properties, misplaced = _properties(top, needed=CALENDAR_NEEDS, allowed=CALENDAR_MAY)
    faults += misplaced + _value_faults(properties, texts=CALENDAR_TEXTS)
    if not 1 <= len(checked) <= MOST_ENTRIES:
        faults.append(f"{len(checked)} entries")
    if size > MOST_BYTES:
        faults.append(f"{size} bytes")
    if len({entry.uid for entry in checked}) != len(checked):
        faults.append("a UID twice")
    return faults


def parts(body: bytes) -> tuple[bytes, list[bytes]]:
    """Return a calendar's head and its entries; what is left over makes an entry of its own."""
    top, *rest = body.split(b"\r\n" + BEGIN)
    entries = [BEGIN + entry + b"\r\n" for entry in rest]
    if entries:
        last = entries[-1].removesuffix(b"\r\n")
        entries[-1] = last.removesuffix(FOOT) if last.endswith(FOOT) else last + b"(no end)"
    return top + b"\r\n", entries


def head(body: bytes) -> bytes:
    """Return what stands in a calendar before its entries."""
    return body[: body.find(BEGIN)]


def check_entry(entry: bytes) -> Checked:
    """Return what an entry says of itself, and all that is wrong with it."""
    faults = _line_faults(entry)
    if not (entry.startswith(BEGIN) and entry.endswith(b"\r\n" + END)):
        faults.append("no whole VEVENT")
    inner = entry.removeprefix(BEGIN).removesuffix(END)
    properties, misplaced = _properties(inner, needed=EVENT_NEEDS, allowed=EVENT_MAY)
    faults += misplaced + _value_faults(properties, texts=EVENT_TEXTS) + _event_faults(properties)
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


def check_republished(old: bytes, new: bytes, *, now: datetime) -> list[str]:
    """Return what a subscriber of `old` would miss or misread in `new`, fetched later at `now`."""
    before, after = _by_uid(old), _by_uid(new)
    faults = []
    for uid in before.keys() & after.keys():
        (was, was_bytes), (has, has_bytes) = before[uid], after[uid]
        name = uid.decode(errors="replace")
        if has.sequence < was.sequence or has.modified < was.modified:
            faults.append(f"{name}: SEQUENCE or LAST-MODIFIED has fallen")
        elif has_bytes != was_bytes and (
            has.sequence == was.sequence or has.modified == was.modified
        ):
            faults.append(f"{name}: changed without SEQUENCE and LAST-MODIFIED rising")
    for uid in before.keys() - after.keys():
        was = before[uid][0]
        kept = TOMBSTONE_KEPT if was.cancelled else SHOWN_BEFORE
        oldest = now.astimezone(UTC) - kept
        if uid.startswith(b"meeting-") and was.begins >= f"{oldest:%Y%m%dT000000Z}".encode():
            faults.append(f"{uid.decode(errors='replace')}: gone without a word")
    return faults


def _by_uid(body: bytes) -> dict[bytes, tuple[Checked, bytes]]:
    checked = ((check_entry(entry), entry) for entry in parts(body)[1])
    return {found.uid: (found, entry) for found, entry in checked}


def _line_faults(raw: bytes) -> list[str]:
    """Return what is wrong with lines as they are sent: their ends, lengths and folds."""
    ends = raw.count(b"\r\n")
    rules = {
        "a line does not end with CRLF": raw.endswith(b"\r\n")
        and ends == raw.count(b"\n") == raw.count(b"\r"),
        "an empty line": b"\r\n\r\n" not in raw,
        "a line of more than 75 octets": max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE,
        "a control character": len(raw.translate(None, CONTROLS)) == len(raw),
        "not UTF-8": _is_utf8(raw),
        "a fold inside a character": SPLIT_CHARACTER.search(raw) is None,
        "a fold inside an escape": not any(
            _backslashes_before(raw, found.start() + 1) % 2 for found in SPLIT_ESCAPE.finditer(raw)
        ),
    }
    return [fault for fault, holds in rules.items() if not holds]


def _backslashes_before(raw: bytes, place: int) -> int:
    return place - len(raw[:place].rstrip(b"\\"))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _properties(
    raw: bytes, *, needed: frozenset[bytes], allowed: frozenset[bytes]
) -> tuple[dict[bytes, bytes], list[str]]:
    """Return the values of lines by what stands before the colon, and what is misplaced."""
    found: dict[bytes, bytes] = {}
    lines = raw.replace(b"\r\n ", b"").split(b"\r\n")[:-1]
    for line in lines:
        name, _, value = line.partition(b":")
        found[name] = value
    faults = [f"{_told(name)} has no place here" for name in found.keys() - needed - allowed]
    faults += [f"{_told(name)} is missing" for name in needed - found.keys()]
    if len(found) != len(lines):
        faults.append("a property twice")
    return found, faults


def _value_faults(properties: dict[bytes, bytes], *, texts: frozenset[bytes]) -> list[str]:
    faults = [
        f"{_told(name)} is not escaped"
        for name in texts & properties.keys()
        if not _is_escaped(properties[name])
    ]
    faults += [
        f"{_told(name)} is no web address"
        for name in ADDRESSES
        if name in properties and not ADDRESS.match(properties[name])
    ]
    if not INSTANT.match(properties.get(b"LAST-MODIFIED", b"")):
        faults.append("LAST-MODIFIED is no instant in UTC")
    return faults


def _is_escaped(text: bytes) -> bool:
    rest = text.replace(b"\\\\", b"")
    for escaped in (b"\\n", b"\\,", b"\\;"):
        rest = rest.replace(escaped, b"")
    return not (b"\\" in rest or b"," in rest or b";" in rest)


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


def _told(name: bytes) -> str:
    return name[:40].decode(errors="replace")
