"""Drawing: what the outbox context over to have a delivery drawn, and what it gets back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.chat.replies import Reply
from bot.core.web_addresses import Links
from bot.outbox.deliveries import Delivery
from bot.storage.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRequest:
    """A delivery to draw as it is at `now`.

    `marker` names the delivery in its buttons, by which it is found in the channel after a crash.
    """

    delivery: Delivery
    store: Store
    links: Links
    marker: str
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What is sent. `remembered` is added to the delivery's payload.

    `look_again` is when the message may no longer be true even if nobody changes anything.
    """

    reply: Reply
    remembered: Mapping[str, Any] = field(default_factory=dict)
    look_again: datetime | None = None


Draw = Callable[[DrawRequest], Awaitable[Rendered | None]]
