"""F45: fifty members want the last slot at once, of a Discord that waits three seconds."""

import asyncio
from pathlib import Path

from tests.gateway.program import connected, found_seminar, number_of
from tests.loopback.handle import Discord, Seen
from tests.loopback.interactions import DEADLINE

FIFTY = [f"m{number:02}" for number in range(50)]


async def test_of_fifty_members_one_gets_the_last_slot_and_all_are_answered_in_time(
    discord: Discord, database: Path
) -> None:
    await found_seminar(database, when="Thursdays 17:00 1 times")
    people = [number_of(name) for name in FIFTY]
    await discord.join(*zip(people, FIFTY, strict=True))

    async with connected(discord, database) as program:
        slot = (await discord.type(people[0], "talk signup", "slot", series="seminar"))[0]
        opened = await asyncio.gather(
            *(discord.command(who, "talk signup", series="seminar", slot=slot) for who in people)
        )
        answered = await asyncio.gather(
            *(
                discord.submit(who, form, title=f"Talk of {who}")
                for who, form in zip(people, opened, strict=True)
            )
        )

    assert [seen.answer for seen in opened] == ["form"] * 50
    assert sorted(map(kind, answered)) == ["taken"] * 49 + ["yours"]
    assert [seen.failed for seen in (*opened, *answered)] == [""] * 100
    assert max(seen.seconds for seen in (*opened, *answered)) < DEADLINE
    assert program.complaints == []


def kind(seen: Seen) -> str:
    """Return what an answer says, in a word."""
    return "taken" if "Somebody was faster" in seen.words else "yours"
