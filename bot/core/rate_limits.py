"""How much somebody may ask for: so many times within so long, and no request done twice."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

NONE = timedelta(0)
KEYS = 10_000  # those heard of longest ago are forgotten first, so memory stays bounded


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in any `within`."""

    most: int
    within: timedelta


class Meter:
    """What each key took lately, measured in a sliding window."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._taken: OrderedDict[int, deque[datetime]] = OrderedDict()

    def wait(self, key: int, now: datetime) -> timedelta:
        """Return how long until this key may take again: nothing where it may at once."""
        taken = self._taken.get(key)
        if taken is None:
            return NONE
        # A clock set back would keep the future's takings for ever: those are forgotten too.
        while taken and not now - self._limit.within < taken[0] <= now:
            taken.popleft()
        if len(taken) < self._limit.most:
            return NONE
        return taken[0] + self._limit.within - now

    def take(self, key: int, now: datetime) -> None:
        """Note that this key took once."""
        self._taken.setdefault(key, deque(maxlen=self._limit.most)).append(now)
        self._taken.move_to_end(key)
        while len(self._taken) > KEYS:
            self._taken.popitem(last=False)


class Once:
    """The requests of the last while, each of which is done once (Discord may send one again)."""

    def __init__(self, within: timedelta) -> None:
        self._within = within
        self._seen: OrderedDict[int, datetime] = OrderedDict()

    def first(self, key: int, now: datetime) -> bool:
        """Say whether this is the first time that a request comes; remember it."""
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
