"""Titles as calendars write them."""

import quopri
import re
from collections.abc import Iterable

from bot.ics.reading.lines import ContentLine

ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def plain_text(lines: Iterable[ContentLine]) -> str:
    """Return the first of several texts that says something, in one line; it may be translated."""
    return next(filter(None, map(_plain, lines)), "")


def _plain(line: ContentLine) -> str:
    value = line.value
    if line.parameter("ENCODING").upper() == "QUOTED-PRINTABLE":
        value = quopri.decodestring(value.encode()).decode(errors="replace")
    bare = ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value)
    return " ".join(bare.split())
