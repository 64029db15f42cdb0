"""Recipients: what the outbox asks about the members and servers that deliveries go to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A member as the outbox knows them."""

    discord_id: int
    name: str
    has_left: bool


class Recipients(Protocol):
    """Answers the outbox's questions, within the transaction that it has open."""

    async def member(self, connection: AsyncConnection, member_id: int) -> Recipient | None:
        """Return a member, also one who left; None where there is none."""

    async def has_server_left(self, connection: AsyncConnection, collaboration_id: int) -> bool:
        """Return whether the collaboration's server removed Meridian."""

    async def organizers(
        self, connection: AsyncConnection, collaboration_id: int, *, without: str = ""
    ) -> Sequence[str]:
        """Return the targets that reach a collaboration's organizers, except `without`."""
