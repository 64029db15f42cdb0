"""Changes of members that other subjects follow."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """A member left the server or lost the member role."""

    member_id: int
    now: datetime
