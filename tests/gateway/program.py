"""The real program, as `python -m bot run` starts it, against a loopback Discord."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.people.model.viewers import Viewer
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.conftest import database_url
from tests.loopback.facts import CHANNEL_ID, GUILD_ID, TOKEN
from tests.loopback.handle import Discord
from tests.paths import ROOT
from tests.test_app import free_port
from tests.worlds import World, visitor

URL = "http://meridian.test"


# A Friday: no week and no month begins.
AHEAD = datetime(2026, 11, 27, 12, tzinfo=UTC) - datetime.now(UTC)


FIRST = "2026-12-17"  # of a weekly seminar: until its talks are in, nothing is to be said of it


def now() -> datetime:
    """Return what time it is where the program runs."""
    return datetime.now(UTC) + AHEAD


def number_of(name: str) -> int:
    """Return the Discord number of somebody called so."""
    return visitor(name).discord_id


ADA, BEN, CLEO = map(number_of, ("Ada", "Ben", "Cleo"))
IN_CHANNEL, TO_ADA = f"kept in {CHANNEL_ID}", f"kept in 9{ADA}"  # what the loopback counts


@dataclass(slots=True, kw_only=True)
class Program:
    """One life of the program."""

    process: asyncio.subprocess.Process
    log: Path

    async def stop(self) -> int:
        """Ask it to stop, as a supervisor does; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return await self.process.wait()

    async def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    @property
    def complaints(self) -> list[str]:
        """What it logged as errors."""
        wrong = ("ERROR", "CRITICAL", "Traceback")
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if any(word in line for word in wrong)]


@asynccontextmanager
async def alive(discord: Discord, database: Path, **environment: str) -> AsyncIterator[Program]:
    """Start the program on a database; it is killed where the test is left."""
    log = database.with_suffix(".log")
    with log.open("ab") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.loopback.redirected"),
            *(discord.address, str(AHEAD.total_seconds()), "run"),
            cwd=database.parent,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "DISCORD_TOKEN": TOKEN,
                "DATABASE_URL": database_url(database),
                "PUBLIC_URL": URL,
                "HTTP_PORT": str(free_port()),
                **environment,
            },
            stderr=written,
        )
    running = Program(process=process, log=log)
    try:
        yield running
    finally:
        await running.kill()


@asynccontextmanager
async def connected(discord: Discord, database: Path, **environment: str) -> AsyncIterator[Program]:
    """Start the program, and go on when it is in the gateway."""
    before = (await discord.look()).counts["identified"]
    async with alive(discord, database, **environment) as program:
        await discord.until("identified", before + 1)
        yield program


async def found_seminar(
    file: Path,
    *,
    when: str = "Thursdays 17:00",
    members: tuple[str, ...] = (),
) -> tuple[Viewer, ...]:
    """Make a collaboration with a seminar in the loopback's server; return its members."""
    store = await Store.open(database_url(file), now=now())
    world = await World.found(store, guild_id=int(GUILD_ID))
    described = SeriesDescription(
        title="Seminar",
        when=when,
        first=FIRST,
        zone="epfl",
        join_link="https://meet.example.org/room",
        channel_id=int(CHANNEL_ID),
    )
    await SeriesService(store, Publisher(store, URL, standing=KINDS.standing)).create(
        world.organizer, described, now=now()
    )
    there = [await world.viewer(name) for name in members]
    await store.close()
    return (world.organizer, *there)
