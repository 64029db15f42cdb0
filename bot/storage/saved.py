"""What was saved for one request, for whoever has to say so if something fails afterwards."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Saved:
    """How many changes that somebody asked for were saved for one request."""

    changes: int = 0


_saved: ContextVar[Saved | None] = ContextVar("saved", default=None)


def begin_noting() -> None:
    """Note from here on what this task saves, and the tasks that it starts."""
    _saved.set(Saved())


def note_saved() -> None:
    """Note that a change was saved."""
    if (saved := _saved.get()) is not None:
        saved.changes += 1


def was_saved() -> bool:
    """Return whether anything was saved since `begin_noting`."""
    saved = _saved.get()
    return saved is not None and saved.changes > 0
