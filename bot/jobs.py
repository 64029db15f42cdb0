"""Housekeeping: jobs that run regularly (the only module that uses APScheduler)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock

log = logging.getLogger(__name__)

# The first round waits until Discord is connected.
FIRST = timedelta(seconds=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A function that runs regularly; it is given the current time.

    The first round comes once Discord has been reached, or `at_once`.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[object]]
    at_once: bool = False


class Housekeeping:
    """Runs jobs until stopped, each once at a time; a job that fails runs again next time.

    Jobs are kept in memory only. Each looks in the store for what to do, so the first round after a
    start does what was missed while the process was down.
    """

    def __init__(self, jobs: Sequence[Job], *, clock: Clock) -> None:
        self.jobs = tuple(jobs)
        self._clock = clock
        # A round asked for while the same job runs waits for it: two copies of the database at
        # once would write to one file.
        self._turns = {job.name: asyncio.Lock() for job in self.jobs}
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def start(self, *, first: timedelta = FIRST) -> None:
        """Start; the first round begins after `first`."""
        # The scheduler uses the system's clock, even if ours was moved.
        begin = Clock().now() + first
        for job in self.jobs:
            self._scheduler.add_job(
                self._begin,
                IntervalTrigger(seconds=int(job.every.total_seconds()), timezone=UTC),
                args=[job],
                id=job.name,
                next_run_time=begin - first if job.at_once else begin,
            )
        self._scheduler.start()

    async def stop(self) -> None:
        """Start no more jobs and cancel running ones; uncommitted changes are undone."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def run_all(self) -> None:
        """Run all jobs now, in order."""
        for job in self.jobs:
            await self._run(job)

    async def _begin(self, job: Job) -> None:
        task = asyncio.create_task(self._run(job), name=f"housekeeping {job.name}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        # APScheduler cancels this at the stop, and would log that as an error.
        with suppress(asyncio.CancelledError):
            await asyncio.wait([task])

    async def _run(self, job: Job) -> None:
        try:
            async with self._turns[job.name]:
                await job.run(self._clock.now())
        except Exception:
            # It may work next time, so the job stays scheduled.
            log.exception("housekeeping %r failed", job.name)
        else:
            log.debug("housekeeping %r done", job.name)
