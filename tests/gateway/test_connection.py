"""The gateway drops, the server goes and comes, members leave: nothing is lost, nothing twice."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.outbox.deliveries import Kind, State
from tests.gateway.deliveries import letter, member_id, plan, post, states
from tests.gateway.program import (
    ADA,
    BEN,
    CLEO,
    IN_CHANNEL,
    TO_ADA,
    connected,
    found_seminar,
    now,
)
from tests.loopback.handle import PATIENCE, Discord, Seen, words
from tests.test_app import free_port

SOON = timedelta(seconds=3)


def soon() -> datetime:
    """Return a moment at which the program will have been started."""
    return now() + SOON


async def signed_up(discord: Discord, who: int = BEN) -> Seen:
    slot = (await discord.type(who, "talk signup", "slot", series="seminar"))[0]
    opened = await discord.command(who, "talk signup", series="seminar", slot=slot)
    return await discord.submit(who, opened, title="Kernels", abstract="Of rings.")


async def test_what_was_asked_while_the_line_was_down_is_answered_and_nothing_is_done_twice(
    discord: Discord, seminar_file: Path
) -> None:
    """F38, F39: Discord tells everything again, also what was done already."""
    async with connected(discord, seminar_file) as program:
        done = await signed_up(discord)
        await discord.ask("mention", user=BEN, text="<@1111> help")
        await discord.until(IN_CHANNEL, 3)
        await discord.drop(repeats=100)
        asked = await discord.command(CLEO, "talk list")
        await discord.until("resumed")
        again = await discord.command(CLEO, "talk list")

    there = await discord.look()
    assert (done.failed, asked.failed, again.failed) == ("", "", "")
    assert asked.words.count("Kernels") == again.words.count("Kernels") == 1
    assert sum(words(message).count("Kernels") for message in there.channel) == 1
    assert there.counts[IN_CHANNEL] == 3  # the announcement, the mention and its answer
    assert (there.counts["answered twice"], there.counts["identified"]) == (0, 1)
    assert program.complaints == []


async def test_the_same_form_told_twice_is_one_talk(discord: Discord, seminar_file: Path) -> None:
    """F38."""
    async with connected(discord, seminar_file) as program:
        done = await signed_up(discord)
        await discord.ask("repeat", number=done.id)
        listed = await discord.command(CLEO, "talk list")

    assert listed.words.count("Kernels") == 1
    assert (await discord.look()).counts["answered twice"] == 0
    assert program.complaints == []


WAYS = ("broken", "closed", "asked to come again", "session forgotten")


@pytest.mark.parametrize(
    "way", [w if w == WAYS[-1] else pytest.param(w, marks=pytest.mark.long) for w in WAYS]
)
async def test_what_falls_due_around_a_lost_line_is_there_once(
    discord: Discord, seminar_file: Path, way: str
) -> None:
    """F39: the bot resumes, or identifies again and begins nothing twice."""
    names = [f"number {n}" for n in range(6)]
    first = soon()
    dues = [post(name, due=first + n * timedelta(seconds=0.3)) for n, name in enumerate(names)]
    await plan(seminar_file, *dues)

    async with connected(discord, seminar_file) as program:
        await discord.until(IN_CHANNEL)
        if way == "asked to come again":
            await discord.ask("ask_to_reconnect")
        else:
            code = 4000 if way == "closed" else 0
            await discord.drop(code=code, forget=way == "session forgotten")
        await discord.until("line lost")
        await discord.until(IN_CHANNEL, 6)
        back = "identified" if way == "session forgotten" else "resumed"
        await discord.until(back, 2 if back == "identified" else 1)
        seen = await discord.command(BEN, "next")
        status = await program.stop()

    there = await discord.look()
    assert sorted(map(title, there.channel)) == names
    assert there.counts["identified"] == (2 if way == "session forgotten" else 1)
    assert (seen.failed, status) == ("", 0)
    assert await states(seminar_file, Kind.COMPOSED) == {State.SENT: 6}


async def test_what_fell_due_while_it_was_down_goes_out_as_soon_as_it_is_back(
    discord: Discord, seminar_file: Path
) -> None:
    await plan(seminar_file, post("late", due=now() - timedelta(hours=1)))

    async with connected(discord, seminar_file):
        await discord.until(IN_CHANNEL, seconds=20)

    assert [title(message) for message in (await discord.look()).channel] == ["late"]


async def test_a_server_in_trouble_is_no_removal(discord: Discord, seminar_file: Path) -> None:
    """F37."""
    async with connected(discord, seminar_file):
        await signed_up(discord)
        await discord.until(IN_CHANNEL)
    await plan(seminar_file, post("in the dark", due=soon()))

    async with connected(discord, seminar_file) as program:
        await discord.ask("black_out")
        await discord.until("POST messages", 2)
        await discord.ask("light_up")
        await discord.until(IN_CHANNEL, 2)
        listed = await discord.command(CLEO, "talk list")
        await program.stop()

    assert listed.words.count("Kernels") == 1
    assert [title(message) for message in (await discord.look()).channel][1:] == ["in the dark"]
    assert await states(seminar_file, Kind.COMPOSED) == {State.SENT: 1}


async def until_rest(port: int, *, begun: bool = True) -> None:
    """Wait until the feed says that the server removed Meridian, or that it has it again."""
    address = f"http://127.0.0.1:{port}/feeds/deep-learning-theory/all.ics"
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            async with session.get(address) as answer:
                if (b"no longer updated" in await answer.read()) is begun:
                    return
            await asyncio.sleep(0.05)


async def test_thrown_out_and_invited_again_it_keeps_everything_and_sends_what_waited(
    discord: Discord, seminar_file: Path
) -> None:
    """F36."""
    async with connected(discord, seminar_file):
        await signed_up(discord)
        await discord.until(IN_CHANNEL)
    await plan(seminar_file, post("meanwhile", due=soon()))

    port = free_port()
    async with connected(discord, seminar_file, HTTP_PORT=str(port)) as program:
        await discord.ask("kick")
        await until_rest(port)
        await discord.ask("invite")
        await until_rest(port, begun=False)
        await discord.until(IN_CHANNEL, 2, seconds=20)
        listed = await discord.command(CLEO, "talk list")
        first = (await discord.look()).channel[0]
        clicked = await discord.click(CLEO, int(first["id"]), "Going")
        await program.stop()

    assert listed.words.count("Kernels") == 1
    assert "1 going" in clicked.words
    assert [title(message) for message in (await discord.look()).channel][1:] == ["meanwhile"]
    assert await states(seminar_file, Kind.COMPOSED) == {State.SENT: 1}
    assert program.complaints == []


async def test_thrown_out_and_invited_while_it_was_down_it_finds_everything_as_it_was(
    discord: Discord, seminar_file: Path
) -> None:
    """F36."""
    await plan(seminar_file, post("meanwhile", due=now() + timedelta(minutes=1)))
    port = free_port()
    async with connected(discord, seminar_file, HTTP_PORT=str(port)) as program:
        await discord.ask("kick")
        await until_rest(port)
        await program.stop()
    withdrawn = await states(seminar_file, Kind.COMPOSED)

    await discord.let(is_member=True)
    async with connected(discord, seminar_file, HTTP_PORT=str(port)) as program:
        await until_rest(port, begun=False)
        await program.stop()

    assert withdrawn == {State.WITHDRAWN: 1}
    assert await states(seminar_file, Kind.COMPOSED) == {State.WAITING: 1}
    assert program.complaints == []


@pytest.mark.long
async def test_thrown_out_while_it_is_down_it_waits_and_sends_when_it_is_back(
    discord: Discord, seminar_file: Path
) -> None:
    """F36: it learns of neither; what is due waits."""
    await plan(seminar_file, post("meanwhile", due=now()))
    await discord.let(is_member=False)
    async with connected(discord, seminar_file) as program:
        await discord.until("POST messages")
        await program.stop()
    parked = await states(seminar_file, Kind.COMPOSED)

    await discord.let(is_member=True)
    async with connected(discord, seminar_file) as program:
        await discord.until(IN_CHANNEL, seconds=20)
        await program.stop()

    assert parked == {State.PARKED: 1}
    assert await states(seminar_file, Kind.COMPOSED) == {State.SENT: 1}


async def test_who_leaves_keeps_their_slot_and_organizers_hear_of_what_cannot_reach_them(
    discord: Discord, database: Path
) -> None:
    """F34, F35."""
    await found_seminar(database)
    async with connected(discord, database) as program:
        await signed_up(discord)
        await discord.until(IN_CHANNEL)
        await program.stop()
    ben = await member_id(database, BEN)
    await plan(database, *(letter(name, ben, BEN, due=now()) for name in ("tea", "coffee")))
    await discord.ask("leave", user=BEN)

    async with connected(discord, database) as program:
        await discord.until(TO_ADA)
        listed = await discord.command(CLEO, "talk list")
        await program.stop()

    there = await discord.look()
    told = there.messages[int(f"9{ADA}")]
    assert "Ben" in listed.words
    assert int(f"9{BEN}") not in there.messages
    assert ["Ben" in words(message) for message in told] == [True]
    assert (await states(database, Kind.OWN))[State.PARKED] == 2
    assert program.complaints == []


def title(message: dict[str, object]) -> str:
    """Return the heading of a message."""
    return words(message).split("\n")[0].strip("*# ")
