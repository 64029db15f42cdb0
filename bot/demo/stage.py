"""The stage: the real program in a stand-in for Discord, and one clock for both."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self, TypeVar

import simcord
from simcord import SetupError

from bot.app import App
from bot.clock import MovableClock
from bot.setting_checks import MOST_WRITES
from bot.settings import Settings

# The demo's world begins in the past, so that it has past talks.
HISTORY = timedelta(weeks=10)
DAY, INSTANT = timedelta(days=1), timedelta(seconds=1)
TURN = 0.05  # seconds to wait until a click in the browser is handled
TURNS = 200
Value = TypeVar("Value")


class Stage:
    """The program and its stand-in for Discord, while entered; both use `clock`."""

    app: App
    discord: simcord.Env

    def __init__(self, settings: Settings, *, database_url: str | None = None) -> None:
        """Keep the world in this database, or in a temporary one."""
        self._settings = settings
        self._database_url = database_url
        self._running = AsyncExitStack()
        self.clock = MovableClock(ahead=-HISTORY)

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as starting:
            folder = starting.enter_context(TemporaryDirectory(prefix="meridian-demo-"))
            passing = f"sqlite+aiosqlite:///{folder}/meridian.db"
            settings = replace(
                self._settings,
                database_url=self._database_url or passing,
                writes_per_member=MOST_WRITES,  # the demo acts faster than people type
                writes_per_server=MOST_WRITES,
            )
            self.app = await starting.enter_async_context(App(settings, clock=self.clock))
            self.discord = simcord.Env(self.app.client, check_errors=False)
            self.discord.backend.bot_user.name = "Meridian"
            await self.discord.start()
            starting.push_async_callback(self.discord.shutdown)
            await self.catch_up()
            self._running = starting.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._running.aclose()

    async def in_turn(self, act: Callable[[], Awaitable[Value]]) -> Value:
        """Do something in the stand-in for Discord, which does one thing at a time."""
        for _ in range(TURNS):
            with suppress(SetupError):
                return await act()
            await asyncio.sleep(TURN)
        return await act()

    async def catch_up(self) -> None:
        """Set the clock of the stand-in to ours."""
        await self.in_turn(self._advance)

    async def _advance(self) -> None:
        # Read only now: somebody else may have advanced it in the meantime.
        behind = (self.clock.now() - self.discord.now()).total_seconds()
        if behind > 0:
            await self.discord.advance_time(behind)

    async def skip(self, distance: timedelta) -> None:
        """Move both clocks ahead, stopping at each delivery that becomes due to send it."""
        now = self.clock.now()
        until, kept_house = now + distance, now
        while now < until:
            await self.send_due()
            due = await self.app.outbox.next_moment()
            step = min(due or until, until, kept_house + DAY) - now
            self.clock.advance(max(step, INSTANT))
            now = self.clock.now()
            if now >= kept_house + DAY:
                kept_house = now
                await self.app.housekeeping.run_all()
        await self.leap(timedelta())

    async def leap(self, distance: timedelta) -> None:
        """Move both clocks ahead at once; what would have been sent in between is not sent."""
        self.clock.advance(distance)
        await self.catch_up()
        await self.app.housekeeping.run_all()
        await self.send_due()

    async def send_due(self) -> None:
        """Let the outbox send what is due."""
        await self.app.outbox.run_due()
