"""Reading calendars from outside in another process, and only for a short time."""

import asyncio
import json
import logging
import os
import sys
from datetime import UTC, date, datetime
from typing import Any

from bot.core.folders import ROOT
from bot.core.intervals import Interval, NamedDays
from bot.core.translation import _
from bot.ics.reading.components import Unreadable
from bot.ics.reading.readings import BusyReading, DaysReading
from bot.ics.reading.reports import LineFault, ReadingReport

log = logging.getLogger(__name__)

LONGEST_CPU = 2  # seconds of the processor
LONGEST_TIME = 8.0  # seconds on the clock, for a busy processor
AT_ONCE = 2
# What a process needs to start, but none of our settings: they contain secrets.
PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "HOME", "TMPDIR")

TOO_LONG = _(
    "That calendar takes too long to read. Give one with fewer entries, "
    "above all with fewer repeating ones."
)


class Reader:
    """Reads calendars from outside; at most two at a time, each for a few seconds."""

    def __init__(
        self, *, longest_cpu: int = LONGEST_CPU, longest_time: float = LONGEST_TIME
    ) -> None:
        self._longest_cpu, self._longest_time = longest_cpu, longest_time
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def busy(self, data: bytes, *, zone: str, window: Interval) -> BusyReading:
        """Return when the owner of a calendar is busy (see busy_in), or raise Unreadable."""
        said = await self._asked("busy", data, zone, window)
        times = tuple(
            Interval(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
            for start, end in said["busy"]
        )
        return BusyReading(times, _report(said["report"]))

    async def days(self, data: bytes, *, zone: str, window: Interval) -> DaysReading:
        """Return the whole days of a calendar (see days_in), or raise Unreadable."""
        said = await self._asked("days", data, zone, window)
        days = tuple(
            NamedDays(
                first=date.fromisoformat(one["first"]),
                last=date.fromisoformat(one["last"]),
                name=one["name"],
            )
            for one in said["days"]
        )
        return DaysReading(days, _report(said["report"]))

    async def _asked(self, what: str, data: bytes, zone: str, window: Interval) -> dict[str, Any]:
        asked = {
            "what": what,
            "zone": zone,
            "since": window.start.timestamp(),
            "until": window.end.timestamp(),
            "seconds": self._longest_cpu,
        }
        async with self._turn:
            said = await self._work(json.dumps(asked).encode() + b"\n" + data)
        if "refusal" in said:
            raise Unreadable(said["refusal"])
        return said

    async def _work(self, given: bytes) -> dict[str, Any]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.ics.sandbox_worker"),
            cwd=ROOT,
            env=environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback may quote private content
        )
        try:
            async with asyncio.timeout(self._longest_time):
                made, _ = await process.communicate(given)
        except TimeoutError:
            raise Unreadable(TOO_LONG) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            log.warning("reading a calendar was ended with status %s", process.returncode)
            raise Unreadable(TOO_LONG)
        return dict(json.loads(made))


def _report(said: dict[str, Any]) -> ReadingReport:
    faults = tuple(LineFault(**one) for one in said["faults"])
    return ReadingReport(entries=said["entries"], unread=said["unread"], faults=faults)


def environment() -> dict[str, str]:
    """Return the environment of the other process."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}
