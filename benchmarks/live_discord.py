"""The real program in a process of its own, and many people at once in a loopback Discord."""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp
from sqlalchemy import select

from benchmarks.measurement import Result
from benchmarks.printed_table import PrintedTable
from bot.meetings.store.meetings import slots
from bot.setting_checks import MOST_WRITES
from bot.storage.database import Store
from tests.conftest import database_url
from tests.gateway.program import (
    AHEAD,
    IN_CHANNEL,
    Program,
    connected,
    found_seminar,
    now,
    number_of,
)
from tests.loopback.handle import Discord, Seen, labels, started
from tests.loopback.interactions import DEADLINE

PEOPLE = 50
LONGEST_WAIT = 1.0  # seconds, for the last of all who press a button at once
A_SECOND, SECONDS = 20, 120
SIGN_UP_EVERY = 20  # commands
DAILY = "every week on Mon Tue Wed Thu Fri 17:00"
READING: tuple[tuple[str, dict[str, str]], ...] = (
    ("next", {}),
    ("talk list", {}),
    ("series list", {}),
    ("talk show", {"talk": "1"}),
)
LIMITS = {"WRITES_PER_MEMBER": str(MOST_WRITES), "WRITES_PER_SERVER": str(MOST_WRITES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server of many people, with the program in it."""

    discord: Discord
    program: Program
    people: list[int]
    slots: Iterator[str]

    async def sign_up(self, who: int, slot: str) -> list[Seen]:
        """Sign up for a slot; return what was shown on the way."""
        opened = await self.discord.command(who, "talk signup", series="seminar", slot=slot)
        typed = {"title": f"Kernels in {slot}", "abstract": "Of rings."}
        if opened.failed:
            return [opened]
        done = await self.discord.submit(who, opened, **typed)
        assert done.failed or "You are signed up" in done.words, done.words
        return [opened, done]


async def _slots(file: Path) -> list[str]:
    """Return all slots, the first meeting's first."""
    store = await Store.open(database_url(file), now=now())
    async with store.read() as connection:
        found = [
            str(one) for one in await connection.scalars(select(slots.c.id).order_by(slots.c.id))
        ]
    await store.close()
    return found


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    """Run a loopback Discord and the program, each in its own process."""
    names = [f"m{number:02}" for number in range(PEOPLE)]
    people = [number_of(name) for name in names]
    connector = aiohttp.TCPConnector(limit=0)
    with started() as address, TemporaryDirectory(prefix="meridian-bench-") as folder:
        async with aiohttp.ClientSession(connector=connector) as session:
            discord = Discord(address, session)
            await discord.let(ahead=AHEAD.total_seconds())
            await discord.join(*zip(people, names, strict=True))
            file = Path(folder) / "meridian.db"
            await found_seminar(file, when=DAILY, members=tuple(names))
            free = await _slots(file)
            async with connected(discord, file, **LIMITS) as program:
                yield Server(discord=discord, program=program, people=people, slots=iter(free))
                wrong = program.complaints
                assert not wrong, f"{len(wrong)} lines in the log, the first: {wrong[0]}"


async def measure(table: PrintedTable) -> None:
    """Measure one button for everybody, and many commands one after the other."""
    async with served() as server:
        name = f"{PEOPLE} members press one button at once, the last answer, over 1 s"
        await table.row(name, _pressed(table, server))
        name = f"{A_SECOND} commands a second for {SECONDS} s, the slowest answer, over 3 s"
        await table.row(name, _kept_up(table, server))


async def _pressed(table: PrintedTable, server: Server) -> Result:
    discord = server.discord
    await server.sign_up(server.people[0], next(server.slots))
    await discord.until(IN_CHANNEL)
    posts = [one for one in (await discord.look()).channel if "Going" in labels(one)]
    number = int(posts[0]["id"])
    seen = await asyncio.gather(*(discord.click(who, number, "Going") for who in server.people))
    _note(table, "one button", seen)
    assert all("saved" in one.words for one in seen), {one.words for one in seen}
    return Result(floor=LONGEST_WAIT, ours=max(one.seconds for one in seen), aim=1, unit="s")


async def _kept_up(table: PrintedTable, server: Server) -> Result:
    chance = random.Random(0)  # noqa: S311 - chance, not secrecy
    asked: list[Awaitable[list[Seen]]] = []
    clock = asyncio.get_running_loop().time
    begun = clock()
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(begun + number / A_SECOND - clock())
        who = chance.choice(server.people)
        if number % SIGN_UP_EVERY == 0:
            asked.append(asyncio.create_task(_sign_up(server, who)))
        else:
            command, options = chance.choice(READING)
            asked.append(asyncio.create_task(_read(server, who, command, options)))
    seen = [one for answers in await asyncio.gather(*asked) for one in answers]
    _note(table, f"{A_SECOND} commands a second", seen)
    return Result(floor=DEADLINE, ours=max(one.seconds for one in seen), aim=1, unit="s")


async def _sign_up(server: Server, who: int) -> list[Seen]:
    return await server.sign_up(who, next(server.slots))


async def _read(server: Server, who: int, command: str, options: dict[str, str]) -> list[Seen]:
    return [await server.discord.command(who, command, **options)]


def _note(table: PrintedTable, what: str, seen: list[Seen]) -> None:
    """Note the times; an answer that nobody saw is an error."""
    lost = [one.failed for one in seen if one.failed]
    assert not lost, f"{len(lost)} of {len(seen)} answers lost, the first: {lost[0]}"
    waits = [one.seconds for one in seen]
    table.note(
        f"{what}: {len(waits)} answers, median {median(waits):.3f} s, slowest {max(waits):.3f} s"
    )
