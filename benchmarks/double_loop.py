"""Loops of their own: the stand-in Discord allows one bot to an event loop."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Thread
from typing import Any, Generic, TypeVar

from benchmarks.measurement import Work

Inside = TypeVar("Inside")
Value = TypeVar("Value")


class Apart(Generic[Inside]):
    """Something that lives in an event loop of its own, in a thread that else sleeps."""

    inside: Inside

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    async def run(self, work: Coroutine[Any, Any, Value]) -> Value:
        """Do something there, and wait for it here."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def does(self, work: Work) -> Work:
        """Return what does this there."""

        async def there() -> object:
            return await work()

        return lambda: self.run(there())


@asynccontextmanager
async def apart(context: AbstractAsyncContextManager[Inside]) -> AsyncIterator[Apart[Inside]]:
    """Enter a context in a loop of its own, and leave it there afterwards."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    found: Apart[Inside] = Apart(loop)
    try:
        found.inside = await found.run(_entered(context))
        yield found
        await found.run(_left(context))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _entered(context: AbstractAsyncContextManager[Inside]) -> Inside:
    return await context.__aenter__()


async def _left(context: AbstractAsyncContextManager[Any]) -> None:
    await context.__aexit__(None, None, None)
