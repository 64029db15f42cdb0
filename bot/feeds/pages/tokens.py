"""The tokens of private feeds: whose they are, and when they were last used."""

import re
from collections import defaultdict
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
        self._digests: defaultdict[int, set[str]] = defaultdict(set)
        self._changes = 0
        self._uses: dict[int, datetime] = {}

    def forget(self, collaboration_id: int | None) -> None:
        """Forget the tokens of a collaboration that has changed, of all where it is None."""
        self._changes += 1
        if collaboration_id is None:
            self._holders, self._digests = {}, defaultdict(set)
        for digest in self._digests.pop(collaboration_id or 0, ()):
            self._holders.pop(digest, None)

    async def holder(self, token: str) -> TokenHolder | None:
        """Return the holder of a token, None for one that was never issued."""
        if not TOKEN.match(token):
            return None
        digest = sha256(token.encode()).hexdigest()
        if (known := self._holders.get(digest)) is not None:
            return known
        changes = self._changes
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
        if changes == self._changes and len(self._holders) < MOST_REMEMBERED:
            self._holders[digest] = holder
            self._digests[collaboration_id].add(digest)
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
