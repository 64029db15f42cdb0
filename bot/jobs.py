"""Housekeeping: what has to be done from time to time, as a table (APScheduler's only home)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock

log = logging.getLogger(__name__)

# The first round waits until Discord has been reached.
FIRST = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something done every so often; it is told what time it is."""

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[object]]


class Housekeeping:
    """Runs jobs until stopped; one that fails is logged and comes again in its turn.

    Jobs live in memory: each looks at the store for what is to be done, so that what was missed
    while the process was down is done by the first round after the start.
    """

    def __init__(self, jobs: Sequence[Job], *, clock: Clock) -> None:
        self.jobs = tuple(jobs)
        self._clock = clock
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self, *, first: timedelta = FIRST) -> None:
        """Begin; the first round comes after `first`."""
        # The scheduler's own clock is the system's, also where ours was moved.
        begin = Clock().now() + first
        for job in self.jobs:
            self._scheduler.add_job(
                self._begin,
                IntervalTrigger(seconds=int(job.every.total_seconds()), timezone=UTC),
                args=[job],
                id=job.name,
                next_run_time=begin,
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin no more jobs and give up those under way; what they had not committed is undone."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def run_all(self) -> None:
        """Do everything now, in the table's order."""
        for job in self.jobs:
            await self._run(job)

    async def _begin(self, job: Job) -> None:
        task = asyncio.create_task(self._run(job), name=f"housekeeping {job.name}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.wait([task])

    async def _run(self, job: Job) -> None:
        try:
            await job.run(self._clock.now())
        except Exception:
            # The next time may go well: a job that failed once stays in the table.
            log.exception("housekeeping %r failed", job.name)
        else:
            log.debug("housekeeping %r done", job.name)
