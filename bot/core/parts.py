"""The parts of a running Meridian, looked up by their class."""

from typing import TypeVar

Part = TypeVar("Part")


class Parts:
    """One part of each class: the store, the publisher, every service.

    `parts[SeriesService]` returns the one that was added, with its type. The lookup raises
    LookupError for a class that nothing was added of.
    """

    def __init__(self, *parts: object) -> None:
        self._by_class: dict[type, object] = {}
        for part in parts:
            self.add(part)

    def add(self, part: object) -> None:
        """Add a part; raise ValueError if there is one of its class already."""
        if type(part) in self._by_class:
            message = f"there are two parts of class {type(part).__name__}"
            raise ValueError(message)
        self._by_class[type(part)] = part

    def get(self, kind: type[Part]) -> Part | None:
        """Return the part of exactly this class; None if there is none."""
        part = self._by_class.get(kind)
        return part if isinstance(part, kind) else None

    def __getitem__(self, kind: type[Part]) -> Part:
        """Return the part of exactly this class."""
        part = self.get(kind)
        if part is None:
            message = f"there is no part of class {kind.__name__}"
            raise LookupError(message)
        return part
