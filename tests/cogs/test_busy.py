"""/me busy in a stand-in Discord: calendars fetched over real TLS from strangers' servers."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.app import App
from bot.busy import store as diaries
from bot.clock import MovableClock
from bot.core.intervals import Interval
from bot.people.service import MembershipService, Visitor
from bot.settings import Settings
from tests.discord_servers import Result, Server, filled_in, labels, said, shown
from tests.ics.calendars import DAYS_OFF, LUNCH, event, ics
from tests.strangers import (
    HOST,
    Answer,
    Certificates,
    Stranger,
    fetcher_for,
    make_certificates,
    redirects_to,
    sends,
    stranger,
    streams,
)
from tests.worlds import NOW

KEY = "TWVyaWRpYW4ncyBrZXkgZm9yIGl0cyBvd24gdGVzdHM="
SECRET = "private-0a1b2c3d"
PATH = f"/ical/{SECRET}/basic.ics"
ADDRESS = f"webcal://{HOST}{PATH}"
LUNCHES = ics(event(*LUNCH, "RRULE:FREQ=DAILY;COUNT=5", "SUMMARY:Dr. No"))
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"), HOST)


@pytest.fixture
async def elsewhere(certificates: Certificates) -> AsyncIterator[Stranger]:
    async with stranger(certificates) as running:
        running.answers[PATH] = sends(LUNCHES, 'ETag: "a"')
        yield running


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, secret_key=KEY)


@pytest.fixture
async def app(
    settings: Settings,
    clock: MovableClock,
    elsewhere: Stranger,
) -> AsyncIterator[App]:
    fetcher = fetcher_for(elsewhere)
    async with App(settings, clock=clock, fetcher=fetcher) as running:
        yield running


async def add(server: Server, *, address: str = ADDRESS, label: str = "Work") -> Result:
    form = await server.ben.slash(server.channel, "me busy add")
    return await server.ben.submit_modal(form, {"address": address, "label": label})


async def busy_hours(server: Server, app: App, *, days: int = 28) -> float:
    """Return how long Ben is busy, as those who look for a time are told."""
    window = Interval(NOW, NOW + timedelta(days=days))
    async with app.store.read() as connection:
        found = await connection.execute(text("SELECT id, discord_id FROM members"))
        ids = {row.discord_id: row.id for row in found}
        busy = await diaries.busy_of(connection, [ids.get(server.ben.id, 0)], window)
    return sum((one.length / HOUR for times in busy.values() for one in times), 0.0)


async def stored(app: App) -> str:
    """Return all that the database holds, as text."""
    async with app.store.read() as connection:
        tables = await connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'"))
        found = [
            (await connection.execute(text(f'SELECT * FROM "{name}"'))).all()  # noqa: S608 - its own tables
            for name in tables.scalars().all()
        ]
    return repr(found)


async def test_a_calendar_given_by_form_makes_its_owner_busy(server: Server, app: App) -> None:
    told = await add(server)

    assert told.ephemeral
    assert "Added. I read it every hour." in said(told)
    assert f"**1. Work** · {HOST} · read <t:1795424400:R> · busy for 5 hours" in said(told)
    assert await busy_hours(server, app) == 5


async def test_the_address_is_encrypted_and_nothing_of_a_title_is_kept(
    server: Server, app: App, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = await add(server)
    listed = await server.ben.slash(server.channel, "me busy list")
    offered = await server.ben.autocomplete(server.channel, "me busy remove", "calendar", "")
    await app.housekeeping.run_all()

    kept = await stored(app)
    for secret in (SECRET, "Dr. No"):
        assert secret not in kept
        assert secret not in said(told) + said(listed) + repr(offered)
        assert secret not in "\n".join(
            record.getMessage() for record in caplog.records if record.name.startswith("bot")
        )
    assert "Work" in kept


async def test_a_refused_form_comes_back_without_its_address(server: Server, app: App) -> None:
    told = await add(server, address=f"http://{HOST}/{SECRET}.ics", label="My work")
    again = await server.ben.click(shown(told), label="Open the form again, filled in")

    assert said(told).startswith("That address is not encrypted")
    assert filled_in(again) == {"address": "", "label": "My work"}
    assert SECRET not in await stored(app)


@pytest.mark.parametrize("typed", ["Work", "9999999999999999999"])
async def test_a_calendar_that_is_not_there_is_asked_for(server: Server, typed: str) -> None:
    told = said(await server.ben.slash(server.channel, "me busy remove", calendar=typed))

    assert told.startswith("I found no calendar for")


async def test_a_calendar_is_removed_at_once_by_command_and_by_button(
    server: Server, app: App, elsewhere: Stranger
) -> None:
    elsewhere.answers["/home.ics"] = sends(ics(event(*DAYS_OFF)))
    await add(server)
    await add(server, address=f"https://{HOST}/home.ics", label="Home")
    (first, *_) = await server.ben.autocomplete(
        server.channel, "me busy remove", "calendar", "work"
    )

    removed = await server.ben.slash(server.channel, "me busy remove", calendar=first["value"])
    assert said(removed).startswith("Removed. Its address and busy times are deleted.")
    assert labels(removed) == ["Remove 1. Home"]

    empty = await server.ben.click(shown(removed), label="Remove 1. Home")
    assert "I read no calendar of yours" in said(empty)
    assert await busy_hours(server, app) == 0
    kept = await stored(app)
    assert HOST not in kept


async def test_buttons_work_after_a_restart(server: Server, app: App) -> None:
    told = await add(server)

    await server.restart()

    assert "Removed" in said(await server.ben.click(shown(told), label="Remove 1. Work"))
    assert await busy_hours(server, app) == 0


async def test_five_calendars_and_no_sixth_nor_one_twice(
    server: Server, elsewhere: Stranger
) -> None:
    paths = [f"/{number}.ics" for number in range(6)]
    elsewhere.answers |= {path: sends(ics(event(*DAYS_OFF))) for path in paths}

    told = [said(await add(server, address=f"https://{HOST}{path}")) for path in paths[:4]]
    twice = said(await add(server, address=f"webcal://{HOST}/2.ics"))
    fifth = said(await add(server, address=f"https://{HOST}/4.ics"))
    sixth = await server.ben.slash(server.channel, "me busy add")

    assert all(one.startswith("Added. I read it") for one in (*told, fifth))
    assert twice.startswith("I already read that calendar for you")
    assert sixth.modal is None
    assert said(sixth).startswith("I already read 5 calendars for you")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (redirects_to("https://127.0.0.1/"), f"{HOST} redirects to an address that I do not"),
        (redirects_to(PATH), f"{HOST} keeps redirecting me"),
        (streams(b"x" * 65536, f"Content-Length: {5 << 30}"), "That calendar is larger than 2 MB"),
        (sends(b"<html>"), "That is not a calendar but something else, perhaps a web page"),
        (sends(b"", status="404 Not Found"), f"{HOST} has no calendar at that address"),
    ],
    ids=[
        "redirect to loopback", "circle", "5 GB", "a web page", "nothing there",
    ],
)  # fmt: skip
async def test_a_hostile_calendar_costs_its_owner_one_sentence_and_nobody_else_anything(
    server: Server, app: App, elsewhere: Stranger, answer: Answer, sentence: str
) -> None:
    elsewhere.answers[PATH] = answer

    told, answered = await add_while_others_ask(server, app)

    assert said(told).startswith(sentence)
    assert "\n" not in said(told)
    assert answered
    assert await busy_hours(server, app) == 0


async def add_while_others_ask(server: Server, app: App) -> tuple[Result, int]:
    """Let Ben add a calendar; return what he is told, and how often Ada was answered meanwhile.

    The stand-in does one thing at a time, so that Ada is answered by the services themselves.
    """
    visitor = Visitor(
        guild_id=server.guild.id,
        discord_id=server.ada.id,
        display_name="Ada",
        role_ids=frozenset({server.organizers.id, server.members.id}),
        may_manage_server=False,
    )
    form = await server.ben.slash(server.channel, "me busy add")
    adding = asyncio.create_task(
        server.ben.submit_modal(form, {"address": ADDRESS, "label": "Evil"})
    )
    answered = 0
    while not adding.done():
        ada = await app.services[MembershipService].viewer(visitor, now=app.clock.now())
        await app.services[MembershipService].profile(ada)
        answered += 1
        await asyncio.sleep(0.005)
    return await adding, answered


async def test_what_was_read_last_stays_when_the_server_fails_and_its_age_is_shown(
    server: Server, app: App, clock: MovableClock, elsewhere: Stranger
) -> None:
    await add(server)
    elsewhere.answers[PATH] = sends(b"", status="503 Service Unavailable")
    clock.advance(timedelta(hours=2))

    await app.housekeeping.run_all()
    listed = said(await server.ben.slash(server.channel, "me busy list"))

    assert f"⚠ {HOST} answered with an error (503). Try again later." in listed
    assert "read <t:1795424400:R> · busy for 5 hours" in listed
    assert await busy_hours(server, app) == 5


async def test_entries_that_get_lost_are_told_in_a_letter_with_a_way_to_the_list(
    server: Server, app: App, clock: MovableClock, elsewhere: Stranger
) -> None:
    await add(server)
    elsewhere.answers[PATH] = sends(ics(event(*LUNCH), event("DTSTART:soon", uid="2")))
    clock.advance(timedelta(hours=2))

    await app.housekeeping.run_all()
    await app.outbox.run_due()
    (letter,) = server.ben.user.dm_channel.history()
    listed = said(await server.ben.user.click(letter, label="Show my calendars"))

    told = "1 of 2 entries could not be read in full:\n· line 13: `DTSTART:soon`: no date or time"
    assert told in letter.content
    assert f"⚠ {told}" in listed


async def test_who_leaves_is_forgotten(server: Server, app: App) -> None:
    await add(server)

    server.demote(server.ben)
    refused = await server.ben.slash(server.channel, "me busy list")

    assert said(refused).startswith("Only members")
    assert await busy_hours(server, app) == 0
    assert HOST not in await stored(app)


async def test_a_label_is_shown_harmlessly(server: Server) -> None:
    told = await add(server, label="@everyone [x](https://e.org) **b**")

    assert "@everyone" not in said(told)
    assert "\\[x](https:\N{ZERO WIDTH SPACE}//e.org)" in said(told)
