"""The lines of a calendar: decoded, unfolded, and divided into name, parameters and value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE_END = re.compile(rb"\r*\n|\r")
NAME = re.compile(rb"[A-Za-z0-9_-]+(?=[ \t]*[;:])")
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b-\u200f\u2060\ud800-\udfff]")
PARAMETER = re.compile(r';\s*([\w-]+)\s*=\s*("[^"]*"|.*?)(?=\s*(?:;\s*[\w-]+\s*=|$))', re.DOTALL)
QUOTED = re.compile(r'"[^"]*"')
DATE = re.compile(r"\s*[0-9]{4}-?[0-9]{2}-?[0-9]{2}")
DATES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})
LONGEST_PARAMETERS = 2000
MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"B\x00": "utf-16-le",
    b"\x00B": "utf-16-be",
}


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it came, unfolded: its number in the file, and its name or nothing."""

    number: int
    name: str
    raw: bytes

    def text(self) -> str:
        """Return it decoded; what is not UTF-8 is taken for the old encoding of Windows."""
        try:
            decoded = self.raw.decode()
        except UnicodeDecodeError:
            decoded = self.raw.decode("cp1252", "replace")
        return INVISIBLE.sub("", decoded)


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property: its number in the file, its name, its whole line and the parts of it."""

    number: int
    name: str
    whole: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str:
        """Return the value of a parameter without its quotes, empty if there is none."""
        for found, value in PARAMETER.findall(self.parameters[:LONGEST_PARAMETERS]):
            if found.upper() == name and (bare := value.strip().strip('"').strip()):
                return str(bare)
        return ""


def content_line(number: int, name: str, whole: str) -> ContentLine:
    """Divide a line. A colon in a parameter that should be quoted is not taken for the end."""
    rest = whole[len(name) :]
    end = _end_of_parameters(rest, is_date=name in DATES)
    return ContentLine(number, name, whole, rest[:end], rest[end + 1 :].strip())


def _end_of_parameters(rest: str, *, is_date: bool) -> int:
    """Return the position of the colon before the value."""
    if is_date:
        colons = [found.start() for found in re.finditer(":", rest)]
        dated = (colon for colon in colons if DATE.match(rest, colon + 1))
        if (first := next(dated, None)) is not None:
            return first
    unquoted = QUOTED.sub(lambda match: "_" * len(match[0]), rest)
    found = unquoted.find(":")
    return found if found >= 0 else len(rest)


def raw_lines(data: bytes) -> Iterator[RawLine]:
    """Return the lines of a calendar, each unfolded from those that it was split into."""
    pieces: list[bytes] = []
    begins = 0
    for number, line in enumerate(LINE_END.split(_as_utf8(data)), start=1):
        if line[:1] in {b" ", b"\t"} and pieces:
            pieces.append(line[1:])
        elif line.strip():
            if pieces:
                yield _raw_line(begins, pieces)
            pieces, begins = [line], number
    if pieces:
        yield _raw_line(begins, pieces)


def _raw_line(number: int, pieces: list[bytes]) -> RawLine:
    raw = b"".join(pieces).lstrip()
    name = NAME.match(raw)
    return RawLine(number, name[0].decode().upper() if name else "", raw)


def _as_utf8(data: bytes) -> bytes:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff").encode(errors="replace")
    return data.removeprefix(b"\xef\xbb\xbf")
