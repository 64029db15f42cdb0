"""Calendars as they come, one file each: what is read of them, and what is told of the rest.

Those that begin with `case-` and a number are inputs that once were misread, each for its kind.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.core.intervals import Interval
from bot.ics.reader import busy_in, days_in
from tests.ics.calendars import WINDOW, ZURICH

CORPUS = Path(__file__).parent / "corpus"
SHOWN = 8  # times that are written out


@dataclass(frozen=True, slots=True)
class Example:
    """A calendar and what is to be read of it, as times in UTC."""

    name: str
    busy: list[str]
    times: int
    zone: str = ZURICH
    told: tuple[str, ...] = ()
    days: tuple[str, ...] | None = None

    @property
    def data(self) -> bytes:
        """Its file."""
        return (CORPUS / f"{self.name}.ics").read_bytes()


def _example(name: str, table: dict[str, Any]) -> Example:
    return Example(name, **{"times": len(table["busy"]), **table})


EXAMPLES = [
    _example(name, table)
    for name, table in tomllib.loads((CORPUS / "expected.toml").read_text("utf-8")).items()
]


def as_text(one: Interval) -> str:
    day = "" if one.start.date() == one.end.date() else f"{one.end:%m-%d} "
    return f"{one.start:%m-%d %H:%M}{' to ' if day else '-'}{day}{one.end:%H:%M}"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_a_calendar_is_read_as_its_owner_means_it(example: Example) -> None:
    found = busy_in(example.data, zone=example.zone, window=WINDOW)

    assert [as_text(one) for one in found.times[:SHOWN]] == example.busy
    assert len(found.times) == example.times
    assert [fault.line for fault in found.report.faults] == list(example.told)
    assert found.report.unread == len(example.told)
    assert all(fault.reason for fault in found.report.faults)


@pytest.mark.parametrize(
    "example", [one for one in EXAMPLES if one.days is not None], ids=lambda one: one.name
)
def test_the_whole_days_of_a_calendar_are_read_with_their_names(example: Example) -> None:
    found = days_in(example.data, zone=example.zone, window=WINDOW)

    shown = [f"{one.first:%m-%d} {one.last:%m-%d} {one.name}".strip() for one in found.days]
    assert shown == list(example.days or ())
    assert [fault.line for fault in found.report.faults] == list(example.told)


def test_every_file_has_its_expectation_and_every_case_a_file() -> None:
    files = {path.stem for path in CORPUS.glob("*.ics")}
    cases = {int(name.split("-")[1]) for name in files if name.startswith("case-")}

    assert files == {example.name for example in EXAMPLES}
    assert len(files) >= 150
    assert cases == set(range(1, 17))
