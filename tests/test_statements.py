"""What counts SQL statements counts right, and a loop of statements does not go unnoticed."""

from typing import Any

import pytest
from sqlalchemy import select, text

from bot.sites.store import sites
from bot.storage.database import Store
from bot.storage.metadata import metadata
from tests.statements import MOST_REPEATS, RECORDER, ROOT, counting, shortened


async def test_reads_and_writes_are_counted_without_what_frames_them(store: Store) -> None:
    with counting() as sent:
        async with store.read() as connection:
            await connection.execute(text("SELECT 1"))
        async with store.write() as connection:
            await connection.execute(text("SELECT 2"))
    assert (sent.statements, sent.transactions) == (["SELECT 1", "SELECT 2"], 2)


async def test_what_is_sent_after_a_block_is_not_counted(store: Store) -> None:
    with counting() as sent:
        pass
    async with store.read() as connection:
        await connection.execute(text("SELECT 1"))
    assert sent.count == 0


async def test_a_list_of_one_and_a_list_of_many_are_one_statement(store: Store) -> None:
    table = metadata.tables["sites"]
    with counting() as sent:
        async with store.read() as connection:
            for ids in [1], [1, 2, 3]:
                await connection.execute(select(table.c.id).where(table.c.id.in_(ids)))
    assert len(set(sent.statements)) == 1


def test_only_lists_of_values_are_shortened() -> None:
    assert shortened("SELECT a, b\nFROM c WHERE a IN (?, ?) AND b = ?") == (
        "SELECT a, b FROM c WHERE a IN (?…) AND b = ?"
    )


LOOP = """
async def look_up(connection, lookup, names):
    for name in names:
        await lookup(connection, 1, name)
"""


@pytest.mark.parametrize(("many", "is_found"), [(MOST_REPEATS, False), (MOST_REPEATS + 1, True)])
@pytest.mark.parametrize("folder", ["bot", "tests"])
async def test_only_the_program_may_not_ask_for_each_row(
    store: Store, *, folder: str, many: int, is_found: bool
) -> None:
    RECORDER.repeats.clear()
    scope: dict[str, Any] = {}
    exec(compile(LOOP, str(ROOT / folder / "made_up.py"), "exec"), scope)  # noqa: S102 - it is ours
    async with store.read() as connection:
        await scope["look_up"](connection, sites.by_slug, [f"site-{n}" for n in range(many)])
    found, RECORDER.repeats[:] = [one.place for one in RECORDER.repeats], []
    assert found == (["bot.made_up.look_up"] if is_found and folder == "bot" else [])


async def test_the_same_question_twice_is_no_loop_over_rows(store: Store) -> None:
    RECORDER.repeats.clear()
    scope: dict[str, Any] = {}
    exec(compile(LOOP, str(ROOT / "bot/made_up.py"), "exec"), scope)  # noqa: S102 - it is ours
    async with store.read() as connection:
        await scope["look_up"](connection, sites.by_slug, ["mit"] * 10)
    assert RECORDER.repeats == []
