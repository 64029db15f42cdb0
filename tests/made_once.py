"""Worlds in which many tests begin: made once in a test run, and copied with their database."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import simcord

from bot.app import App
from bot.settings import Settings
from tests.discord_servers import StandIn, StillClock

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOnce(Generic[T]):
    """A database file to be copied, which no test opens, and what was made in it."""

    file: Path
    thing: T


def made_once(
    settings: Settings,
    empty: Path,
    file: Path,
    make: Callable[[simcord.Env, App, StillClock], Awaitable[T]],
) -> MadeOnce[T]:
    """Make a world in the whole program, in a copy of an empty database."""

    async def in_the_program() -> T:
        clock = StillClock()
        async with App(settings, clock=clock) as app:
            world = StandIn(app.client, check_errors=False)
            await world.start()
            thing = await make(world, app, clock)
            await world.shutdown()
        return thing

    shutil.copyfile(empty, file)
    thing = asyncio.run(in_the_program())
    with closing(sqlite3.connect(file)) as connection, connection:
        # The Discord of each test is a new one, which has to be told of the commands.
        connection.execute("UPDATE instance SET commands_digest = ''")
    return MadeOnce(file=file, thing=thing)
