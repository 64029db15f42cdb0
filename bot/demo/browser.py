"""Playing: the demo in the browser, and the words that its terminal takes."""

import asyncio
import os
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Self

import simcord
from simcord import Preview, SetupError

from bot.app import StartRefusal, until_stopped
from bot.clock import ZonesDisagree
from bot.demo.script import Script
from bot.demo.stage import Stage
from bot.demo.world import World, build
from bot.settings import Settings
from bot.storage.database import StoreRefusal, path_of

UNITS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
SKIP = re.compile(r"skip\s+(\d{1,4})\s+(minute|hour|day|week)s?", re.IGNORECASE)
FARTHEST = timedelta(days=365)
# Seconds between two looks at the clock; somebody's click at that very moment would be refused.
HEARTBEAT = 30.0
BEAT = 1.0  # seconds between two looks at what is due
MOST_NEWS = 5  # places of which the terminal says how much arrived there
WORDS = "skip 3 days · open #channel · open dm NAME · help · quit"


async def run_demo(settings: Settings) -> int:
    """Run the demo until it is stopped; return the exit status."""
    try:
        await until_stopped(_play(settings))
    except (StartRefusal, StoreRefusal, ZonesDisagree) as refusal:
        print(f"The demo does not start: {refusal}", file=sys.stderr)
        return 1
    return 0


async def _play(settings: Settings) -> None:
    print("Meridian's demo: making an invented collaboration (a few seconds) ...", flush=True)
    stage_settings = replace(settings, discord_token=None)
    async with Stage(stage_settings, database_url=new_database(settings)) as stage:
        script = Script.read()
        world = await build(stage, script)
        async with Show(stage, world, settings.chat_port) as show:
            print(show.addresses(script.slug), flush=True)
            await show.run()


def new_database(settings: Settings) -> str | None:
    """Return the address at which somebody wants the demo's world kept; None for nowhere.

    A database that is there already is left alone: it may be a real one.
    """
    if settings.database_url == Settings().database_url:
        return None
    path = path_of(settings.database_url)
    if path.exists():
        print(f"{path} is there already and is left alone; the demo leaves nothing behind.")
        return None
    print(f"The demo's world is kept in {path}.")
    return settings.database_url


