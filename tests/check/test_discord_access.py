"""The token, the servers and the permissions of a bot are checked."""

from pathlib import Path

import discord
import pytest

from bot.check.discord_access import NEEDED, discord_results
from bot.check.results import Severity
from bot.storage import instance
from bot.storage.database import Store
from tests.conftest import MADE, database_url
from tests.loopback.facts import BOT_ID, TOKEN
from tests.loopback.handle import Discord

COMMAND = {"id": "5555", "application_id": BOT_ID, "type": 1, "name": "next", "version": "1"}


async def found(token: str = TOKEN) -> list[tuple[Severity, str]]:
    return [(v.severity, v.sentence) async for v in discord_results(token)]


async def test_a_bot_that_may_do_what_it_needs_is_well(loopback_here: Discord) -> None:
    described = {**COMMAND, "description": "What is coming"}
    await loopback_here.let(permissions=NEEDED.value, commands=[described])

    assert await found() == [
        (Severity.OK, "Discord accepts the token of Meridian."),
        (Severity.OK, "1 command is registered with Discord."),
        (Severity.OK, "In Deep learning theory, the bot has the permissions it needs."),
    ]


@pytest.mark.usefixtures("loopback_here")
async def test_a_database_of_another_application_is_warned_of(tmp_path: Path) -> None:
    url = database_url(tmp_path / "other.db")
    store = await Store.open(url, now=MADE)
    async with store.write() as connection:
        await instance.note_application(connection, 1)
    await store.close()

    results = [result async for result in discord_results(TOKEN, url)]

    assert results[1].severity is Severity.WARNING
    assert "python -m bot adopt" in results[1].sentence
    assert await found() == [(v.severity, v.sentence) for v in results if v is not results[1]]


async def test_missing_permissions_are_named_with_the_server(loopback_here: Discord) -> None:
    fewer = discord.Permissions(view_channel=True, send_messages=True, attach_files=True)
    await loopback_here.let(permissions=fewer.value)

    results = await found()

    assert results[-1] == (
        Severity.WRONG,
        (
            "In Deep learning theory, the bot lacks these permissions: "
            "embed links, read message history."
        ),
    )


async def test_a_bot_in_no_server_is_told_how_to_be_invited(loopback_here: Discord) -> None:
    await loopback_here.let(is_member=False)

    results = await found()

    assert results[1:] == [
        (Severity.WARNING, "No commands are registered with Discord yet. `run` registers them."),
        (
            Severity.WARNING,
            (
                "The bot is in no server. Invite it with https://discord.com/oauth2/authorize"
                f"?client_id={BOT_ID}&scope=bot+applications.commands&permissions={NEEDED.value}"
            ),
        ),
    ]


@pytest.mark.usefixtures("loopback_here")
async def test_a_token_that_discord_refuses_is_wrong_and_not_printed() -> None:
    results = await found(token=TOKEN.replace("a1B2", "z9Y8"))

    assert results == [
        (Severity.WRONG, "Discord refuses the token. Copy it again from Bot, Reset Token.")
    ]
