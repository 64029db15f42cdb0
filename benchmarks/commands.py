"""Commands: what one costs in the stand-in Discord, over a command that says one word."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import discord
import simcord
from discord.ext import commands

from benchmarks.data import FEW, MANY, fill, free_slots
from benchmarks.double_loop import apart
from benchmarks.measurement import Result, Work, compare
from benchmarks.printed_table import PrintedTable
from bot.app import App
from bot.setting_checks import MOST_WRITES
from bot.settings import Settings
from tests.discord_servers import Result as Shown
from tests.discord_servers import Server, StillClock, said

ROUNDS, CALLS = 9, 5
TALK = 55  # there is one in each store


@dataclass(slots=True, kw_only=True)
class Empty:
    """A bot of bare discord.py with one command."""

    person: simcord.MemberActor
    channel: simcord.ChannelHandle

    async def ping(self) -> None:
        """Give the command."""
        await self.person.slash(self.channel, "ping")


@asynccontextmanager
async def empty() -> AsyncIterator[Empty]:
    """Put a bare bot into a stand-in Discord."""
    client: commands.Bot = commands.Bot(
        command_prefix=commands.when_mentioned, intents=discord.Intents.default()
    )

    @client.tree.command(description="Says pong")
    async def ping(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("pong", ephemeral=True)

    world = simcord.Env(client, check_errors=False)
    await world.start()
    await client.tree.sync()
    guild = world.create_guild("Empty")
    channel = guild.create_text_channel("seminar")
    person = guild.add_member(world.create_user("Ada"))
    yield Empty(person=person, channel=channel)
    await world.shutdown()


@dataclass(slots=True, kw_only=True)
class Busy:
    """The whole program in a stand-in Discord, with a store that was filled."""

    server: Server

    async def give(self, name: str, *, shows: str, **options: str) -> Shown:
        """Give a command as Ben; what comes is looked at."""
        shown = await self.server.ben.slash(self.server.channel, name, **options)
        assert shows in said(shown), said(shown)
        return shown

    async def next(self) -> None:
        """Give /next."""
        await self.give("next", shows="On the")

    async def show(self) -> None:
        """Give /talk show."""
        await self.give("talk show", shows="kernel", talk=str(TALK))


@asynccontextmanager
async def busy(counts: Sequence[int]) -> AsyncIterator[Busy]:
    """Put Meridian into a stand-in Discord, its store with a series for each count."""
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        settings = Settings(
            database_url=f"sqlite+aiosqlite:///{Path(folder) / 'meridian.db'}",
            public_url="http://meridian.test",
            http_port=0,
            writes_per_member=MOST_WRITES,
            writes_per_server=MOST_WRITES,
        )
        async with App(settings, clock=StillClock()) as app:
            world = simcord.Env(app.client, check_errors=False)
            await world.start()
            server = await Server(world, app, "Theory").set_up()
            await fill(app.store, 1, counts)
            await app.housekeeping.stop()  # what it does now and then is no part of a command
            yield Busy(server=server)
            await world.shutdown()


class SigningUp:
    """The sign-up form, opened beforehand, for one free slot after another."""

    def __init__(self, server: Server, slots: Sequence[int]) -> None:
        self._server, self._slots = server, iter(slots)
        self._form: Shown | None = None

    @classmethod
    async def of(cls, server: Server, count: int) -> Self:
        """Make as many free slots as forms will be submitted."""
        return cls(server, await free_slots(server.app.store, 1, count))

    async def open(self) -> None:
        """Open the form for the next free slot."""
        self._form = await self._server.ben.slash(
            self._server.channel, "talk signup", series="open", slot=str(next(self._slots))
        )

    async def submit(self) -> None:
        """Submit it."""
        assert self._form is not None
        done = await self._server.ben.submit_modal(
            self._form, {"title": "Kernels", "abstract": "In three parts.", "paper": "2106.10165"}
        )
        assert "You are signed up" in said(done), said(done)


async def measure(table: PrintedTable) -> None:
    """Measure commands that read, and a form that writes."""
    async with apart(empty()) as bare, apart(busy(FEW)) as few, apart(busy(MANY)) as many:
        floor = bare.does(bare.inside.ping)
        held, fewer = f"{sum(MANY):,} talks", f"{sum(FEW)} talks"
        for name, in_few, in_many in (
            ("/next", few.inside.next, many.inside.next),
            ("/talk show", few.inside.show, many.inside.show),
        ):
            less, ours = few.does(in_few), many.does(in_many)
            over_empty = _compare(floor, ours, 2)
            await table.row(f"{name}, {held}, over an empty command", over_empty)
            await table.row(f"{name}, {held}, over {fewer}", _compare(less, ours, 1.2))
        # Each call and each warming up of either side opens a form of its own.
        signing_up = await many.run(SigningUp.of(many.inside.server, 2 * (ROUNDS + 1) * CALLS))
        submit, opens = many.does(signing_up.submit), many.does(signing_up.open)
        name = f"sign-up form, {held}, over an empty command"
        await table.row(name, _compare(floor, submit, 6, opens))


async def _compare(floor: Work, ours: Work, aim: float, prepare: Work | None = None) -> Result:
    return await compare(
        floor=floor, ours=ours, aim=aim, prepare=prepare, rounds=ROUNDS, calls=CALLS
    )
