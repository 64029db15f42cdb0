"""The program as far as it sends, against a Discord of our own: killed where it is told to be.

`python -m tests.outbox.sender ADDRESS DATABASE INSTANT POINT SECONDS` sends all that is due at an
instant and in the hours after it; a try lasts at most SECONDS; at POINT it kills itself, as a power
cut would, and "never" leaves it alone.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.app import App
from bot.clock import Clock
from bot.outbox import discord_sender as sending
from bot.outbox.attempt import DeliveryAttempts
from bot.outbox.deliveries import Delivery
from bot.outbox.drawing import Rendered
from bot.outbox.outcomes import Outcome, Sent, Withdrawn
from bot.outbox.worker import Outbox
from bot.settings import Settings
from bot.subjects import KINDS
from tests.loopback.facts import TOKEN
from tests.loopback.redirected import redirect

AFTERWARDS = timedelta(hours=2)


class Standing(Clock):
    """A clock that stands, and is put ahead to when something is next to be done."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dies_before(owner: type[Any], name: str) -> None:
    """Let the process end at once where this would begin."""

    async def end(*_: object, **__: object) -> None:
        die()

    setattr(owner, name, end)


def dies_after(owner: type[Any], name: str) -> None:
    """Let the process end at once where this has come to its end."""
    whole: Callable[..., Awaitable[object]] = getattr(owner, name)

    async def done(*arguments: object, **more: object) -> None:
        await whole(*arguments, **more)
        die()

    setattr(owner, name, done)


def dies_once_answered() -> None:
    """Let the process end once Discord has kept a message, or done the one thing that was due."""
    settle = DeliveryAttempts._settle  # noqa: SLF001 - the point at which it ends

    async def end(
        self: DeliveryAttempts,
        delivery: Delivery,
        outcome: Outcome | Withdrawn,
        rendered: Rendered | None,
    ) -> None:
        begun = [task for task in asyncio.all_tasks() if task.get_name().startswith("delivery ")]
        if isinstance(outcome, Sent) and (delivery.kind not in KINDS.acts or len(begun) == 1):
            die()
        await settle(self, delivery, outcome, rendered)

    setattr(DeliveryAttempts, "_settle", end)  # noqa: B010 - mypy takes no method that is assigned


POINTS: dict[str, Callable[[], None]] = {
    "never": lambda: None,
    "before it is claimed": lambda: dies_before(Outbox, "_claim"),
    "after it is claimed": lambda: dies_before(DeliveryAttempts, "deliver"),
    "after Discord has answered": dies_once_answered,
    "after it is marked": lambda: dies_after(DeliveryAttempts, "_settle"),
}


async def send(address: str, database: str, instant: datetime) -> None:
    """Send what is due, and what comes to be in the hours after."""
    redirect(address)
    clock = Standing(instant)
    settings = Settings(
        discord_token=TOKEN, database_url=f"sqlite+aiosqlite:///{database}", http_port=0
    )
    async with App(settings, clock=clock) as app:
        await app.client.login(TOKEN)
        outbox = app.outbox
        await outbox.take_over()
        print("begun", flush=True)  # noqa: T201 - whoever started it waits for this
        await outbox.run_due()
        while (
            not outbox.halt.is_for_good
            and (due := await outbox.next_moment()) is not None
            and due <= instant + AFTERWARDS
        ):
            clock.instant = max(due, clock.instant + timedelta(seconds=1))
            await outbox.run_due()


if __name__ == "__main__":
    POINTS[sys.argv[4]]()
    sending.LONGEST_TRY = float(sys.argv[5])
    asyncio.run(send(sys.argv[1], sys.argv[2], datetime.fromisoformat(sys.argv[3])))
