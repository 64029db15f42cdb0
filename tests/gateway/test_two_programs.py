"""F14: two programs with one token on two copies of a database: members and channels see one."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.outbox.deliveries import Kind, State
from tests.gateway.deliveries import plan, post, states
from tests.gateway.program import BEN, connected, now
from tests.loopback.handle import Discord


@pytest.mark.long
async def test_two_programs_on_copies_of_a_database_say_everything_once(
    discord: Discord, seminar_file: Path, tmp_path: Path
) -> None:
    names = [f"number {n}" for n in range(4)]
    await plan(seminar_file, *(post(name, due=now() + timedelta(seconds=8)) for name in names))
    copy = tmp_path / "copy" / "meridian.db"
    copy.parent.mkdir()
    shutil.copyfile(seminar_file, copy)

    async with connected(discord, seminar_file) as one, connected(discord, copy) as other:
        answers = await asyncio.gather(*(discord.command(BEN, "next") for _ in range(3)))
        await discord.until("POST messages", 8)
        stopped = [await one.stop(), await other.stop()]

    there = await discord.look()
    assert [seen.failed for seen in answers] == [""] * 3
    assert sorted(there.said().values()) == [1] * 4
    assert (stopped, one.complaints, other.complaints) == ([0, 0], [], [])
    for file in (seminar_file, copy):
        assert await states(file, Kind.COMPOSED) == {State.SENT: 4}
