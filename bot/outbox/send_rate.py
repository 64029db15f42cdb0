"""The rate of sending, and pauses in which nothing may be sent, so that Discord's limits hold."""

import asyncio
import logging
from collections import deque
from datetime import datetime, timedelta

from bot.core.translation import _
from bot.outbox.outcomes import Halted

log = logging.getLogger(__name__)

# Discord takes 50 requests a second from a bot; a few are left for what members ask meanwhile.
PER_SECOND = 46
# After a delay, sending catches up at this higher pace, for at most so many seconds of delay.
MADE_UP_FOR, HURRY = 1.0, 1.5
# Discord blocks an address after 10,000 refused requests in ten minutes.
MOST_REFUSED, REFUSED_WITHIN = 1000, timedelta(minutes=10)


class Pace:
    """Lets one request through at a time, evenly spaced, and never too many in any second."""

    def __init__(self, *, per_second: int = PER_SECOND) -> None:
        self._pause = 1 / per_second
        self._next = 0.0
        self._gone = deque([-1.0], maxlen=per_second)
        self._order = asyncio.Lock()

    async def turn(self) -> None:
        """Wait until a request may be made; the next wait counts from then."""
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
        """Stop sending until then; None until Meridian is restarted."""
        self.why, self._until = why, until

    def begin_after(self, outcome: Halted, *, now: datetime) -> None:
        """Stop sending after a refusal that would meet every other message too."""
        log.error("nothing is sent for now: %s", outcome.why)
        self.begin(outcome.why, until=None if outcome.lasting is None else now + outcome.lasting)

    def is_on(self, *, now: datetime) -> bool:
        """Return whether nothing may be sent now."""
        if self.why and self._until is not None and now >= self._until:
            self.why = ""
        return bool(self.why)

    def turn_back(self, *, now: datetime) -> None:
        """Last no longer than intended although the clock was set back to `now`."""
        self._refused.clear()
        if self._until is not None:
            self._until = min(self._until, now + REFUSED_WITHIN)

    @property
    def is_for_good(self) -> bool:
        """Whether only a restart helps."""
        return bool(self.why) and self._until is None

    def count_refusal(self, *, now: datetime) -> None:
        """Note that Discord refused a request; too many in too short a time stop all sending."""
        self._refused.append(now)
        while self._refused and self._refused[0] <= now - REFUSED_WITHIN:
            self._refused.popleft()
        if len(self._refused) >= MOST_REFUSED:
            self._refused.clear()
            why = _("Discord refused too many requests in a short time.")
            self.begin(why, until=now + REFUSED_WITHIN)
