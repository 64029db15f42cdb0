"""Hooks: what other subjects do in the transaction of a change."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.storage.change import Change


@dataclass(frozen=True, slots=True)
class Hook:
    """What is run for each change of a class, in its transaction, before it is saved.

    An exception undoes the whole transaction.
    """

    change: type[Any]
    run: Callable[[Change, Any], Awaitable[object]]


class Hooks:
    """All hooks, run in the order in which they were added."""

    def __init__(self) -> None:
        self._by_change: dict[type, list[Hook]] = defaultdict(list)

    def add(self, hook: Hook) -> None:
        """Add a hook after those of the same change."""
        self._by_change[hook.change].append(hook)

    async def run(self, connection: Change, change: object) -> None:
        """Run the hooks of a change, one after another."""
        for hook in self._by_change[type(change)]:
            await hook.run(connection, change)
