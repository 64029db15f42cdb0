"""Rate limits: how often somebody may ask within a time, and each request only once."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

NONE = timedelta(0)
KEYS = 10_000  # the least recently used are forgotten first, so that memory stays bounded


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in any `within`."""

    most: int
    within: timedelta


class Meter:
    """How often each key asked lately, in a sliding window."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._taken: OrderedDict[int, deque[datetime]] = OrderedDict()

    def wait(self, key: int, now: datetime) -> timedelta:
        """Return how long this key must wait; zero if it may ask now."""
        taken = self._taken.get(key)
        if taken is None:
            return NONE
        # If the clock is set back, entries from the future would never expire: drop them too.
        while taken and not now - self._limit.within < taken[0] <= now:
            taken.popleft()
        if len(taken) < self._limit.most:
            return NONE
        return taken[0] + self._limit.within - now

    def take(self, key: int, now: datetime) -> None:
        """Record that this key asked once."""
        self._taken.setdefault(key, deque(maxlen=self._limit.most)).append(now)
        self._taken.move_to_end(key)
        while len(self._taken) > KEYS:
            self._taken.popitem(last=False)


class Once:
    """Recent requests, each done only once although Discord may send it again."""

    def __init__(self, within: timedelta) -> None:
        self._within = within
        self._seen: OrderedDict[int, datetime] = OrderedDict()

    def first(self, key: int, now: datetime) -> bool:
        """Return whether a request is new, and remember it."""
        while self._seen and not self._recent(next(iter(self._seen.values())), now):
            self._seen.popitem(last=False)
        if key in self._seen:
            return False
        self._seen[key] = now
        while len(self._seen) > KEYS:
            self._seen.popitem(last=False)
        return True

    def _recent(self, moment: datetime, now: datetime) -> bool:
        return abs(now - moment) <= self._within
