"""F1, F2: the program is killed at random moments, while things fall due and a crowd clicks."""

import asyncio
import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.attendance.store import answers
from bot.outbox.deliveries import Delivery, State, number_in
from bot.people.model.members import Member
from bot.people.store import members
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from tests.conftest import database_url
from tests.gateway.crowd import NAMES, PEOPLE, Crowd
from tests.gateway.deliveries import ONE, kept, letter, plan, post
from tests.gateway.program import alive, found_seminar, now
from tests.gateway.test_every_form import WITHOUT_LIMIT
from tests.loopback.handle import Discord, Sight

EARLY = 0.2  # of all kills come while the program starts
LONGEST_START, AFTERWARDS, LATEST = 1.2, 0.5, 2.5  # seconds
MOST_ANSWERS = 4
DONE = {State.EXPIRED, State.WITHDRAWN}  # and counted
WHEN = "every week on Mon Tue Wed Thu Fri 17:00"


@pytest.mark.parametrize(
    ("kills", "seed"),
    [
        (1, 0),
        pytest.param(3, 0, marks=pytest.mark.long),
        *(
            pytest.param(50, seed, marks=[pytest.mark.long, pytest.mark.kills])
            for seed in range(1, 7)
        ),
    ],
)
async def test_killed_at_random_moments_everything_is_there_once(
    discord: Discord, database: Path, kills: int, seed: int
) -> None:
    await found_seminar(database, when=WHEN, members=NAMES)
    await discord.join(*zip(PEOPLE, NAMES, strict=True))
    # The window in which Discord knows nonces is taken to be over with each kill.
    await discord.let(knows_nonces=False)
    crowd = Crowd(discord, random.Random(seed))  # noqa: S311 - no secret

    for number in range(kills):
        await fall_due(database, crowd, f"{seed}.{number}")
        await live_and_die(discord, database, crowd)
    await fall_due(database, crowd, f"{seed} last")
    await live_on(discord, database)

    assert await wrongs(database, await discord.look()) == []
    assert await forgotten(database, crowd) == []
    assert crowd.answered > 0


async def fall_due(file: Path, crowd: Crowd, name: str) -> None:
    """Let some things fall due in the next seconds."""
    store = await Store.open(database_url(file), now=now())
    async with store.read() as connection:
        found = [await members.by_discord_id(connection, ONE, who) for who in PEOPLE[:2]]
    await store.close()
    moments = [now() + timedelta(seconds=crowd.random.uniform(0, LATEST)) for _ in range(4)]
    posts = [post(f"{name} {n}", due=moment) for n, moment in enumerate(moments[:2])]
    letters = [
        letter(name, one.id, one.discord_id, due=moment)
        for one, moment in zip(found, moments[2:], strict=True)
        if one is not None
    ]
    await plan(file, *posts, *letters)


async def live_and_die(discord: Discord, file: Path, crowd: Crowd) -> None:
    """Let the program live until some of the crowd are answered and a bit more, and kill it."""
    before = (await discord.look()).counts["identified"]
    async with alive(discord, file, **WITHOUT_LIMIT) as program:
        if crowd.random.random() < EARLY:
            await asyncio.sleep(crowd.random.uniform(0, LONGEST_START))
            return
        await discord.until("identified", before + 1)
        await crowd.act(answers=crowd.random.randint(0, MOST_ANSWERS))
        with suppress(TimeoutError):
            async with asyncio.timeout(crowd.random.uniform(0, AFTERWARDS)):
                await crowd.act()
        await program.kill()


async def live_on(discord: Discord, file: Path) -> None:
    """Let the program live until all that is due soon is there."""
    missing = [one for one in await due_soon(file) if one not in (await discord.look()).said()]
    before = (await discord.look()).counts["kept"]
    async with alive(discord, file, **WITHOUT_LIMIT) as program:
        await discord.until("kept", before + len(missing))
        assert await program.stop() == 0


async def due_soon(file: Path) -> list[tuple[int, str]]:
    """Return the channel and the nonce of each message that must be there soon."""
    store = await Store.open(database_url(file), now=now())
    async with store.read() as connection:
        everybody = {m: await members.by_id(connection, m) for m in range(1, len(PEOPLE) + 10)}
    await store.close()
    until = now() + timedelta(seconds=LATEST)
    every = [one for one in await kept(file) if one.kind not in KINDS.acts]
    wanted = [one for one in every if one.due <= until and one.state not in DONE]
    return [(_channel(one, everybody), one.nonce(store.instance_name)) for one in wanted]


def _channel(one: Delivery, everybody: dict[int, Member | None]) -> int:
    if (channel := number_in(one.target, "channel")) is not None:
        return channel
    member = everybody[number_in(one.target, "member") or 0]
    assert member is not None
    return int(f"9{member.discord_id}")


async def wrongs(file: Path, there: Sight) -> list[str]:
    """Return what was due and is not there, or there twice, or there and not written down."""
    store = await Store.open(database_url(file), now=now())
    name = store.instance_name
    await store.close()
    every, said = await kept(file), there.said()
    posted = [one for one in every if one.state is State.SENT and one.kind not in KINDS.acts]
    sent = {(one.channel_id or 0, one.nonce(name)): one for one in posted}
    lost = [one for one in every if one.due <= now() and one.state not in {State.SENT, *DONE}]
    return [
        *(f"{one.what} ({one.kind}) is {one.state}" for one in lost),
        *(f"{sent[key].what} is there {said[key]} times" for key in sent if said[key] != 1),
        *(f"{key} is there, and nobody knows" for key in said if key not in sent),
        *(f"{act} was done {times} times" for act, times in there.done.items() if times > 1),
    ]


async def forgotten(file: Path, crowd: Crowd) -> list[str]:
    """Return what people were told was done, and is not."""
    store = await Store.open(database_url(file), now=now())
    async with store.read() as connection:
        held = await stored_bookings.where(connection, conditions.is_filled())
        known = await answers.of_meetings(connection, [meeting for _, meeting in crowd.said])
        who = {one: await members.by_discord_id(connection, ONE, one) for one in PEOPLE}
    await store.close()
    titles = {one.talk.title for one in held if one.talk is not None}
    wrong = [f"{title} is gone" for title in crowd.talks - titles]
    for (person, meeting), answer in crowd.said.items():
        member = who[person]
        stands = known[meeting].get(member.id) if member is not None else None
        if answer not in {None, stands}:
            wrong.append(f"{person} said {answer} to {meeting}, kept is {stands}")
    return wrong
