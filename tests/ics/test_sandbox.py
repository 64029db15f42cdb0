"""Calendars from outside are read in a process of their own, and not for long."""

import asyncio
import signal
from asyncio.subprocess import Process
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.core.intervals import Interval, NamedDays
from bot.ics import sandbox as confining
from bot.ics.reading.components import NO_CALENDAR, Unreadable
from bot.ics.sandbox import TOO_LONG, Reader
from tests.ics.calendars import DAYS_OFF, LUNCH, WINDOW, ZURICH, event, ics

# Each day since 1900 is counted, in each of 1,500 entries: never done within seconds.
ENDLESS = ics(
    *(
        event(
            "DTSTART:19000101T110000Z",
            "RRULE:FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30",
            uid=str(n),
        )
        for n in range(1500)
    )
)


async def refusal_of(reader: Reader, data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        await reader.busy(data, zone=ZURICH, window=WINDOW)
    return str(caught.value)


async def test_busy_times_come_back_from_the_other_process() -> None:
    found = await Reader().busy(ics(event(*LUNCH)), zone=ZURICH, window=WINDOW)

    lunch = datetime(2026, 12, 1, 11, tzinfo=UTC)
    assert found.times == (Interval(lunch, lunch + timedelta(hours=1)),)


async def test_named_days_come_back_from_the_other_process() -> None:
    holidays = ics(event(*DAYS_OFF, "SUMMARY:Noël"))

    found = await Reader().days(holidays, zone=ZURICH, window=WINDOW)

    assert found.days == (
        NamedDays(first=date(2026, 12, 24), last=date(2026, 12, 25), name="Noël"),
    )


async def test_what_could_not_be_read_comes_back_from_the_other_process() -> None:
    doubtful = ics(event(*LUNCH, "EXDATE:tomorrow"), event("DTSTART:soon", uid="2"))

    found = await Reader().busy(doubtful, zone=ZURICH, window=WINDOW)
    whole = await Reader().days(doubtful, zone=ZURICH, window=WINDOW)

    assert (found.report.entries, found.report.unread) == (2, 2)
    assert [one.line for one in found.report.faults] == ["EXDATE:tomorrow", "DTSTART:soon"]
    assert whole.report == found.report


async def test_a_refusal_comes_back_in_its_words() -> None:
    assert await refusal_of(Reader(), b"<html>") == NO_CALENDAR


async def test_reading_ends_when_it_used_too_much_of_the_processor() -> None:
    reader = Reader(longest_cpu=1, longest_time=60)

    assert await refusal_of(reader, ENDLESS) == TOO_LONG


async def test_reading_ends_after_a_time_and_the_loop_goes_on_meanwhile() -> None:
    reader, ticks = Reader(longest_cpu=60, longest_time=0.5), 0
    reading = asyncio.create_task(refusal_of(reader, ENDLESS))

    while not reading.done():
        await asyncio.sleep(0.01)
        ticks += 1

    assert await reading == TOO_LONG
    assert ticks > 10


async def test_a_reading_that_is_given_up_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: asyncio.Queue[Process] = asyncio.Queue()
    start = asyncio.create_subprocess_exec

    async def noted(*args: str, **options: Any) -> Process:  # noqa: ANN401 - as asyncio takes them
        process = await start(*args, **options)
        started.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    reading = asyncio.create_task(refusal_of(Reader(longest_cpu=60), ENDLESS))
    process = await started.get()

    reading.cancel()

    with pytest.raises(asyncio.CancelledError):
        await reading
    assert process.returncode == -signal.SIGKILL


async def test_the_other_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")

    assert "DISCORD_TOKEN" not in confining.environment()
    assert "PATH" in confining.environment()
