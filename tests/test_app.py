import asyncio
import os
import re
import signal
import socket
import stat
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.__main__ import main
from bot.app import App
from bot.connection import StartRefusal
from bot.settings import WRONG_SETTINGS, Settings
from bot.storage import instance
from bot.storage.database import Store
from tests.conftest import database_url
from tests.loopback.facts import TOKEN
from tests.loopback.handle import Discord
from tests.paths import ROOT

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
PATIENCE = 300  # seconds; a slow computer is no fault of what is tested

# Starts everything but Discord; what a member asked for is in hand until a line comes on stdin.
PROGRAM = """
import asyncio, sys
from bot.app import App
from bot.run_command import until_stopped
from bot.settings import Settings
from bot.storage import instance

async def save(app):
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, sys.stdin.readline)
    for number in range(1, 101):
        async with app.store.write() as connection:
            await instance.note_commands(connection, f"change {number}")

async def serve():
    async with App(Settings(database_url=sys.argv[1], http_port=0)) as app:
        in_hand = asyncio.create_task(save(app), name="CommandTree-invoker")
        print("started", flush=True)
        await asyncio.Event().wait()

asyncio.run(until_stopped(serve()))
print("stopped", flush=True)
"""


@asynccontextmanager
async def program(*arguments: str, **environment: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=environment.pop("cwd", ROOT),
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def digest_in(url: str) -> str:
    store = await Store.open(url, now=NOW)
    async with store.read() as connection:
        found = await instance.commands_digest(connection)
    await store.close()
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
async def test_a_signal_lets_what_is_in_hand_be_finished_and_closes(
    tmp_path: Path, number: signal.Signals
) -> None:
    """F50."""
    url = database_url(tmp_path / "meridian.db")

    async with program("-c", PROGRAM, url) as process:
        assert process.stdout is not None
        started = await process.stdout.readline()
        process.send_signal(number)
        rest, errors = await process.communicate(b"now save it\n")

    assert (started, rest, process.returncode) == (b"started\n", b"stopped\n", 0), errors.decode()
    assert await digest_in(url) == "change 100"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_without_a_token_run_is_the_demo_until_it_is_stopped(tmp_path: Path) -> None:
    ports = {"HTTP_PORT": str(free_port()), "CHAT_PORT": str(free_port())}
    operators = tmp_path / "meridian.db"
    given = {"DISCORD_TOKEN": "", "DATABASE_URL": database_url(operators), **ports}

    async with program("-m", "bot", "run", cwd=str(tmp_path), **given) as process:
        assert process.stdout is not None
        said = [(await process.stdout.readline()).decode()]
        while said[-1] and "Ctrl-C" not in said[-1]:
            said.append((await process.stdout.readline()).decode())
        process.send_signal(signal.SIGTERM)
        _, errors = await process.communicate()

    assert said[0] == "DISCORD_TOKEN is not set (see .env.example), so this is the demo.\n"
    assert f"http://localhost:{ports['HTTP_PORT']}/c/deep-learning-theory/" in "".join(said)
    assert process.returncode == 0, errors.decode()
    assert not operators.exists()  # an invented world has no place in it


async def test_all_wrong_settings_are_named_before_anything_else_happens(tmp_path: Path) -> None:
    """F48."""
    (tmp_path / ".env").write_text(f"DISCORD_TOKEN={TOKEN[:20]}\nHTTP_PORT=x\n", encoding="utf-8")

    async with program("-m", "bot", "run", cwd=str(tmp_path)) as process:
        _, errors = await process.communicate()

    lines = errors.decode().splitlines()
    assert process.returncode == WRONG_SETTINGS
    assert [line.split(" (")[0] for line in lines] == [
        "Meridian does not start, because these settings are wrong:",
        "  - DISCORD_TOKEN",
        "  - HTTP_PORT",
    ]
    assert TOKEN[:20] not in errors.decode()
    assert [file.name for file in tmp_path.iterdir()] == [".env"]


async def test_a_second_program_on_the_same_database_says_why_it_does_not_start(
    app: App, settings: Settings
) -> None:
    here = {"DATABASE_URL": settings.database_url, "DISCORD_TOKEN": TOKEN, "HTTP_PORT": "18080"}

    async with program("-m", "bot", "run", **here) as process:
        _, errors = await process.communicate()

    assert app.store is not None
    assert process.returncode == 1
    assert re.search(r"CRITICAL bot\.run_command: Meridian does not start: .+", errors.decode())
    assert "Traceback" not in errors.decode()
    assert TOKEN not in errors.decode()


async def test_a_port_that_is_taken_is_said_in_a_sentence(app: App, tmp_path: Path) -> None:
    other = Settings(database_url=database_url(tmp_path / "b.db"), http_port=app.web.port)

    with pytest.raises(StartRefusal) as refused:
        await App(other).__aenter__()

    assert str(refused.value) == (
        f"Feeds and pages cannot be served on 127.0.0.1:{app.web.port} (Address already in use). "
        "Stop the other program, or set HTTP_HOST and HTTP_PORT."
    )
    assert await digest_in(other.database_url) == ""


async def test_feeds_and_pages_are_served_before_discord_is_reached(app: App) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{app.web.port}/healthz") as answer,
    ):
        said = await answer.text()

    assert (answer.status, said, app.client.is_ready()) == (200, "ok\n", False)


