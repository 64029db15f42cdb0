"""A delivery of each kind, as subjects plan them to be sent now: see tests/contributions.py."""

from dataclasses import dataclass
from typing import Any

from bot.outbox.deliveries import Kind, to_channel, to_member

# The kind, what it is about, to whom, its occurrence and its payload.
Planned = tuple[Kind, str, str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Givens:
    """Who and what is there to send to."""

    channel_id: int
    member_id: int

    @property
    def channel(self) -> str:
        """The target of a post."""
        return to_channel(self.channel_id)

    @property
    def letter(self) -> str:
        """The target of a direct message."""
        return to_member(self.member_id)
