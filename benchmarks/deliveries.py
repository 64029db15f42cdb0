"""Delivering: what many waiting deliveries cost, and how fast many that are due at once leave."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from discord.http import Route

from benchmarks.data import fill
from benchmarks.measurement import Result
from benchmarks.printed_table import PrintedTable
from benchmarks.rate_limited_discord import PER_SECOND, discord, figures
from benchmarks.servers import SERVERS, add_servers
from benchmarks.startup import resident
from bot.app import App
from bot.clock import Clock
from bot.meetings.store import meetings
from bot.outbox import queue as deliveries
from bot.outbox.deliveries import Due, Kind, about_meeting, moment_key, to_channel, to_member
from bot.programme.service.publication import Publisher
from bot.run_command import spare_the_collector
from bot.settings import Settings
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.loopback.facts import TOKEN
from tests.worlds import NOW, World

WAITING, AT_ONCE, LETTERS = 100_000, 1_000, 200
ROUNDS, LOOKS = 3, 200
MOST_MEGABYTES, MOST_TO_LOOK = 10, 0.001  # seconds
PATIENCE = 300  # seconds
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


def settings_in(folder: Path) -> Settings:
    """Return the settings of a Meridian whose files are in this folder."""
    url = f"sqlite+aiosqlite:///{folder / 'meridian.db'}"
    return Settings(
        database_url=url, public_url="http://meridian.test", http_port=0, discord_token=TOKEN
    )


async def prepare(folder: Path, waiting: int, servers: int = 0) -> None:
    """Make a collaboration with a meeting, and so many deliveries that wait, and other servers."""
    store = await Store.open(settings_in(folder).database_url, now=NOW)
    await World.found(store)
    await add_servers(store, servers)
    await fill(store, 1, (10,))
    # So that the program has no reason to plan anew when it starts.
    await Publisher(store, settings_in(folder).public_url, standing=KINDS.standing).republish_stale(
        now=NOW
    )
    async with store.write() as connection:
        planned = await deliveries.of_kind(connection, 1, list(Kind))
        await deliveries.withdraw(connection, [one.id for one in planned])
        await deliveries.insert_many(connection, 1, _waiting(waiting))
    await store.close()


def _waiting(count: int) -> Iterator[Due]:
    for number in range(count):
        due = NOW + DAY + number * timedelta(seconds=1)
        yield Due(
            kind=Kind.REMINDER,
            what=about_meeting(number),
            target=to_member(number % 1000),
            occurrence=f"{moment_key(due)} 15",
            due=due,
            pointless_after=due + QUARTER,
        )


class Started(Clock):
    """A clock that goes on from an instant."""

    def __init__(self, instant: datetime) -> None:
        self._instant, self._begun = instant, time.monotonic()

    def now(self) -> datetime:
        """Return the instant, and what has passed since."""
        return self._instant + timedelta(seconds=time.monotonic() - self._begun)


@dataclass(slots=True)
class Holding:
    """How long the event loop was held at most, in CPU seconds of its thread.

    CPU time, because other programs on the computer hold a thread too.
    """

    longest: float = 0.0

    async def watch(self) -> None:
        """Look every millisecond, until cancelled."""
        before = time.thread_time()
        while True:
            await asyncio.sleep(0.001)
            now = time.thread_time()
            self.longest, before = max(self.longest, now - before), now


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What came of many deliveries that were due at one instant."""

    requests: int
    refused: int
    seconds: float
    longest_hold: float

    @property
    def ideal(self) -> float:
        """The seconds that Discord's limit alone takes."""
        return self.requests / PER_SECOND


async def burst(count: int, *, letters: bool = False) -> Burst:
    """Let so many reminders of one meeting be due at once, to channels or to members."""
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        settings = settings_in(Path(folder))
        await prepare(Path(folder), 0, SERVERS)
        store = await Store.open(settings.database_url, now=NOW)
        instant = await _due_at_once(store, count, letters=letters)
        await store.close()
        async with discord() as address:
            Route.BASE = f"{address}/api/v10"
            async with App(settings, clock=Started(instant)) as app:
                await app.client.login(TOKEN)
                app.client._ready.set()  # noqa: SLF001 - there is no gateway to say so
                await app.housekeeping.stop()
                spare_the_collector()
                longest_hold = await _send_all(app, count)
            told = await figures(address)
    assert told["messages"] == count, told
    return Burst(
        requests=int(told["requests"]),
        refused=int(told["refused"]),
        seconds=told["seconds"],
        longest_hold=longest_hold,
    )


