"""What the version of schema 0010 left in databases and in Discord still works."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest

from bot.app import App
from tests.discord_servers import said, shown
from tests.kept import frozen
from tests.kept.restoring import Kept, Place, Result, Row, prefilled
from tests.kept.tables import rows, tables

VERSION = "m1"
SHAPELESS = re.compile(r"(?<=:)(\d+|[0-9a-f]{24})\b")


def place(found: Iterator[Place], start: str) -> Place:
    """Return the newest button or form whose custom_id begins so."""
    whole = f"{VERSION}:{start}"
    same = [p for p in found if p.custom_id == whole or p.custom_id.startswith(f"{whole}:")]
    assert same, whole
    return same[0]


def form_in(result: Result) -> str:
    """Return the kind of form that was opened; nothing where none was."""
    return str(result.modal["custom_id"]).split(":")[1] if result.modal else ""


def test_one_of_everything_was_kept(database: Path) -> None:
    empty = [name for name, found in tables(database).items() if not found]
    drafts = {kind for (kind,) in rows(database, "SELECT kind FROM drafts")}

    assert empty == []
    assert len(tables(database)) == frozen.TABLES
    assert drafts == frozen.DRAFTS
    for (table, column), values in frozen.VALUES.items():
        query = f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 - from the list
        assert {value for (value,) in rows(database, query)} == values, (table, column)


@pytest.mark.usefixtures("app")  # all of the program is loaded
def test_every_value_is_still_known() -> None:
    known = [{member.value for member in kind} for kind in StrEnum.__subclasses__()]

    for (table, column), values in frozen.VALUES.items():
        if (table, column) != ("deliveries", "kind"):  # those are sent, see below
            assert any(values <= one for one in known), (table, column)


def test_every_kind_of_button_and_form_was_kept(left: Row) -> None:
    kept = Kept(None, left)  # type: ignore[arg-type] # nobody is in Discord yet
    buttons = (
        *frozen.OPENS,
        *frozen.SHOWS,
        *frozen.SAYS,
        *frozen.CHANGES,
        *frozen.CHANGES_INSTEAD,
    )

    assert {one.kind for one in kept.places()} == {start.split(":")[0] for start in buttons}
    assert {one.kind for one in kept.forms()} == {start.split(":")[0] for start in frozen.FORMS}


async def test_no_button_is_from_an_older_version(kept: Kept) -> None:
    """One of each shape: numbers and what only makes a custom_id unique are left out."""
    shapes = {SHAPELESS.sub("#", one.custom_id): one for one in kept.places()}
    unknown = said(await kept.click(next(iter(shapes.values())), instead=f"{VERSION}:made-up"))

    answers = {shape: await kept.click(one) for shape, one in shapes.items()}

    assert len(answers) > len({one.kind for one in shapes.values()})
    assert [
        shape
        for shape, result in answers.items()
        if result.modal is None and said(result) == unknown
    ] == []


async def test_buttons_that_open_forms_open_them_filled_in(kept: Kept) -> None:
    opened = {start: await kept.click(place(kept.places(), start)) for start in frozen.OPENS}

    assert {start: form_in(result) for start, result in opened.items()} == frozen.OPENS
    assert prefilled(opened["talk-retake:30:8"])["abstract"] == "Kept words."
    assert prefilled(opened["reopen:32"])["times"] == "nonsense"
    assert prefilled(opened["compose-edit:25"]) == {"title": "School", "body": "In July."}


async def test_buttons_that_show_something_show_it(kept: Kept) -> None:
    bare = []
    for start in frozen.SHOWS:
        result = await kept.click(place(kept.places(), start))
        if not shown(result).embeds:
            bare.append((start, said(result)))
    told = {start: said(await kept.click(place(kept.places(), start))) for start in frozen.SAYS}

    assert bare == []
    assert {start: frozen.SAYS[start] in text for start, text in told.items()} == dict.fromkeys(
        frozen.SAYS, True
    )


@pytest.mark.parametrize("wanted", [frozen.CHANGES, frozen.CHANGES_INSTEAD])
async def test_buttons_that_change_something_change_it(
    kept: Kept, database: Path, wanted: Mapping[str, AbstractSet[str]]
) -> None:
    wrong = []
    for start, expected in wanted.items():
        before = tables(database)
        result = await kept.click(place(kept.places(), start))
        after = tables(database)
        changed = {name for name in after if after[name] != before.get(name)}
        if not expected <= changed:
            wrong.append((start, changed, said(result)))

    assert wrong == []


async def test_forms_that_were_open_are_taken(kept: Kept, database: Path) -> None:
    wrong = []
    for start, (typed, expected) in frozen.FORMS.items():
        before = tables(database)
        result = await kept.submit(place(kept.forms(), start), **typed)
        after = tables(database)
        changed = {name for name in after if after[name] != before.get(name)}
        if not expected <= changed:
            wrong.append((start, changed, said(result)))

    assert wrong == []


async def test_everything_is_shown(kept: Kept) -> None:
    ada, channel = kept.member(kept.named("Ada")), kept.channel("seminar")
    bare = []
    for command, options in frozen.COMMANDS:
        result = await ada.slash(channel, command, **options)
        if result.modal is None and not shown(result).embeds:
            bare.append((command, said(result)))

    assert bare == []


async def test_pages_are_shown(app: App) -> None:
    wrong = []
    async with aiohttp.ClientSession() as session:
        for path, word in frozen.PAGES.items():
            async with session.get(f"http://127.0.0.1:{app.web.port}{path}") as answer:
                if answer.status != HTTPStatus.OK or word not in await answer.text():
                    wrong.append((path, answer.status))

    assert wrong == []
