"""Many servers in one store: a change in one of them must not cost what all of them cost."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert

from benchmarks.data import FED, fill
from benchmarks.measurement import Result, compare
from benchmarks.printed_table import PrintedTable
from benchmarks.write_lock import watched
from bot.app import App
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.servers.store.collaborations import table as collaborations
from bot.settings import Settings
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.store import talks
from tests.discord_servers import StillClock
from tests.worlds import NOW, World

SERVERS, EDITED = 5_000, 500
ROUNDS = 5
DAILY = "every week on Mon Tue Wed Thu Fri Sat Sun"
FIRST_SERVER = 1_000
LONGEST_HOLD = 0.2  # seconds


@dataclass(slots=True, kw_only=True)
class Written:
    """The whole program on a store, without Discord, and a change that is made again and again."""

    app: App
    numbers: Iterator[int]

    async def change(self) -> None:
        """Give a talk another title; whatever listens to changes is told."""
        number = next(self.numbers)
        store = self.app.store
        async with store.change(1) as connection:
            await talks.update_talk(connection, 1 + number % FED, title=f"Title {number}")
            await self.app.publisher.publish(connection, [1 + number % FED], now=NOW)


async def add_servers(store: Store, how_many: int) -> None:
    """Add servers that do nothing."""
    rows: list[dict[str, Any]] = [
        {"slug": f"server-{number}", "name": f"Server {number}", "guild_id": FIRST_SERVER + number}
        for number in range(how_many)
    ]
    if rows:
        async with store.write() as connection:
            await connection.execute(insert(collaborations), rows)


@asynccontextmanager
async def among(servers: int) -> AsyncIterator[Written]:
    """Run the program on a store with a series of 1,000 meetings, and so many other servers."""
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        settings = Settings(
            database_url=f"sqlite+aiosqlite:///{Path(folder) / 'meridian.db'}",
            public_url="http://meridian.test",
            http_port=0,
        )
        store = await Store.open(settings.database_url, now=NOW)
        world = await World.found(store)
        await fill(store, world.organizer.collaboration.id, (FED,))
        await add_servers(store, servers)
        await store.close()
        async with App(settings, clock=StillClock()) as app:
            yield Written(app=app, numbers=count())


async def measure(table: PrintedTable) -> None:
    """Measure a change among many servers, and how long a large one keeps others from writing."""
    async with AsyncExitStack() as running:
        one = await running.enter_async_context(among(0))
        many = await running.enter_async_context(among(SERVERS))
        name = f"any write, {SERVERS:,} servers in the store, over the same write with one server"
        row = compare(floor=one.change, ours=many.change, aim=1.2, calls=10)
        await table.row(name, row)
    name = f"a series edit of {EDITED} meetings, the longest hold of the write lock, over 200 ms"
    await table.row(name, _edited())


async def _edited() -> Result:
    """Move all meetings of a series by an hour, and back; return the holds' median."""
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'meridian.db'}"
        store = await Store.open(url, now=NOW)
        organizer = (await World.found(store)).organizer
        publisher = Publisher(store, "http://meridian.test", standing=KINDS.standing)
        service = SeriesService(store, publisher)
        described = SeriesDescription(title="Daily", when=f"{DAILY} 17:00 {EDITED} times")
        made = await service.create(organizer, described, now=NOW)
        holds = []
        for number in range(ROUNDS + 1):
            moved = SeriesDescription(when=f"{DAILY} {18 - number % 2}:00 {EDITED} times")
            with watched() as lock:
                await service.edit(organizer, made.series.slug, moved, now=NOW)
            holds.append(lock.longest)
        await store.close()
    return Result(floor=LONGEST_HOLD, ours=median(holds[1:]), aim=1)
