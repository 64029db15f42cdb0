"""F5, F43: another program holds the database for ten seconds; who sends a form loses nothing."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.gateway.program import BEN, connected
from tests.loopback.handle import Discord


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Let nobody write, as a backup program or a shell may do."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_while_nothing_can_be_written_a_form_is_answered_with_what_was_typed(
    discord: Discord, seminar_file: Path
) -> None:
    async with connected(discord, seminar_file):
        slot = (await discord.type(BEN, "talk signup", "slot", series="seminar"))[0]
        opened = await discord.command(BEN, "talk signup", series="seminar", slot=slot)
        with held(seminar_file):
            refused = await discord.submit(BEN, opened, title="Kernels", abstract="Of rings.")
        done = await discord.submit(BEN, opened, title="Kernels", abstract="Of rings.")

    assert (refused.failed, refused.answer) == ("", "later")
    assert "busy" in refused.words
    assert [one["filename"] for one in refused.messages[0]["attachments"]] == ["what-you-typed.txt"]
    assert "You are signed up" in done.words


async def test_a_click_and_a_command_are_answered_while_nothing_can_be_written(
    discord: Discord, seminar_file: Path
) -> None:
    async with connected(discord, seminar_file):
        await discord.command(BEN, "next")
        with held(seminar_file):
            seen = await asyncio.gather(
                discord.command(BEN, "next"), discord.command(BEN, "me set", role="student")
            )

    assert [one.failed for one in seen] == ["", ""]
    assert "Seminar" in seen[0].words
    assert "busy" in seen[1].words
