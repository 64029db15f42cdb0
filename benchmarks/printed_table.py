"""The printed table: each row as soon as it is measured, and what failed at the end."""

import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.measurement import Result

HEADER = "| what | floor | ours | ratio | aim | met |\n|---|---|---|---|---|---|"
LONGEST_REASON = 160
Group = Callable[["PrintedTable"], Awaitable[None]]


@dataclass(slots=True)
class PrintedTable:
    """A Markdown table that is printed while it grows; notes and tracebacks come after it."""

    notes: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Print the head of the table."""
        print(HEADER, flush=True)

    async def row(self, name: str, measured: Awaitable[Result]) -> None:
        """Measure and print one row; an error in it is printed as a row that failed."""
        try:
            line = (await measured).row(name)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one row, the next is measured
            line = self._failed(name, error)
        print(line, flush=True)

    async def group(self, name: str, measure: Group) -> None:
        """Measure the rows of a group; if what they share cannot be built, one row says so."""
        try:
            await measure(self)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one group, the next is measured
            print(self._failed(f"all other rows of {name}", error), flush=True)

    def note(self, text: str) -> None:
        """Print a sentence once the table has ended."""
        self.notes.append(text)

    def end(self) -> int:
        """Print the notes and the tracebacks; return the exit status, 1 if anything failed."""
        print("", *self.notes, *self.failures, sep="\n", flush=True)
        return 1 if self.failures else 0

    def _failed(self, name: str, error: Exception) -> str:
        self.failures.append(f"\n{name}:\n{''.join(traceback.format_exception(error))}")
        first = next(iter(str(error).splitlines()), "")
        reason = f"{type(error).__name__} {first}".replace("|", "/").strip()[:LONGEST_REASON]
        return f"| {name} | | | | | **failed**: {reason} |"
