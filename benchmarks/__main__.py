"""Measure everything and print it as a Markdown table: python -m benchmarks."""

import asyncio
import logging
import platform
import sys
from importlib.metadata import version

from benchmarks import commands, feeds
from benchmarks import deliveries as delivering
from benchmarks import find_time as searching
from benchmarks import pictures as drawing
from benchmarks import startup as starting
from benchmarks import typed_times as reading
from benchmarks.measurement import HEADER, Result

LIBRARIES = ("aiohttp", "discord.py", "simcord", "sqlalchemy", "aiosqlite", "icalendar")


async def _measured() -> list[Result]:
    return [
        *await feeds.measure(),
        *await commands.measure(),
        *await reading.measure(),
        *searching.measure(),
        *await drawing.measure(),
        *starting.measure(),
        *await delivering.measure(),
    ]


def main() -> int:
    """Print the table; the exit status says nothing of it."""
    logging.disable(logging.WARNING)
    with_versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    print(f"Python {platform.python_version()}, {with_versions}\n")
    rows = [result.row() for result in asyncio.run(_measured())]
    print("", HEADER, *rows, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