async def _due_at_once(store: Store, count: int, *, letters: bool) -> datetime:
    async with store.write() as connection:
        meeting = await meetings.by_id(connection, 10)
        assert meeting is not None
        first = 1000  # the first of the members that the store was filled with
        due = meeting.start - QUARTER
        wanted = [
            Due(
                kind=Kind.REMINDER if letters else Kind.SOON,
                what=about_meeting(meeting.id),
                target=to_member(first + number) if letters else to_channel(5000 + number),
                occurrence=f"{moment_key(meeting.start)} {number}",
                due=due,
                pointless_after=meeting.start,
            )
            for number in range(count)
        ]
        await deliveries.insert_many(connection, 1, wanted)
    return due


async def _send_all(app: App, count: int) -> float:
    holding, wanted = Holding(), 'meridian_deliveries{state="sent"}'
    tasks = [asyncio.create_task(app.outbox.run()), asyncio.create_task(holding.watch())]
    async with asyncio.timeout(PATIENCE):
        while (await app.outbox.figures())[wanted] < count:  # noqa: ASYNC110 - looking more often would be load
            await asyncio.sleep(1)
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return holding.longest


async def measure(table: PrintedTable) -> None:
    """Measure what waits, and what is due at once."""
    name = f"{WAITING:,} waiting deliveries, more memory, over the {MOST_MEGABYTES} MB allowed"
    await table.row(name, _waiting_in_memory())
    name = f"next due of {WAITING:,} found, over the {MOST_TO_LOOK * 1e3:.0f} ms allowed"
    await table.row(name, _looking())
    over = f"over {PER_SECOND} requests a second"
    name = f"{AT_ONCE:,} posts due at one instant, {SERVERS:,} servers in the store, {over}"
    await table.row(name, _paced(table, "posts", burst(AT_ONCE)))
    name = f"{LETTERS} letters, each opening its direct messages, {over}"
    await table.row(name, _paced(table, "letters", burst(LETTERS, letters=True)))


async def _paced(table: PrintedTable, what: str, bursting: Awaitable[Burst]) -> Result:
    sent = await bursting
    hold = f"{1e3 * sent.longest_hold:.0f} ms"
    table.note(f"{what}: {sent.refused} times 429, event loop held {hold} at most")
    return Result(floor=sent.ideal, ours=sent.seconds, aim=1.1, unit="s")


async def _waiting_in_memory() -> Result:
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        without, many = Path(folder) / "without", Path(folder) / "many"
        for place, count in ((without, 0), (many, WAITING)):
            place.mkdir()
            await prepare(place, count)
        pairs = [(_resident(without), _resident(many)) for _ in range(ROUNDS)]
    more = max(median(ours - floor for floor, ours in pairs), 0.0)
    return Result(floor=MOST_MEGABYTES, ours=more, aim=1, unit="MB")


async def _looking() -> Result:
    """Measure what it takes to learn when something is next due."""
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        await prepare(Path(folder), WAITING)
        async with App(settings_in(Path(folder)), clock=Started(NOW)) as app:
            taken = []
            for _ in range(LOOKS):
                begun = time.process_time()
                await app.outbox.next_moment()
                taken.append(time.process_time() - begun)
    return Result(floor=MOST_TO_LOOK, ours=median(taken), aim=1)


def _resident(folder: Path) -> float:
    """Return the megabytes of a fresh process whose outbox has looked round in this folder."""
    told = subprocess.run(  # noqa: S603 - it is this very file
        [sys.executable, "-m", "benchmarks.deliveries", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(told.stdout)


async def _look_round(folder: Path) -> None:
    async with App(settings_in(folder), clock=Started(NOW)) as app:
        await app.outbox.take_over()
        await app.outbox.run_due()
        print(resident())


if __name__ == "__main__":
    asyncio.run(_look_round(Path(sys.argv[1])))
