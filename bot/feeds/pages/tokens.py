"""Private feeds' tokens, as the web knows them: whose they are, and when they were last used."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.feeds import store as subscriptions
from bot.storage.database import Store

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}\Z")
MOST_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What a token opens, and since when it does not any more.

    `attendance` changes with the meetings to which its member comes; who is invited by name sees
    more than other members do.
    """

    subscription_id: int
    collaboration_id: int
    revoked_at: datetime | None
    member_id: int = 0
    is_invited: bool = False
    attendance: str = ""


class Tokens:
    """Finds who holds a token, in memory until the next change of the store.

    Of a token nothing but its SHA-256 is remembered.
    """

    def __init__(self, store: Store) -> None:
        """Find tokens in this store."""
        self._store = store
        self._holders: dict[str, Holder] = {}
        self._uses: dict[int, datetime] = {}

    def forget(self) -> None:
        """Look everybody up anew: the store has changed."""
        # A new dictionary, so that a look-up under way does not put an old answer into it.
        self._holders = {}

    async def holder(self, token: str) -> Holder | None:
        """Return what a token opens; None for one that was never given out."""
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
        holder = Holder(
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

    def note_use(self, holder: Holder, *, now: datetime) -> None:
        """Remember that a feed was fetched."""
        self._uses[holder.subscription_id] = now

    async def flush_uses(self, now: datetime) -> None:  # noqa: ARG002 - every job is told the time
        """Write down when feeds were last fetched."""
        uses, self._uses = self._uses, {}
        if not uses:
            return
        try:
            async with self._store.write() as connection:
                await subscriptions.note_uses(connection, uses)
        except BaseException:
            self._uses = uses | self._uses
            raise
