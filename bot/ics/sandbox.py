"""Confining: calendars from outside are read by another process, and not for long."""

import asyncio
import json
import logging
import os
import sys
from datetime import UTC, date, datetime
from typing import Any

from bot.core.folders import ROOT
from bot.core.intervals import Interval, NamedDays
from bot.ics.prefilter import Unreadable

log = logging.getLogger(__name__)

LONGEST_CPU = 2  # seconds of the processor
LONGEST_TIME = 8.0  # seconds on the clock, where the processor has much else to do
AT_ONCE = 2
# What a process needs to start, and no setting of ours: they hold secrets.
PASSED_ON = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "HOME", "TMPDIR")

TOO_LONG = (
    "That calendar takes too long to read: please give one with fewer entries, "
    "above all with fewer that repeat."
)


class Reader:
    """Reads calendars from outside; at most two at a time, each for a few seconds."""

    def __init__(
        self, *, longest_cpu: int = LONGEST_CPU, longest_time: float = LONGEST_TIME
    ) -> None:
        self._longest_cpu, self._longest_time = longest_cpu, longest_time
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def busy(self, data: bytes, *, zone: str, window: Interval) -> tuple[Interval, ...]:
        """Return when the owner of a calendar is busy (busy_in); raise Unreadable if unreadable."""
        found = await self._asked("busy", data, zone, window)
        return tuple(
            Interval(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
            for start, end in found
        )

    async def days(self, data: bytes, *, zone: str, window: Interval) -> tuple[NamedDays, ...]:
        """Return the whole days that a calendar names (days_in); raise Unreadable if unreadable."""
        return tuple(
            NamedDays(
                first=date.fromisoformat(one["first"]),
                last=date.fromisoformat(one["last"]),
                name=one["name"],
            )
            for one in await self._asked("days", data, zone, window)
        )

    async def _asked(self, what: str, data: bytes, zone: str, window: Interval) -> list[Any]:
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
        return list(said[what])

    async def _work(self, given: bytes) -> dict[str, Any]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.ics.sandbox_worker"),
            cwd=ROOT,
            env=environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a traceback may quote what is nobody's business
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


def environment() -> dict[str, str]:
    """Return what the other process is told of this one's environment."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}
