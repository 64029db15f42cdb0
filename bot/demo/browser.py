"""The demo in the browser, until it is stopped."""

import asyncio
import sys
from contextlib import suppress
from dataclasses import replace

from simcord import SetupError

from bot.clock import ZonesDisagree
from bot.connection import StartRefusal
from bot.core.translation import _
from bot.demo.chat_window import ChatWindow
from bot.demo.script import Script
from bot.demo.stage import Stage
from bot.demo.terminal import Terminal
from bot.demo.typed_lines import typed_lines
from bot.demo.world import build
from bot.run_command import until_stopped
from bot.settings import Settings
from bot.storage.database import StoreRefusal, path_of

# Seconds between two updates of the stand-in's clock; a click at that very moment would fail.
HEARTBEAT = 30.0
BEAT = 1.0  # seconds between two looks at what is due


async def run_demo(settings: Settings) -> int:
    """Run the demo until it is stopped; return the exit status."""
    try:
        await until_stopped(_play(settings))
    except (StartRefusal, StoreRefusal, ZonesDisagree) as refusal:
        print(_("The demo does not start: {reason}", reason=refusal), file=sys.stderr)
        return 1
    return 0


async def _play(settings: Settings) -> None:
    print(_("Preparing the demo with an invented collaboration (a few seconds) ..."), flush=True)
    stage_settings = replace(settings, discord_token=None)
    async with Stage(stage_settings, database_url=new_database(settings)) as stage:
        script = Script.read()
        world = await build(stage, script)
        async with ChatWindow(stage, world, settings.chat_port) as chat:
            terminal = Terminal(stage, world, chat)
            print(terminal.addresses(script.slug), flush=True)
            await _run(stage, chat, terminal)


def new_database(settings: Settings) -> str | None:
    """Return the address of the database to keep the demo's world in; None to keep nothing.

    An existing database is never touched: it may be a real one.
    """
    if settings.database_url == Settings().database_url:
        return None
    path = path_of(settings.database_url)
    if path.exists():
        print(_("{path} exists, so the demo leaves it alone and saves nothing.", path=path))
        return None
    print(_("The demo's world is kept in {path}.", path=path))
    return settings.database_url


async def _run(stage: Stage, chat: ChatWindow, terminal: Terminal) -> None:
    """Obey the terminal and keep the stand-in's clock going, until stopped."""
    tasks = [
        asyncio.create_task(_keep_time(stage)),
        asyncio.create_task(_keep_sending(stage, chat)),
    ]
    try:
        await _listen(terminal)
    finally:
        for task in tasks:
            task.cancel()


async def _keep_time(stage: Stage) -> None:
    while True:
        await asyncio.sleep(HEARTBEAT)
        with suppress(SetupError, TimeoutError):
            await stage.catch_up()


async def _keep_sending(stage: Stage, chat: ChatWindow) -> None:
    """Send and show what becomes due, including what somebody just asked for."""
    while True:
        await asyncio.sleep(BEAT)
        due = await stage.app.outbox.next_moment()
        if due is not None and due <= stage.clock.now():
            with suppress(SetupError, TimeoutError):
                await stage.send_due()
                await chat.refresh()


async def _listen(terminal: Terminal) -> None:
    async for typed in typed_lines():
        if typed.strip().casefold() in {"quit", "exit"}:
            return
        try:
            print(await terminal.obey(typed.strip()), flush=True)
        except (SetupError, TimeoutError) as error:
            print(_("That did not work this time: {reason}", reason=error), flush=True)
