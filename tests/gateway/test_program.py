"""The real program in the gateway: it gets ready, and answers commands, clicks, forms, mentions."""

import asyncio
from pathlib import Path

import pytest

from tests.gateway.program import ADA, BEN, CLEO, IN_CHANNEL, alive, connected
from tests.loopback.handle import PATIENCE, Discord, words


async def test_it_tells_discord_of_its_commands_answers_and_stops_when_asked(
    discord: Discord, seminar_file: Path
) -> None:
    async with connected(discord, seminar_file) as program:
        seen = await discord.command(BEN, "next")
        await discord.ask("mention", user=BEN, text="<@1111> next")
        await discord.until(IN_CHANNEL, 2)
        status = await program.stop()

    there = await discord.look()
    assert {"next", "talk", "announce"} <= {command["name"] for command in there.commands}
    assert (seen.failed, seen.answer) == ("", "message")
    assert "Seminar" in seen.words
    assert "Seminar" in words(there.channel[-1])
    assert (status, program.complaints) == (0, [])


@pytest.mark.long
async def test_a_second_start_tells_discord_of_no_commands(
    discord: Discord, seminar_file: Path
) -> None:
    async with connected(discord, seminar_file) as program:
        await program.stop()

    async with connected(discord, seminar_file):
        seen = await discord.command(BEN, "next")

    assert seen.answer == "message"
    assert (await discord.look()).counts["learnt commands"] == 1


async def test_a_form_signs_up_and_the_announcement_takes_clicks(
    discord: Discord, seminar_file: Path
) -> None:
    async with connected(discord, seminar_file):
        slot = (await discord.type(BEN, "talk signup", "slot", series="seminar"))[0]
        opened = await discord.command(BEN, "talk signup", series="seminar", slot=slot)
        done = await discord.submit(BEN, opened, title="Kernels", abstract="Of rings.")
        await discord.until(IN_CHANNEL, 1)
        post = (await discord.look()).channel[0]
        clicked = await discord.click(CLEO, int(post["id"]), "Going")

    assert (opened.answer, done.answer, clicked.answer) == ("form", "message", "message")
    assert "Kernels" in done.words
    assert "Kernels" in words(post)
    assert "1 going" in clicked.words


async def test_what_a_refused_form_held_comes_back_and_is_sent_again(
    discord: Discord, seminar_file: Path
) -> None:
    async with connected(discord, seminar_file):
        slot = (await discord.type(BEN, "talk signup", "slot", series="seminar"))[0]
        opened = await discord.command(BEN, "talk signup", series="seminar", slot=slot)
        refused = await discord.submit(BEN, opened, title="Kernels", paper="not a paper")
        again = await discord.click(BEN, refused.number, "Open the form again, filled in")
        done = await discord.submit(BEN, again, paper="2106.10165")

    assert (refused.answer, again.answer, done.answer) == ("message", "form", "message")
    assert "Kernels" in done.words
    assert (await discord.look()).counts["form for a form"] == 0


@pytest.mark.long
async def test_buttons_and_forms_of_an_earlier_life_work(
    discord: Discord, seminar_file: Path
) -> None:
    """F40, F41."""
    async with connected(discord, seminar_file):
        slot = (await discord.type(BEN, "talk signup", "slot", series="seminar"))[0]
        opened = await discord.command(BEN, "talk signup", series="seminar", slot=slot)
        refused = await discord.submit(BEN, opened, paper="not a paper")

    async with connected(discord, seminar_file):
        again = await discord.click(BEN, refused.number, "Open the form again, filled in")
        done = await discord.submit(BEN, opened, title="Kernels", paper="")

    assert again.answer == "form"
    assert "Kernels" in done.words


async def test_a_gateway_that_lets_nobody_in_at_the_start_is_tried_again(
    discord: Discord, seminar_file: Path
) -> None:
    await discord.let(is_open=False)
    async with alive(discord, seminar_file):
        await discord.until("turned away", 2)
        await discord.let(is_open=True)
        await discord.until("identified")
        seen = await discord.command(ADA, "next")

    assert "Seminar" in seen.words


async def test_it_outlives_a_token_that_is_taken_away_and_says_what_to_do(
    discord: Discord, seminar_file: Path
) -> None:
    said = (
        "Discord refuses DISCORD_TOKEN. "
        "Copy a new one from your application's page: Bot, Reset Token."
    )
    async with connected(discord, seminar_file) as program:
        await discord.let(token="another")
        await discord.drop(forget=True)
        async with asyncio.timeout(PATIENCE):
            while not any(line.endswith(said) for line in program.complaints):  # noqa: ASYNC110 - a log tells nobody that it has grown
                await asyncio.sleep(0.05)
        status = await program.stop()

    assert status == 0
