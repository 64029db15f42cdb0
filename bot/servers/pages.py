"""Addresses of collaborations that were deleted."""

import re

from bot.servers.store import tombstones
from bot.storage.database import Store

NAMED = re.compile(r"/(?:feeds/me|feeds|c)/([A-Za-z0-9_-]{1,60})(?:[/?].*)?\Z")


async def has_ended(store: Store, target: str) -> bool:
    """Return whether an address belonged to a collaboration that was deleted."""
    named = NAMED.match(target)
    if named is None:
        return False
    async with store.read() as connection:
        return await tombstones.exists(connection, named[1])