async def test_what_it_keeps_is_for_nobody_else_on_the_computer(tmp_path: Path) -> None:
    file = tmp_path / "own" / "meridian.db"
    before = os.umask(0o022)
    try:
        async with App(Settings(database_url=database_url(file), http_port=0)):
            (file.parent / "later").touch()
            kept = [*file.parent.iterdir()]
            modes = {stat.S_IMODE(one.stat().st_mode) & 0o077 for one in kept}
        after = os.umask(0o022)
    finally:
        os.umask(before)

    assert file in kept
    assert modes == {0}
    assert after == 0o022


async def test_what_takes_too_long_is_given_up(app: App) -> None:
    endless = asyncio.create_task(asyncio.Event().wait(), name="discord-ui-view-dispatch-1")

    in_time = await app.client.finish_in_hand(seconds=0.01)
    endless.cancel()

    assert not in_time


async def test_a_crash_loop_stops_before_discord_takes_the_token_away(
    loopback_here: Discord, settings: Settings
) -> None:
    """F49."""
    await loopback_here.let(starts_left=49)

    async with App(replace(settings, discord_token=TOKEN)) as app:
        with pytest.raises(StartRefusal) as refused:
            await app.connect()

    assert str(refused.value) == (
        "Discord allows only 49 more starts in the next 1:30:00, and the last one costs the token. "
        "Find out what keeps restarting Meridian, and wait."
    )
    assert (await loopback_here.look()).counts["identified"] == 0


@pytest.mark.usefixtures("loopback_here")
async def test_a_refused_token_is_said_in_a_sentence(settings: Settings) -> None:
    async with App(replace(settings, discord_token=TOKEN[::-1])) as app:
        with pytest.raises(StartRefusal) as refused:
            await app.connect()

    assert str(refused.value) == (
        "Discord refuses DISCORD_TOKEN. "
        "Copy a new one from your application's page: Bot, Reset Token."
    )


async def test_housekeeping_leaves_nothing_out(app: App, caplog: pytest.LogCaptureFixture) -> None:
    await app.housekeeping.run_all()

    assert [r.getMessage() for r in caplog.records if r.name == "bot.jobs"] == []
    assert sorted(job.name for job in app.housekeeping.jobs) == [
        "back up",
        "delete servers that left",
        "expire",
        "extend series",
        "hand offers on",
        "learn holidays",
        "note clocks",
        "note uses of feeds",
        "plan deliveries",
        "read members' calendars",
        "review holidays",
        "review members",
    ]


def test_the_command_line_names_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    listed = re.findall(r"^    (\w+) +\w", capsys.readouterr().out, re.MULTILINE)
    assert listed == ["run", "demo", "tour", "adopt", "check", "import", "claim"]
