"""The private feeds of a member, one for each calendar program."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One private feed; only the SHA-256 of its token is stored, in hexadecimal."""

    id: int
    member_id: int
    label: str
    token_digest: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
