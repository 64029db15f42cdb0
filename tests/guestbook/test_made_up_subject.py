"""A subject adds everything it has from its own folder, and one line in the list of subjects."""

import json
from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import timedelta

import aiohttp
import pytest
import simcord

from bot.app import App
from bot.clock import MovableClock
from bot.people.service import MembershipService
from bot.privacy.service.personal_data import PersonalData
from bot.settings import Settings
from bot.subject import Subject
from bot.subjects import SUBJECTS
from tests.discord_servers import Server, said, shown
from tests.guestbook.service import Guestbook
from tests.guestbook.subject import GUESTBOOK
from tests.journeys.scene import viewer


@pytest.fixture
async def app(settings: Settings, clock: MovableClock) -> AsyncIterator[App]:
    """Meridian with a guestbook: this is the one line."""
    async with App(settings, clock=clock, subjects=(*SUBJECTS, GUESTBOOK)) as running:
        yield running


@pytest.fixture
async def server(discord_world: simcord.Env, app: App) -> Server:
    """A server made here: with one more command, Discord gives other numbers than usual."""
    return await Server(discord_world, app, "Theory").set_up()


@pytest.fixture
async def book(server: Server, app: App) -> Guestbook:
    """The guestbook, after Ben wrote into it."""
    await server.ben.slash(server.channel, "guestbook", text="What a talk!")
    return app.services[Guestbook]


def test_it_adds_everything_that_a_subject_can_add() -> None:
    assert [field.name for field in fields(Subject) if not getattr(GUESTBOOK, field.name)] == []


async def test_its_command_writes_into_its_table_and_its_button_reads(server: Server) -> None:
    written = await server.ben.slash(server.channel, "guestbook", text="What a talk!")
    read = await server.ben.click(shown(written), label="Read it")

    assert (said(written), said(read)) == ("Written.", "What a talk!")


async def test_its_post_is_sent(server: Server, app: App, book: Guestbook) -> None:
    await app.outbox.run_due()

    posted = [message.content for message in server.channel.history()]
    assert "Thank you for “What a talk!”." in posted
    assert book.woken > 0


async def test_its_hook_runs_in_the_change_of_another_subject(
    server: Server, app: App, book: Guestbook
) -> None:
    ben = (await viewer(server, server.ben, server.members.id)).require_member()

    await app.services[MembershipService].leave(ben.id, now=app.clock.now())

    assert await book.texts() == []


async def test_its_job_and_its_expiry_are_done_by_housekeeping(
    app: App, clock: MovableClock, book: Guestbook
) -> None:
    await app.housekeeping.run_all()
    counted = book.counted
    clock.advance(timedelta(days=1))
    await app.housekeeping.run_all()
    kept = await book.texts()
    for _ in range(30):
        clock.advance(timedelta(days=1))
        await app.housekeeping.run_all()

    assert (counted, kept, await book.texts()) == (1, ["What a talk!"], [])


@pytest.mark.usefixtures("book")
async def test_its_page_is_served(app: App) -> None:
    async with (
        aiohttp.ClientSession() as web,
        web.get(f"http://127.0.0.1:{app.web.port}/guestbook") as page,
    ):
        assert (page.status, await page.text()) == (200, "What a talk!")


async def test_help_explains_it_and_members_get_a_copy_of_their_entries(
    server: Server, app: App, book: Guestbook
) -> None:
    ben = await viewer(server, server.ben, server.members.id)

    guide = app.client.guide[-1]
    copy = json.loads(await app.services[PersonalData].export(ben, now=app.clock.now()))

    assert guide.command == "guestbook"
    assert [entry["text"] for entry in copy["guestbook"]] == await book.texts()
