"""Pacing: Discord's limits kept from the inside."""

import asyncio
import logging
from collections import deque
from datetime import datetime, timedelta

from bot.outbox.outcomes import Halted

log = logging.getLogger(__name__)

# Discord takes 50 requests a second from a bot; a few are left for what members ask meanwhile.
PER_SECOND = 46
# What a busy moment held up is made up for at a higher pace, this many seconds of it at most.
MADE_UP_FOR, HURRY = 1.0, 1.5
# Discord shuts an address out after 10,000 requests in ten minutes that it had to refuse.
MOST_REFUSED, REFUSED_WITHIN = 1000, timedelta(minutes=10)


class Pace:
    """Lets one request through at a time, evenly spaced, and never too many in any second."""

    def __init__(self, *, per_second: int = PER_SECOND) -> None:
        self._pause = 1 / per_second
        self._next = 0.0
        self._gone = deque([-1.0], maxlen=per_second)
        self._order = asyncio.Lock()

    async def turn(self) -> None:
        """Wait for one's turn, which counts from when it really comes: a loop may be late."""
        loop = asyncio.get_running_loop()
        async with self._order:
            soonest = [self._next, self._gone[-1] + self._pause / HURRY]
            if len(self._gone) == self._gone.maxlen:
                soonest.append(self._gone[0] + 1)
            await asyncio.sleep(max(soonest) - loop.time())
            now = loop.time()
            self._gone.append(now)
            self._next = max(self._next, now - MADE_UP_FOR) + self._pause


class Halt:
    """Whether anything may be sent: not for a while, or not at all, after Discord said so."""

    def __init__(self) -> None:
        self.why = ""
        self._until: datetime | None = None
        self._refused: deque[datetime] = deque()

    def begin(self, why: str, *, until: datetime | None) -> None:
        """Stop sending until then; None until the program is started anew."""
        self.why, self._until = why, until

    def begin_after(self, outcome: Halted, *, now: datetime) -> None:
        """Stop sending after Discord refused so that nothing else could be sent either."""
        log.error("nothing is sent for now: %s", outcome.why)
        self.begin(outcome.why, until=None if outcome.lasting is None else now + outcome.lasting)

    def is_on(self, *, now: datetime) -> bool:
        """Say whether nothing may be sent now."""
        if self.why and self._until is not None and now >= self._until:
            self.why = ""
        return bool(self.why)

    def turn_back(self, *, now: datetime) -> None:
        """Last no longer than meant, though the clock was set back to `now`."""
        self._refused.clear()
        if self._until is not None:
            self._until = min(self._until, now + REFUSED_WITHIN)

    @property
    def is_for_good(self) -> bool:
        """Whether only a new start helps."""
        return bool(self.why) and self._until is None

    def count_refusal(self, *, now: datetime) -> None:
        """Note that Discord refused a request; too many in too short a time stop all sending."""
        self._refused.append(now)
        while self._refused and self._refused[0] <= now - REFUSED_WITHIN:
            self._refused.popleft()
        if len(self._refused) >= MOST_REFUSED:
            self._refused.clear()
            self.begin("Discord refused too much in a short time", until=now + REFUSED_WITHIN)
