"""Parked deliveries, which go out once somebody has fixed what kept them back."""

from datetime import datetime, timedelta

from bot.outbox import dispatch
from bot.outbox.deliveries import Delivery, number_in
from bot.outbox.discord_sender import Sender
from bot.storage.database import Store

BETWEEN_RETRIES = timedelta(minutes=1)
DAY = timedelta(days=1)


class ParkedDeliveries:
    """Lets parked deliveries be tried again."""

    def __init__(self, store: Store, sender: Sender) -> None:
        self._store, self._sender = store, sender

    async def retry(self, *, now: datetime, at_once: bool) -> None:
        """Let deliveries be tried again where what kept them back may be fixed.

        `at_once`: Discord told of a change, so deliveries to a channel need not wait longer.
        """
        async with self._store.read() as connection:
            parked = await dispatch.parked(connection)
        ready = [one.id for one in parked if self._is_ready(one, at_once=at_once, now=now)]
        if parked:
            async with self._store.write() as connection:
                await dispatch.unpark(connection, ready, now=now)
                await dispatch.expire(connection, now=now)

    def _is_ready(self, parked: Delivery, *, at_once: bool, now: datetime) -> bool:
        has_waited = now - parked.try_at >= _pause(parked)
        if number_in(parked.target, "channel") is None:
            return has_waited
        return (at_once or has_waited) and self._sender.can_reach(parked)


def _pause(parked: Delivery) -> timedelta:
    """Return how long to wait before a parked delivery is tried again.

    A channel that looks open but refuses every time is tried less and less often.
    """
    if number_in(parked.target, "channel") is None:
        return DAY
    return min(BETWEEN_RETRIES * (1 << min(max(parked.tries - 1, 0), 12)), DAY)
