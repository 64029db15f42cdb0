"""Measure everything, or the groups named, and print a Markdown table: python -m benchmarks."""

import asyncio
import logging
import platform
import sys
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks import (
    commands,
    deliveries,
    feeds,
    find_time,
    live_discord,
    pictures,
    servers,
    startup,
    typed_times,
)
from benchmarks.printed_table import Group, PrintedTable

LIBRARIES = ("aiohttp", "discord.py", "simcord", "sqlalchemy", "aiosqlite", "icalendar")
GROUPS: dict[str, Group] = {
    "feeds": feeds.measure,
    "commands": commands.measure,
    "typed_times": typed_times.measure,
    "find_time": find_time.measure,
    "pictures": pictures.measure,
    "startup": startup.measure,
    "deliveries": deliveries.measure,
    "servers": servers.measure,
    "live_discord": live_discord.measure,
}


async def _measured(names: Sequence[str]) -> int:
    table = PrintedTable()
    table.begin()
    for name in names or GROUPS:
        await table.group(name, GROUPS[name])
    return table.end()


def main(names: Sequence[str]) -> int:
    """Print the table; return 1 if a row failed, whatever the ratios are."""
    if unknown := set(names) - GROUPS.keys():
        print(f"There is no group {', '.join(sorted(unknown))}: {', '.join(GROUPS)}.")
        return 2
    # Each row checks that what it measures is right; what is logged would break the table.
    logging.disable(logging.CRITICAL)
    with_versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    print(f"Python {platform.python_version()}, {with_versions}\n")
    return asyncio.run(_measured(names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
