"""Removal of rows that have expired, a few at a time."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.storage.database import Store
from bot.storage.expiry import Expiry

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
AT_ONCE = 200  # rows in one transaction, since other writers wait for it
# If the clock jumped further than this since the last round, it may be wrong.
LEAP = 2 * DAY


class ExpiredRows:
    """Removes expired rows, but not in the first round after a start or a jump of the clock."""

    def __init__(self, store: Store, expiries: Sequence[Expiry]) -> None:
        """Work on this store."""
        self._store, self._expiries = store, expiries
        self._last: datetime | None = None

    async def remove(self, *, now: datetime) -> None:
        """Remove what has expired; one failure does not block the others."""
        last, self._last = self._last, now
        if last is None or not last <= now <= last + LEAP:
            return
        for expiry in self._expiries:
            try:
                await self._remove_all(expiry, now=now)
            except Exception:
                # Rows of one kind that cannot be removed must not keep the others.
                log.exception("removing expired %s failed", expiry.name)

    async def _remove_all(self, expiry: Expiry, *, now: datetime) -> None:
        removed, found = 0, AT_ONCE
        while found == AT_ONCE:
            async with self._store.write() as connection:
                found = await expiry.remove(connection, now - expiry.keep, AT_ONCE)
            removed += found
            await asyncio.sleep(0)
        if removed:
            log.info("removed %d expired %s", removed, expiry.name)
