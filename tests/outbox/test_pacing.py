"""Discord's limits are kept from the inside: what is asked of it, and what it has to refuse."""

import asyncio
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.service.receipts import Receipts
from bot.outbox import outcomes
from bot.outbox import send_rate as pacing
from bot.outbox.deliveries import State
from bot.outbox.outcomes import Again
from bot.outbox.send_rate import MOST_REFUSED, PER_SECOND, Halt, Pace
from tests.seminars import Seminar
from tests.worlds import NOW


@dataclass(slots=True)
class Loop:
    """A loop whose time passes only while it is slept, and that sleeps too long at times."""

    delays: list[float]
    seconds: float = 100.0
    gone: list[float] = field(default_factory=list)

    def time(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        late = self.delays.pop() if self.delays else 0.0
        self.seconds += max(seconds, 0.0) + late

    async def go(self, pace: Pace, times: int) -> None:
        for _ in range(times):
            await pace.turn()
            self.gone.append(self.seconds)


def most_in_a_second(gone: list[float]) -> int:
    return max(bisect_left(gone, moment + 0.999) - n for n, moment in enumerate(gone))


@given(st.lists(st.floats(0, 3), max_size=60))
def test_in_no_second_more_is_asked_of_discord_than_it_takes(delays: list[float]) -> None:
    """F24, F55."""
    loop = Loop(delays)
    with pytest.MonkeyPatch.context() as patched:
        module = SimpleNamespace(Lock=asyncio.Lock, sleep=loop.sleep, get_running_loop=lambda: loop)
        patched.setattr(pacing, "asyncio", module)

        asyncio.run(loop.go(Pace(), 300))

    assert most_in_a_second(loop.gone) <= PER_SECOND


def test_a_thousand_refusals_within_ten_minutes_stop_all_sending_for_ten() -> None:
    """F26."""
    halt = Halt()
    for number in range(MOST_REFUSED):
        assert not halt.is_on(now=NOW)
        halt.count_refusal(now=NOW + number * timedelta(milliseconds=500))

    last = NOW + MOST_REFUSED * timedelta(milliseconds=500)
    assert halt.is_on(now=last)
    assert not halt.is_on(now=last + timedelta(minutes=10))


def test_refusals_that_are_far_apart_stop_nothing() -> None:
    """F26."""
    halt = Halt()

    for number in range(3 * MOST_REFUSED):
        halt.count_refusal(now=NOW + number * timedelta(seconds=1))

    assert not halt.is_on(now=NOW + timedelta(hours=1))


async def test_what_discord_would_refuse_for_ever_is_not_asked_for_ever(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F26."""
    monkeypatch.setattr(pacing, "MOST_REFUSED", 1)
    world, path = seminar.server.world, f"/channels/{seminar.channel.id}/messages"
    world.inject_error("POST", path, status=403, code=50013, times=None)
    for week in range(2):
        await seminar.sign_up(week=week, title=f"Talk {week}", abstract="x")
        await seminar.send_due()

    asked = [r for r in world.http_requests if r.method == "POST" and r.path.endswith(path)]
    found = await seminar.app.services[Receipts].listing(seminar.ada, state=State.WAITING)

    assert len(asked) == 1
    assert "announcement" in [one.kind for one in found.found]
    assert seminar.app.outbox.ailment.startswith(
        "Nothing is being sent. Discord refused too many requests"
    )


def error(status: int, code: int) -> discord.HTTPException:
    answer = SimpleNamespace(status=status, reason="x")
    return discord.HTTPException(answer, {"code": code, "message": "x"})


@pytest.mark.parametrize("status", [400, 403, 429])
def test_direct_messages_that_are_opened_too_fast_are_opened_later(status: int) -> None:
    """F35."""
    outcome = outcomes.outcome_of(error(status, 40003))

    assert isinstance(outcome, Again)
    assert outcome.after == timedelta(minutes=10)
