import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, MovableClock
from bot.jobs import Housekeeping, Job

NOW = timedelta()
OFTEN = timedelta(hours=1)


class Diary:
    """Notes when it was called; fails the first `failures` times."""

    def __init__(self, *, failures: int = 0) -> None:
        self.moments: list[datetime] = []
        self.failures = failures
        self.called = asyncio.Event()

    async def note(self, now: datetime) -> None:
        self.moments.append(now)
        self.called.set()
        if len(self.moments) <= self.failures:
            message = "the first call fails"
            raise RuntimeError(message)


async def test_every_job_has_its_first_round_soon_after_the_start() -> None:
    first, second = Diary(), Diary()
    jobs = [Job(name="a", every=OFTEN, run=first.note), Job(name="b", every=OFTEN, run=second.note)]
    housekeeping = Housekeeping(jobs, clock=Clock())

    housekeeping.start(first=NOW)
    async with asyncio.timeout(5):
        await asyncio.gather(first.called.wait(), second.called.wait())
    await housekeeping.stop()

    assert (len(first.moments), len(second.moments)) == (1, 1)


async def test_a_job_is_told_the_time_of_the_clock_it_was_given() -> None:
    clock, diary = MovableClock(), Diary()
    clock.advance(timedelta(days=400))
    housekeeping = Housekeeping([Job(name="a", every=OFTEN, run=diary.note)], clock=clock)

    await housekeeping.run_all()

    (moment,) = diary.moments
    assert moment - datetime.now(UTC) > timedelta(days=399)


async def test_a_job_that_fails_is_logged_and_keeps_nobody_from_theirs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken, sound = Diary(failures=1), Diary()
    jobs = [
        Job(name="broken", every=OFTEN, run=broken.note),
        Job(name="sound", every=OFTEN, run=sound.note),
    ]
    housekeeping = Housekeeping(jobs, clock=Clock())

    await housekeeping.run_all()
    await housekeeping.run_all()

    logged = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert logged == ["housekeeping 'broken' failed"]
    assert (len(broken.moments), len(sound.moments)) == (2, 2)


async def test_a_job_that_runs_already_is_finished_before_its_next_round() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    running: list[datetime] = []
    at_once: list[int] = []

    async def slow(now: datetime) -> None:
        running.append(now)
        at_once.append(len(running))
        begun.set()
        await go_on.wait()
        running.remove(now)

    housekeeping = Housekeeping([Job(name="slow", every=OFTEN, run=slow)], clock=Clock())
    housekeeping.start(first=NOW)
    async with asyncio.timeout(5):
        await begun.wait()
        asked_for = asyncio.create_task(housekeeping.run_all())
        await asyncio.sleep(0)
        go_on.set()
        await asked_for
        await housekeeping.stop()

    assert at_once == [1, 1]


async def test_stopping_gives_up_a_job_under_way(caplog: pytest.LogCaptureFixture) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def endless(_now: datetime) -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    housekeeping = Housekeeping([Job(name="endless", every=OFTEN, run=endless)], clock=Clock())
    housekeeping.start(first=NOW)

    async with asyncio.timeout(5):
        await begun.wait()
        await housekeeping.stop()
        await asyncio.sleep(0)  # APScheduler hears of the end only now

    assert ended.is_set()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_housekeeping_that_never_began_can_be_stopped() -> None:
    housekeeping = Housekeeping([], clock=Clock())

    await housekeeping.stop()

    assert housekeeping.jobs == ()
