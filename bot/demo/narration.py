"""The guide: says each step of the tour, and stops it where one is not as it should be."""

from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding


class Unexpected(Exception):  # noqa: N818 - what the tour says of a step that went wrong
    """A step was not as it should be."""


def expect(what: str, *, within: str) -> None:
    """Raise Unexpected unless `what` stands in the text."""
    if what not in within:
        message = f"expected {what!r} in: {within[:300]}"
        raise Unexpected(message)


@dataclass(slots=True)
class Guide:
    """Says what is done and what came back."""

    console: Console = field(default_factory=lambda: Console(highlight=False))
    steps: int = 0

    def tell(self, done: str, came: str) -> None:
        """Say one step."""
        self.steps += 1
        self.console.print(f"[green]✓[/] [bold]{self.steps:2}. {escape(done)}[/]")
        self.console.print(Padding(escape(came), (0, 0, 0, 6), expand=False))

    def stop(self, why: str) -> None:
        """Say why the next step is not as it should be."""
        self.console.print(f"[red]✗ step {self.steps + 1}: {escape(why)}[/]")

    def end(self, *, seconds: float) -> None:
        """Say that all steps were as they should be."""
        self.console.print(f"All {self.steps} steps were as they should be ({seconds:.0f} s).")
