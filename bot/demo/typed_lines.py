"""The lines that somebody types in the terminal."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import suppress


async def typed_lines() -> AsyncIterator[str]:
    """Yield each typed line; wait forever if there is no terminal, or it is closed."""
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
    # A closed input or a plain file cannot be waited for, and on Windows no input can.
    with suppress(OSError, ValueError, AttributeError, NotImplementedError):
        handle = sys.stdin.fileno()
        loop.add_reader(handle, read)
    try:
        while True:
            yield await typed.get()
    finally:
        if handle >= 0:
            loop.remove_reader(handle)
