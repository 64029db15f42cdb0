"""Kinds of post, and how the subject of each draws it or carries it out."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import discord
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.web_addresses import Links
from bot.outbox.deliveries import Delivery, Due
from bot.outbox.discord_sender import Sender
from bot.outbox.drawing import Draw
from bot.outbox.outcomes import Outcome, Withdrawn
from bot.outbox.recipients import Recipients
from bot.storage.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ActContext:
    """What an act works with. Acts that must not run at the same time hold `turn`."""

    store: Store
    client: discord.Client
    sender: Sender
    links: Links
    recipients: Recipients
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


Act = Callable[[ActContext, Delivery, datetime], Awaitable[Outcome | Withdrawn]]
Follow = Callable[[AsyncConnection, Delivery, datetime], Awaitable[list[Due]]]

Wait = Callable[[AsyncConnection, Delivery, datetime], Awaitable[timedelta]]


@dataclass(frozen=True, slots=True)
class PostKind:
    """A kind of post by its stored name: either drawn as a message, or done (`act`).

    A post that `stands` is updated when what it is about changes. `follow` returns what falls due
    because a post was sent. `wait` returns how long a member is to be left alone before it is sent.
    """

    name: str
    draw: Draw | None = None
    act: Act | None = None
    follow: Follow | None = None
    wait: Wait | None = None
    stands: bool = False

    def __post_init__(self) -> None:
        """Refuse a kind that is neither drawn nor done, or both."""
        if (self.draw is None) == (self.act is None):
            message = f"the kind {self.name!r} needs either draw or act"
            raise ValueError(message)


class Kinds(Mapping[str, PostKind]):
    """All kinds of post by their stored names."""

    def __init__(self, kinds: Iterable[PostKind]) -> None:
        self._kinds: dict[str, PostKind] = {}
        for kind in kinds:
            if kind.name in self._kinds:
                message = f"two subjects have a kind of post {kind.name!r}"
                raise ValueError(message)
            self._kinds[str(kind.name)] = kind
        self.standing = frozenset(name for name, kind in self._kinds.items() if kind.stands)
        self.acts = frozenset(name for name, kind in self._kinds.items() if kind.act is not None)

    def __getitem__(self, name: str) -> PostKind:
        """Return the kind with this stored name."""
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the stored names."""
        return iter(self._kinds)

    def __len__(self) -> int:
        """Return how many kinds there are."""
        return len(self._kinds)
