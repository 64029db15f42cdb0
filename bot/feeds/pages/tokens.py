"""The tokens of private feeds: whose they are, and when they were last used."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.feeds import store as subscriptions
from bot.storage.database import Store

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}\Z")
MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenHolder:
    """Who holds a token, and since when it is revoked.

    `attendance` changes with the meetings that the member attends. Members who are invited to a
    series by name see more than others.
    """

    subscription_id: int
    collaboration_id: int
    revoked_at: datetime | None
    member_id: int = 0
    is_invited: bool = False
    attendance: str = ""


class Tokens:
    """Finds the holder of a token, and caches it until the next change of the store.

    Only the SHA-256 of a token is kept.
    """

    def __init__(self, store: Store) -> None:
        """Use a store."""
        self._store = store
        self._holders: dict[str, TokenHolder] = {}
        self._uses: dict[int, datetime] = {}

    def forget(self) -> None:
        """Empty the cache, since the store has changed."""
        # A new dictionary, so that a running look-up does not put an old answer into it.
        self._holders = {}

    async def holder(self, token: str) -> TokenHolder | None:
        """Return the holder of a token, None for one that was never issued."""
        if not TOKEN.match(token):
            return None
        digest = sha256(token.encode()).hexdigest()
        holders = self._holders
        if (known := holders.get(digest)) is not None:
            return known
        async with self._store.read() as connection:
            found = await subscriptions.by_digest(connection, digest)
            if found is None:
                return None
            subscription, collaboration_id = found
            invited = await subscriptions.is_invited(connection, subscription.member_id)
            attendance = await subscriptions.attendance_of(connection, subscription.member_id)
        holder = TokenHolder(
            subscription_id=subscription.id,
            collaboration_id=collaboration_id,
            revoked_at=subscription.revoked_at,
            member_id=subscription.member_id,
            is_invited=invited,
            attendance=attendance,
        )
        if len(holders) < MOST_REMEMBERED:
            holders[digest] = holder
        return holder

    def note_use(self, holder: TokenHolder, *, now: datetime) -> None:
        """Remember when a feed was fetched."""
        self._uses[holder.subscription_id] = now

    async def flush_uses(self, now: datetime) -> None:  # noqa: ARG002 - every job gets the time
        """Save when feeds were last fetched."""
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            async with self._store.write() as connection:
                await subscriptions.note_uses(connection, uses)
        except BaseException:
            self._uses = uses | self._uses
            raise
