"""The clock jumps eight hours forward, or back, or both: nothing is lost and nothing twice."""

import asyncio
from datetime import timedelta

import pytest

from bot.outbox import worker as posting
from bot.outbox.outcomes import Halted
from tests.seminars import Seminar, words

EIGHT_HOURS = timedelta(hours=8)


def told(seminar: Seminar, beginning: str) -> list[str]:
    return [words(post) for post in seminar.posts() if words(post).startswith(beginning)]


async def test_what_fell_due_while_the_clock_jumped_ahead_is_sent_once(seminar: Seminar) -> None:
    """F15."""
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.pass_time(days=2, hours=18)  # Thursday, 04:00 in Lausanne

    seminar.clock.jump(EIGHT_HOURS)
    await seminar.send_due()
    await seminar.send_due()

    assert len(told(seminar, "🔔 Reminder")) == 1


async def test_a_clock_that_jumps_while_nothing_is_due_is_noticed_by_itself(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F15."""
    monkeypatch.setattr(posting, "LONGEST_SLEEP", 0.02)
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.pass_time(days=2)
    before = len(seminar.posts())
    running = asyncio.create_task(seminar.app.outbox.run())

    seminar.clock.jump(timedelta(days=1))
    await seminar.until_posted(before + 1)
    running.cancel()

    assert len(told(seminar, "🔔 Reminder")) == 1


async def test_a_clock_that_goes_ahead_and_is_put_right_loses_and_doubles_nothing(
    seminar: Seminar,
) -> None:
    """F15, F16."""
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.pass_time(days=3, hours=6)  # Thursday, 16:00 in Lausanne

    seminar.clock.jump(EIGHT_HOURS)
    await seminar.send_due()
    await seminar.app.housekeeping.run_all()
    await seminar.send_due()
    while_ahead = told(seminar, "⏰ Start:")
    seminar.clock.jump(-EIGHT_HOURS)
    await seminar.pass_time(days=1)

    assert while_ahead == []
    assert len(told(seminar, "⏰ Start:")) == 1
    assert len(told(seminar, "🔔 Reminder")) == 1


async def test_what_was_sent_before_a_clock_is_set_back_is_not_sent_again(
    seminar: Seminar,
) -> None:
    """F16."""
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.pass_time(days=3, hours=7)
    before = [post.id for post in seminar.posts()]

    seminar.clock.jump(-EIGHT_HOURS)
    await seminar.pass_time(hours=12)

    assert [post.id for post in seminar.posts()] == before


async def test_a_pause_that_began_ahead_of_time_ends_when_the_clock_is_put_right(
    seminar: Seminar,
) -> None:
    """F16."""
    path = f"/channels/{seminar.channel.id}/messages"
    seminar.server.world.inject_error("POST", path, status=503, times=1)
    seminar.clock.jump(EIGHT_HOURS)
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    before = seminar.posts()

    seminar.clock.jump(-EIGHT_HOURS)
    await seminar.send_due()

    assert before == []
    assert len(seminar.posts()) == 1


async def test_what_changed_ahead_of_time_is_mended_when_the_clock_is_put_right(
    seminar: Seminar,
) -> None:
    """F16."""
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    seminar.clock.jump(EIGHT_HOURS)
    await seminar.send_due()
    await seminar.move("2026-11-27 10:00", quietly=True)

    seminar.clock.jump(-EIGHT_HOURS)
    await seminar.send_due()

    assert "Fri 27 Nov 2026 10:00 Lausanne" in words(seminar.posts()[0])


async def test_a_ban_that_began_ahead_of_time_lasts_no_longer_than_a_ban(
    seminar: Seminar,
) -> None:
    """F16, F25."""
    outbox = seminar.app.outbox
    seminar.clock.jump(EIGHT_HOURS)
    await seminar.send_due()
    ban = Halted(why="Discord has shut out this computer", lasting=timedelta(minutes=10))
    outbox.halt.begin_after(ban, now=seminar.clock.now())

    seminar.clock.jump(-EIGHT_HOURS)
    await seminar.send_due()
    banned = outbox.halt.is_on(now=seminar.clock.now())
    await seminar.pass_time(minutes=10)

    assert banned
    assert not outbox.halt.is_on(now=seminar.clock.now())
