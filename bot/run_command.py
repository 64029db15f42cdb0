"""`python -m bot run`: Meridian from its start until a signal asks it to stop."""

import asyncio
import gc
import logging
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from bot.app import App
from bot.clock import ZonesDisagree
from bot.connection import StartRefusal
from bot.settings import Settings
from bot.storage.database import StoreRefusal

log = logging.getLogger(__name__)


async def run(settings: Settings) -> int:
    """Run until a signal asks to stop; return the exit status."""
    for warning in settings.warnings:
        log.warning(warning)
    try:
        await until_stopped(_serve(settings))
    except (StartRefusal, StoreRefusal, ZonesDisagree) as refusal:
        log.critical("Meridian does not start: %s", refusal)
        return 1
    return 0


async def _serve(settings: Settings) -> None:
    async with App(settings) as app:
        spare_the_collector()
        await app.connect()


def spare_the_collector() -> None:
    """Let the garbage collector leave alone what is there by now, which stays to the end.

    Looking through all modules takes it a tenth of a second, in which nobody is answered.
    """
    gc.collect()
    gc.freeze()


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` to its end, or until SIGTERM or SIGINT comes: then it is cancelled, once."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def stop() -> None:
        if not asked.is_set():
            asked.set()
            task.cancel()

    with suppress(NotImplementedError):  # Windows has no such handlers; there Ctrl-C cancels
        loop.add_signal_handler(signal.SIGTERM, stop)
        loop.add_signal_handler(signal.SIGINT, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not asked.is_set():
            raise
