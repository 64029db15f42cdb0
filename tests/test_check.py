from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot.app import App
from bot.check import (
    NEEDED,
    Mark,
    Verdict,
    address,
    copies,
    database,
    discord_findings,
    keys,
    system_release,
    zones,
)
from bot.settings import Settings
from bot.storage import instance
from bot.storage.database import Store
from tests.conftest import MADE, database_url
from tests.loopback.facts import BOT_ID, TOKEN
from tests.loopback.handle import Discord
from tests.test_app import free_port

COMMAND = {"id": "5555", "application_id": BOT_ID, "type": 1, "name": "next", "version": "1"}


async def found(token: str = TOKEN) -> list[tuple[Mark, str]]:
    return [(v.mark, v.sentence) async for v in discord_findings(token)]


async def test_a_bot_that_may_do_what_it_needs_is_well(loopback_here: Discord) -> None:
    described = {**COMMAND, "description": "What is coming"}
    await loopback_here.let(permissions=NEEDED.value, commands=[described])

    assert await found() == [
        (Mark.OK, "Discord accepts the token of Meridian"),
        (Mark.OK, "Discord knows 1 commands"),
        (Mark.OK, "in Deep learning theory the bot has the permissions it needs"),
    ]


@pytest.mark.usefixtures("loopback_here")
async def test_a_database_of_another_application_is_warned_of(tmp_path: Path) -> None:
    url = database_url(tmp_path / "other.db")
    store = await Store.open(url, now=MADE)
    async with store.write() as connection:
        await instance.note_application(connection, 1)
    await store.close()

    findings = [verdict async for verdict in discord_findings(TOKEN, url)]

    assert findings[1].mark is Mark.WARNING
    assert "python -m bot adopt" in findings[1].sentence
    assert await found() == [(v.mark, v.sentence) for v in findings if v is not findings[1]]


async def test_missing_permissions_are_named_with_the_server(loopback_here: Discord) -> None:
    fewer = discord.Permissions(view_channel=True, send_messages=True, attach_files=True)
    await loopback_here.let(permissions=fewer.value)

    findings = await found()

    assert findings[-1] == (
        Mark.WRONG,
        "in Deep learning theory the bot lacks permissions: embed links, read message history",
    )


async def test_a_bot_in_no_server_is_told_how_to_be_invited(loopback_here: Discord) -> None:
    await loopback_here.let(is_member=False)

    findings = await found()

    assert findings[1:] == [
        (Mark.WARNING, "Discord knows no commands yet: `run` tells it of them"),
        (
            Mark.WARNING,
            (
                "the bot is in no server: invite it with https://discord.com/oauth2/authorize"
                f"?client_id={BOT_ID}&scope=bot+applications.commands&permissions={NEEDED.value}"
            ),
        ),
    ]


@pytest.mark.usefixtures("loopback_here")
async def test_a_token_that_discord_refuses_is_wrong_and_not_printed() -> None:
    findings = await found(token=TOKEN.replace("a1B2", "z9Y8"))

    assert findings == [
        (Mark.WRONG, "Discord refuses the token: copy it again from Bot, Reset Token")
    ]


async def test_an_address_that_answers_is_well_and_one_that_does_not_is_warned_of(
    loopback: Discord,
) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"

    answering, silent = await address(loopback.address), await address(nowhere)

    assert (answering.mark, answering.sentence) == (
        Mark.WARNING,
        f"PUBLIC_URL {loopback.address} answers, with status 401",
    )
    assert silent.mark is Mark.WARNING
    assert silent.sentence.startswith(f"nothing answers at PUBLIC_URL {nowhere} (")


async def test_it_is_said_how_old_the_newest_copy_is(app: App, settings: Settings) -> None:
    """F8."""
    day = timedelta(days=1)
    before = copies(settings.database_url, now=MADE)
    await app.store.back_up(now=MADE)

    soon = copies(settings.database_url, now=MADE + day)
    late = copies(settings.database_url, now=MADE + 3 * day)

    folder = app.store.path.parent / "backups"
    assert before == Verdict(
        Mark.OK, "the database has no nightly copy yet: `run` makes one each day"
    )
    assert soon == Verdict(
        Mark.OK,
        f"the newest copy of the database, {folder}/meridian-20261102T090000Z-nightly.db, "
        "is of Mon 02 Nov 2026 09:00 UTC",
    )
    assert late.mark is Mark.WARNING


async def test_a_database_in_use_is_sound(app: App, settings: Settings) -> None:
    verdict = database(settings.database_url)

    assert verdict.mark is Mark.OK
    assert verdict.sentence.startswith(f"the database {app.store.path} is sound (")


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "meridian.db"

    assert database(database_url(file)) == Verdict(
        Mark.OK, f"there is no database at {file} yet: it will be made"
    )
    assert not file.exists()


@pytest.mark.parametrize("content", [b"", b"not a database" * 20], ids=["empty", "other"])
def test_a_file_that_is_no_database_is_wrong(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "meridian.db"
    file.write_bytes(content)

    assert database(database_url(file)).mark is Mark.WRONG
    assert file.read_bytes() == content


def test_it_is_told_whether_calendars_are_read_and_no_key_is() -> None:
    off, on = keys(Settings()), keys(Settings(secret_key="abc,def,ghi"))

    assert (off.mark, on.mark) == (Mark.OK, Mark.OK)
    assert off.sentence == "no SECRET_KEY is set: /me busy, for members' calendars, is off"
    assert on.sentence == "members' calendar addresses are encrypted (SECRET_KEY, 2 older)"


def test_the_release_of_the_system_is_named_where_it_differs(tmp_path: Path) -> None:
    theirs = tmp_path / "tzdata.zi"
    theirs.write_text("# version 2020a\n# This zic input file is in the public domain.\n")

    verdict = zones(theirs)

    assert verdict.mark is Mark.OK
    assert verdict.sentence.endswith(
        "this computer's own are of 2020a, which Meridian does not read"
    )
    assert system_release(tmp_path / "missing.zi") is None


def test_a_verdict_is_one_line_that_begins_with_its_mark() -> None:
    assert [str(Verdict(mark, "so it is")) for mark in Mark] == [
        "ok       so it is",
        "warning  so it is",
        "wrong    so it is",
    ]