class Show:
    """One channel of the stand-in Discord in the browser, while entered."""

    def __init__(self, stage: Stage, world: World, port: int) -> None:
        self._stage, self._world, self._port = stage, world, port
        self._open = AsyncExitStack()
        self._preview: Preview | None = None

    async def __aenter__(self) -> Self:
        await self._show(self._world.channels["seminar"])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    async def _show(self, channel: simcord.ChannelHandle, viewer: object = None) -> None:
        await self._open.aclose()
        viewers = list(self._world.people.values()) if viewer is None else [viewer]
        preview = self._stage.discord.preview(
            channel,
            viewers=viewers,  # type: ignore[arg-type]
            layout="channel",
            port=self._port,
        )
        try:
            self._preview = await self._open.enter_async_context(preview)
        except SetupError as error:
            message = (
                f"port {self._port} for the chat cannot be used: "
                "stop what uses it, or set CHAT_PORT to another one."
            )
            raise StartRefusal(message) from error

    def addresses(self, slug: str) -> str:
        """Return where everything is to be seen."""
        links = self._stage.app.client.links
        return "\n".join(
            (
                "",
                f"  chat   {self._address()}",
                f"  page   {links.collaboration(slug)}",
                f"  feed   {links.feed_all(slug)}",
                "",
                f"Type here: {WORDS}. Ctrl-C ends it.",
            )
        )

    def _address(self) -> str:
        return "" if self._preview is None else self._preview.url

    async def run(self) -> None:
        """Do what is typed, and keep the stand-in's clock going, until stopped."""
        meanwhile = [asyncio.create_task(work()) for work in (self._keep_time, self._keep_sending)]
        try:
            await self._listen()
        finally:
            for task in meanwhile:
                task.cancel()

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            with suppress(SetupError, TimeoutError):
                await self._stage.catch_up()

    async def _keep_sending(self) -> None:
        """Send what falls due, also what somebody just asked for, and show it."""
        while True:
            await asyncio.sleep(BEAT)
            due = await self._stage.app.outbox.next_moment()
            if due is not None and due <= self._stage.clock.now():
                with suppress(SetupError, TimeoutError):
                    await self._stage.send_due()
                    await self._refresh()

    async def _refresh(self) -> None:
        if self._preview is not None:
            await self._stage.in_turn(self._preview.refresh)

    async def _listen(self) -> None:
        async for typed in lines_of_stdin():
            if typed.strip().casefold() in {"quit", "exit"}:
                return
            try:
                print(await self.obey(typed.strip()), flush=True)
            except (SetupError, TimeoutError) as error:
                print(f"That did not work just now: {error}", flush=True)

    async def obey(self, typed: str) -> str:
        """Do what was typed in the terminal and return what is said to it."""
        if match := SKIP.fullmatch(typed):
            return await self._skip(timedelta(seconds=int(match[1]) * UNITS[match[2].casefold()]))
        if typed.casefold().startswith("open dm "):
            return await self._open_dm(typed[8:].strip())
        if typed.casefold().startswith("open "):
            return await self._open_channel(typed[5:].strip().removeprefix("#"))
        return f"I understand: {WORDS}."

    async def _skip(self, distance: timedelta) -> str:
        if distance > FARTHEST:
            return "At most a year at once, please."
        before = self._arrived()
        await self._stage.skip(distance)
        await self._refresh()
        told = f"It is {self._stage.clock.now():%a %d %b %Y %H:%M} UTC now."
        fresh = self._arrived() - before
        return "\n".join(
            [told, *(f"  {n} in {place}" for place, n in fresh.most_common(MOST_NEWS))]
        )

    def _arrived(self) -> Counter[str]:
        """Return how many messages stand in each channel and with each person, by name."""
        places = {f"#{name}": channel for name, channel in self._world.channels.items()}
        places |= {f"dm {name}": one.user.dm_channel for name, one in self._world.people.items()}
        return Counter({name: len(place.history()) for name, place in places.items()})

    async def _open_channel(self, name: str) -> str:
        channel = self._world.channels.get(name.casefold())
        if channel is None:
            return f"There is no #{name}; there are #{', #'.join(self._world.channels)}."
        await self._show(channel)
        return f"#{name.casefold()}: {self._address()}"

    async def _open_dm(self, typed: str) -> str:
        found = [
            name for name in self._world.people if name.casefold().startswith(typed.casefold())
        ]
        if not typed or not found:
            return f"There is nobody called {typed!r}; there are {', '.join(self._world.people)}."
        user = self._world.people[found[0]].user
        await self._show(user.dm_channel, user)
        return f"Direct messages of {found[0]}: {self._address()}"


async def lines_of_stdin() -> AsyncIterator[str]:
    """Yield what is typed; where there is no terminal, or it is closed, wait for ever."""
    loop, typed = asyncio.get_running_loop(), asyncio.Queue[str]()
    waiting = bytearray()

    def read() -> None:
        chunk = os.read(handle, 4096)
        if not chunk:
            loop.remove_reader(handle)
        waiting.extend(chunk)
        *whole, rest = waiting.split(b"\n")
        waiting[:] = rest
        for line in whole:
            typed.put_nowait(line.decode(errors="replace"))

    handle = -1
    # A closed input and a plain file cannot be waited for, nor can any on Windows.
    with suppress(OSError, ValueError, AttributeError, NotImplementedError):
        handle = sys.stdin.fileno()
        loop.add_reader(handle, read)
    try:
        while True:
            yield await typed.get()
    finally:
        if handle >= 0:
            loop.remove_reader(handle)
