"""The narration of the tour: what was done in each step, and what came of it."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from bot.core.translation import _


class UnexpectedResult(Exception):  # noqa: N818 - what the tour says about a failed step
    """A step of the tour went wrong."""


def expect(what: str, *, within: str) -> None:
    """Raise UnexpectedResult unless the text contains `what`."""
    if what not in within:
        message = _("expected {what!r} in: {text}", what=what, text=within[:300])
        raise UnexpectedResult(message)


@dataclass(slots=True)
class Narrator:
    """Prints each step, and how the tour ended."""

    console: Console = field(default_factory=lambda: Console(highlight=False))
    steps: int = 0

    def tell(self, done: str, came: str) -> None:
        """Print a step: what was done, and what came of it."""
        self.steps += 1
        self.console.print(f"[green]✓[/] [bold]{self.steps:2}. {escape(done)}[/]")
        self.console.print(Padding(escape(came), (0, 0, 0, 6), expand=False))

    def stop(self, reason: str) -> None:
        """Print why the next step failed."""
        failed = _("step {number}: {reason}", number=self.steps + 1, reason=reason)
        self.console.print(f"[red]✗ {escape(failed)}[/]")

    def end(self, *, seconds: float) -> None:
        """Print that all steps worked."""
        self.console.print(
            _("All {count} steps worked ({seconds:.0f} s).", count=self.steps, seconds=seconds)
        )
