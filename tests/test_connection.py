"""Case 61: feeds and pages outlive a refused token and a gateway that is away; /healthz says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import aiohttp
import pytest

from bot import connection
from bot.app import App
from bot.connection import TOKEN_REFUSED
from bot.settings import Settings
from bot.storage.instance import note_application
from tests.loopback.facts import BOT_ID, TOKEN
from tests.loopback.handle import PATIENCE, Discord


@asynccontextmanager
async def connecting(settings: Settings, token: str) -> AsyncIterator[App]:
    """Run a program that has been in Discord before, and let it connect with this token."""
    async with App(replace(settings, discord_token=token)) as app:
        async with app.store.write() as change:
            await note_application(change, int(BOT_ID))
        holding = asyncio.create_task(app.connect())
        yield app
        holding.cancel()
        with suppress(asyncio.CancelledError):
            await holding


async def health(app: App, *, said: str) -> None:
    """Wait until /healthz says this; fail if the program ends instead."""
    address = f"http://127.0.0.1:{app.web.port}"
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{address}/healthz") as answer:
                told = await answer.text()
            if said in told:
                assert answer.status == (200 if said == "ok" else 503)
                async with session.get(address) as page:
                    assert page.status == 200
                return
            await asyncio.sleep(0.02)


@pytest.mark.usefixtures("loopback_here")
async def test_case_61_a_token_refused_at_the_start(settings: Settings) -> None:
    async with connecting(settings, TOKEN[::-1]) as app:
        await health(app, said=TOKEN_REFUSED)


async def test_case_61_a_token_refused_by_the_gateway(
    loopback_here: Discord, settings: Settings
) -> None:
    async with connecting(settings, TOKEN) as app:
        await loopback_here.until("identified")
        await loopback_here.drop(code=4004)

        await health(app, said=TOKEN_REFUSED)


async def test_case_61_a_gateway_that_is_away_and_comes_back(
    loopback_here: Discord, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "LONG_AWAY", 0.2)
    await loopback_here.let(is_open=False)
    async with connecting(settings, TOKEN) as app:
        await health(app, said="Discord has been out of reach for 1 min.")
        await loopback_here.let(is_open=True)

        await health(app, said="ok")


async def test_case_61_discord_that_cannot_be_reached_at_all_is_tried_again(
    loopback_here: Discord, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(connection, "LONG_AWAY", 0.1)
    with monkeypatch.context() as gone:
        gone.setattr("discord.http.Route.BASE", "http://127.0.0.1:9/api/v10")
        async with connecting(settings, TOKEN) as app:
            await health(app, said="Discord has been out of reach")
            gone.setattr("discord.http.Route.BASE", loopback_here.base)

            await loopback_here.until("identified")
            await health(app, said="ok")
