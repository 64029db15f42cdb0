"""Databases of earlier schemas hold the same after their migration."""

from pathlib import Path

import aiohttp
import pytest

from bot.app import App
from bot.series import store as series
from bot.storage.engines.sqlite.inspection import inspect
from bot.storage.migration import HEAD
from bot.times.recurrence_text import rule_text
from tests.kept import restoring
from tests.kept.tables import rows


@pytest.fixture(params=restoring.SCHEMAS)
def schema(request: pytest.FixtureRequest) -> str:
    """Each schema of which a database was kept."""
    return str(request.param)


@pytest.fixture
def former(schema: str, tmp_path: Path) -> Path:
    """The database as it was."""
    file = tmp_path / "former.db"
    file.write_bytes(restoring.database(schema))
    return file


@pytest.fixture
def database(former: Path, tmp_path: Path) -> Path:
    """A copy of it, which the program opens."""
    file = tmp_path / "meridian.db"
    file.write_bytes(former.read_bytes())
    return file


# Breaks iCalendar's own words in texts; a kept description has one, which confused a reader.
MARK = "\N{WORD JOINER}"


async def test_feeds_are_the_same_byte_for_byte(app: App, schema: str) -> None:
    kept, changed = restoring.feeds(schema), []
    async with aiohttp.ClientSession() as session:
        for path, before in kept.items():
            async with session.get(f"http://127.0.0.1:{app.web.port}{path}") as answer:
                body = (await answer.read()).decode().replace(MARK, "")
                if (answer.status, body) != (before["status"], before["body"]):
                    changed.append(path)

    assert len(kept) > 10
    assert changed == []


@pytest.mark.usefixtures("app")
def test_every_meeting_keeps_its_row(former: Path, database: Path) -> None:
    every = (
        "SELECT id, collaboration_id, series_id, place, wall, zone, start, minutes, status, "
        "reason, moved_from, tz_release, room, revision FROM meetings ORDER BY id"
    )

    assert inspect(database).revision == HEAD
    assert rows(database, every) == rows(former, every)
    assert {status for (status,) in rows(former, "SELECT status FROM meetings")} >= {"dropped"}


async def test_the_same_members_are_invited(app: App, former: Path) -> None:
    texts = dict(rows(former, "SELECT id, invited FROM series"))

    async with app.store.read() as connection:
        found = {number: await series.by_id(connection, number) for number in texts}

    invited = {number: one and one.invited for number, one in found.items()}
    assert invited == {
        number: None if text is None else frozenset(map(int, text.split()))
        for number, text in texts.items()
    }
    assert set(invited.values()) > {None}


async def test_every_rule_says_what_it_said(app: App, former: Path) -> None:
    words = dict(rows(former, "SELECT id, rule FROM series"))

    async with app.store.read() as connection:
        found = {number: await series.by_id(connection, number) for number in words}

    assert {number: one and rule_text(one.rule) for number, one in found.items()} == words
