"""Starting: from nothing to ready, over importing the same libraries; each in a fresh process."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measurement import Result
from benchmarks.printed_table import PrintedTable

ROUNDS = 7
OURS = ("bot", "cogs", "benchmarks", "__main__")
PAGE = os.sysconf("SC_PAGESIZE")
MEGABYTE = 2**20
Figures = tuple[float, float]  # CPU seconds and megabytes of a process
Round = tuple[Figures, Figures]  # of importing the libraries, and of the whole start


async def measure(table: PrintedTable) -> None:
    """Measure the start and what is held in memory after it."""
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        libraries = Path(folder) / "libraries.json"
        _spawn("ready", folder)
        _spawn("libraries", folder)
        rounds = [(_spawn("libraries", folder), _spawn("ready", folder)) for _ in range(ROUNDS)]
        count = len(json.loads(libraries.read_text(encoding="utf-8")))
    over = f"over importing the same {count:,} modules"
    await table.row(f"start to ready, {over}", _compared(rounds, 0, aim=1.6, unit="ms"))
    await table.row(f"memory when idle, {over}", _compared(rounds, 1, aim=1.2, unit="MB"))


async def _compared(rounds: Sequence[Round], which: int, *, aim: float, unit: str) -> Result:
    floor = median(libraries[which] for libraries, _ in rounds)
    ours = median(ready[which] for _, ready in rounds)
    return Result(floor=floor, ours=ours, aim=aim, unit=unit)


def _spawn(what: str, folder: str) -> Figures:
    """Return the CPU seconds and the megabytes of a process that does this."""
    told = subprocess.run(  # noqa: S603 - it is this very file
        [sys.executable, "-m", "benchmarks.startup", what, folder],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, megabytes = map(float, told.stdout.split())
    return seconds, megabytes


def resident() -> float:
    """Return the megabytes that this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * PAGE / MEGABYTE


def _tell() -> None:
    print(time.process_time(), resident())


async def _be_ready(folder: Path) -> None:
    """Start all but the connection to Discord, its commands included; tell when it is idle."""
    from bot.app import App  # noqa: PLC0415 - the other process imports none of it
    from bot.settings import Settings  # noqa: PLC0415 - nor this

    settings = Settings(
        database_url=f"sqlite+aiosqlite:///{folder / 'meridian.db'}",
        public_url="http://meridian.test",
        http_port=0,
    )
    async with App(settings) as app:
        await app.client.load_cogs()
        _tell()
    # A module without a spec is made by a library while that is imported, and has no file.
    found = [
        name
        for name, module in sys.modules.items()
        if name.partition(".")[0] not in OURS and getattr(module, "__spec__", None) is not None
    ]
    (folder / "libraries.json").write_text(json.dumps(found), encoding="utf-8")


def _import_libraries(folder: Path) -> None:
    for name in json.loads((folder / "libraries.json").read_text(encoding="utf-8")):
        __import__(name)
    _tell()


if __name__ == "__main__":
    where = Path(sys.argv[2])
    if sys.argv[1] == "ready":
        asyncio.run(_be_ready(where))
    else:
        _import_libraries(where)
