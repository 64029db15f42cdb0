"""A dictionary of limited size that keeps the values used last."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class RecentValues(Generic[Key, Value]):
    """Up to `most` values; when there are more, the one unused for longest is dropped."""

    def __init__(self, most: int) -> None:
        """Keep at most this many values."""
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()

    def __len__(self) -> int:
        """Return how many values are kept."""
        return len(self._values)

    def __contains__(self, key: Key) -> bool:
        """Return whether there is a value for this key."""
        return key in self._values

    def get(self, key: Key) -> Value | None:
        """Return the value of a key, which counts as a use; None without one."""
        if key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, and drop what was unused for longest if there are too many."""
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)
