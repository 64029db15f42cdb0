"""What of a calendar could not be read: how many entries, and which lines."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_TOLD = 8  # faults in a report
LONGEST = 70  # characters of a line that are repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """A line that could not be read: its number in the file, its beginning and the reason."""

    number: int
    line: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingReport:
    """How much of a calendar could be read.

    Of `entries`, `unread` could not be read, or not in full; `faults` are the first of them, one
    for each entry.
    """

    entries: int = 0
    unread: int = 0
    faults: tuple[LineFault, ...] = ()


def fault(number: int, line: str, reason: str) -> LineFault:
    """Return a fault with the beginning of its line."""
    shown = line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
    return LineFault(number=number, line=shown, reason=reason)


def report_of(entries: int, faults: Iterable[LineFault]) -> ReadingReport:
    """Return the report on a calendar, given the first fault of each entry that has one."""
    found = sorted(faults, key=lambda one: one.number)
    return ReadingReport(entries=entries, unread=len(found), faults=tuple(found[:MOST_TOLD]))
