"""Case 64: a program that is killed every four seconds still says what is due within seconds."""

import asyncio
from pathlib import Path
from statistics import median

import pytest

from tests.gateway.deliveries import plan, post
from tests.gateway.program import IN_CHANNEL, alive, connected, now
from tests.loopback.handle import Discord

LIVES = 6
EACH, WANTED = 4.0, 10.0  # seconds, where the program starts within two

AS_DISCORD = {"READY_AFTER": "2.0"}  # seconds for which discord.py waits for more servers


async def test_what_is_due_does_not_wait_until_discord_py_is_ready(
    discord: Discord, seminar_file: Path
) -> None:
    await plan(seminar_file, post("now", due=now()))

    async with alive(discord, seminar_file, READY_AFTER="600"):
        await discord.until(IN_CHANNEL, 1)

    assert len((await discord.look()).channel) == 1


@pytest.mark.long
async def test_case_64_what_is_due_is_out_within_seconds_under_a_kill_every_four_seconds(
    discord: Discord, seminar_file: Path
) -> None:
    await discord.let(knows_nonces=False)
    clock = asyncio.get_running_loop().time
    begun = clock()
    due: list[float] = []
    there: list[float] = []

    # A busy computer takes longer for all of it.
    async with connected(discord, seminar_file):
        slowness = max((clock() - begun) / 2, 1.0)

    async def note(number: int) -> None:
        await discord.until(IN_CHANNEL, number, seconds=3 * LIVES * EACH * slowness)
        there.append(clock())

    noting = []
    for number in range(LIVES):
        due.append(clock())
        await plan(seminar_file, post(f"{number}", due=now()))
        noting.append(asyncio.create_task(note(number + 1)))
        async with alive(discord, seminar_file, **AS_DISCORD):
            await asyncio.sleep(EACH * slowness)
    async with alive(discord, seminar_file, **AS_DISCORD):
        await asyncio.gather(*noting)

    late = [arrived - planned for planned, arrived in zip(due, sorted(there), strict=True)]
    assert len((await discord.look()).channel) == LIVES
    assert median(late) <= WANTED * slowness, (late, slowness)
