"""Subscriptions: the private feeds of a member, one for each calendar program."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One private feed; the token itself is never kept, only the SHA-256 of it, in hexadecimal."""

    id: int
    member_id: int
    label: str
    token_digest: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A member to whom goes what is not for all, and where Discord knows them."""

    member_id: int
    discord_id: int
    guild_id: int
