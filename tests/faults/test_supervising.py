"""Whatever the outbox stumbles over, it goes on; where it falls silent, the program ends."""

import asyncio
import sqlite3
from collections.abc import Callable

import discord
import pytest

from bot import connection
from bot.app import App
from bot.connection import StartRefusal
from bot.core.refusals import NotSaved
from bot.outbox import worker as posting
from tests.discord_servers import PATIENCE
from tests.seminars import Seminar

STUMBLES: dict[str, Callable[[], Exception]] = {
    "the database": lambda: sqlite3.OperationalError("database is locked"),
    "the store": lambda: NotSaved("The storage is full."),
    "Discord": lambda: discord.DiscordServerError(_Answer(), "x"),
    "the network": lambda: ConnectionResetError("reset by peer"),
    "a time-out": TimeoutError,
    "a mistake of ours": lambda: ZeroDivisionError("x"),
}


class _Answer:
    status, reason = 500, "x"


@pytest.mark.parametrize("what", STUMBLES)
async def test_the_outbox_goes_on_after_whatever_it_stumbles_over(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """F51."""
    monkeypatch.setattr(posting, "FIRST_PAUSE", 0.01)
    outbox, look, stumbled = seminar.app.outbox, seminar.app.outbox.next_moment, list[str]()
    goes_on = asyncio.Event()

    async def stumbles() -> object:
        if len(stumbled) < 3:
            stumbled.append(what)
            failure = STUMBLES[what]()
            raise failure
        goes_on.set()
        return await look()

    monkeypatch.setattr(outbox, "next_moment", stumbles)
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    running = asyncio.create_task(outbox.run())
    async with asyncio.timeout(PATIENCE):
        await goes_on.wait()
    await seminar.until_posted()
    running.cancel()

    assert len(stumbled) == 3
    assert len(seminar.posts()) == 1


async def test_an_outbox_that_falls_silent_ends_the_program_and_is_told_of(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F51."""
    monkeypatch.setattr(posting, "SILENT", -1.0)
    monkeypatch.setattr(connection, "BETWEEN_LOOKS", 0.01)
    running = asyncio.create_task(app.outbox.run())
    await app.outbox.next_moment()

    with pytest.raises(StartRefusal, match="has stopped working"):
        await connection.Connection(app.client, app.outbox)._watch()  # noqa: SLF001 - what ends the program

    assert app.outbox.ailment == "The outbox does not respond."
    running.cancel()
