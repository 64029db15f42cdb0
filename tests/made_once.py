"""Worlds in which many tests begin: made once in a test run, and copied with their database."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

import simcord

from bot.app import App
from bot.storage.database import Store
from tests.conftest import opened, settings_for
from tests.discord_servers import Server, StandIn, StillClock
from tests.worlds import World

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOnce(Generic[T]):
    """A database file to be copied, which no test opens, and what was made in it."""

    file: Path
    thing: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Makes worlds, each in a file of its own: a copy of an empty database, or of another world."""

    empty: Path
    folder: Callable[[], Path]

    def in_the_program(
        self,
        make: Callable[[simcord.Env, App, StillClock], Awaitable[T]],
        *,
        after: MadeOnce[Any] | None = None,
    ) -> MadeOnce[T]:
        """Make a world in the whole program; `after` is what its database begins with."""
        file = self._file(after)

        async def in_the_program() -> T:
            clock = StillClock()
            async with App(settings_for(file), clock=clock) as app:
                world = StandIn(app.client, check_errors=False)
                await world.start()
                thing = await make(world, app, clock)
                await world.shutdown()
            return thing

        thing = asyncio.run(in_the_program())
        with closing(sqlite3.connect(file)) as connection, connection:
            # The Discord of each test is a new one, which has to be told of the commands.
            connection.execute("UPDATE instance SET commands_digest = ''")
        return MadeOnce(file=file, thing=thing)

    def in_the_server(
        self, made: MadeOnce[Server], fill: Callable[[Server], Awaitable[object]]
    ) -> MadeOnce[Server]:
        """Go on in the server of the fixture `server`."""

        async def go_on(world: simcord.Env, app: App, _clock: StillClock) -> Server:
            server = Server(world, app, made.thing.name)
            await fill(server)
            return server

        return self.in_the_program(go_on, after=made)

    def in_the_world(
        self, made: MadeOnce[World], fill: Callable[[World], Awaitable[object]]
    ) -> MadeOnce[World]:
        """Go on in the collaboration of the fixture `world`."""

        async def go_on(store: Store) -> World:
            await fill(replace(made.thing, store=store))
            return made.thing

        return self.in_a_store(go_on, after=made)

    def in_a_store(
        self, make: Callable[[Store], Awaitable[T]], *, after: MadeOnce[Any] | None = None
    ) -> MadeOnce[T]:
        """Make a world in a store, without Discord; `after` is what its database begins with."""
        file = self._file(after)

        async def in_a_store() -> T:
            async with opened(file) as store:
                return await make(store)

        return MadeOnce(file=file, thing=asyncio.run(in_a_store()))

    def _file(self, after: MadeOnce[Any] | None) -> Path:
        file = self.folder() / "meridian.db"
        shutil.copyfile(after.file if after else self.empty, file)
        return file
