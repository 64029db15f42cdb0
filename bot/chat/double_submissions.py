"""The same form sent twice at once, or once more a moment later, has one effect."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

from bot.core.refusals import Refusal
from bot.core.translation import _

MOMENT = 10.0  # seconds
MOST = 1000  # forms that are remembered


class SentTwice(Refusal):
    """The same person has just sent the same form with the same words, and it was done."""


class DoubleSubmissions:
    """Forms that are in hand or were done a moment ago, by who sent what."""

    def __init__(self) -> None:
        self._turns: dict[Hashable, asyncio.Lock] = {}
        self._done: OrderedDict[Hashable, float] = OrderedDict()

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for the same form that is in hand; raise SentTwice if it was done.

        One that failed may be sent again at once.
        """
        clock = asyncio.get_running_loop().time
        lock = self._turns.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                if clock() - self._done.get(key, -MOMENT) < MOMENT:
                    raise SentTwice(_("You sent this twice, so it was done once."))
                yield
                self._remember(key, clock())
        finally:
            if not lock.locked():
                self._turns.pop(key, None)

    def _remember(self, key: Hashable, moment: float) -> None:
        self._done[key] = moment
        self._done.move_to_end(key)
        while len(self._done) > MOST:
            self._done.popitem(last=False)
