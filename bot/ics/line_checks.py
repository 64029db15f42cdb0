"""Checks of a calendar's lines: their form, their names and their values."""

import re

LONGEST_LINE = 75
CONTROLS = bytes(c for c in range(0x20) if c not in b"\t\r\n") + b"\x7f"
SPLIT_CHARACTER = re.compile(rb"\r\n [\x80-\xbf]")
SPLIT_ESCAPE = re.compile(rb"\\\r\n ")
INSTANT = re.compile(rb"[0-9]{8}T[0-9]{6}Z\Z")
ADDRESS = re.compile(rb"https?://[!#-;=?-\[\]_a-z~]+\Z")
ADDRESSES = (b"URL", b"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join", b"SOURCE;VALUE=URI")


def line_faults(raw: bytes) -> list[str]:
    """Return the faults of lines as they are sent: their ends, lengths and folds."""
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


def properties_of(
    raw: bytes, *, needed: frozenset[bytes], allowed: frozenset[bytes]
) -> tuple[dict[bytes, bytes], list[str]]:
    """Return the values of lines by the part before the colon, and misplaced lines."""
    found: dict[bytes, bytes] = {}
    lines = raw.replace(b"\r\n ", b"").split(b"\r\n")[:-1]
    for line in lines:
        name, _, value = line.partition(b":")
        found[name] = value
    faults = [f"{in_words(name)} has no place here" for name in found.keys() - needed - allowed]
    faults += [f"{in_words(name)} is missing" for name in needed - found.keys()]
    if len(found) != len(lines):
        faults.append("a property twice")
    return found, faults


def value_faults(properties: dict[bytes, bytes], *, texts: frozenset[bytes]) -> list[str]:
    """Return the faults of values: texts, web addresses and the time of the last change."""
    faults = [
        f"{in_words(name)} is not escaped"
        for name in texts & properties.keys()
        if not _is_escaped(properties[name])
    ]
    faults += [
        f"{in_words(name)} is no web address"
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


def in_words(name: bytes) -> str:
    """Return a name for a list of faults."""
    return name[:40].decode(errors="replace")
