"""Copies of the database are complete, are verified row by row, and are few."""

import asyncio
import random
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from bot.storage.database import Store
from bot.storage.engines.sqlite import backups as copying
from bot.storage.engines.sqlite.backups import CopyDiffers, copies_of, copy_nightly, digests, verify
from tests.conftest import database_url

NOW = datetime(2026, 11, 24, 1, 20, tzinfo=UTC)
DAY = timedelta(days=1)
SENTENCE = "What was said about kernels, in parts."


@pytest.fixture
def filled(database: Path) -> Path:
    """A database with a table of sentences, ten to a page."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("CREATE TABLE sentences (number INTEGER PRIMARY KEY, text TEXT)")
        rows = [(f"{SENTENCE} {number:04d} {'x' * 300}",) for number in range(200)]
        connection.executemany("INSERT INTO sentences (text) VALUES (?)", rows)
    return database


def digests_of(file: Path) -> dict[str, str]:
    with closing(sqlite3.connect(file)) as connection:
        return digests(connection)


def test_a_copy_is_made_of_each_day_and_seven_are_kept(filled: Path) -> None:
    """F8."""
    for day in range(9):
        assert copy_nightly(filled, now=NOW + day * DAY) is not None
        assert copy_nightly(filled, now=NOW + day * DAY + DAY / 2) is None

    kept = copies_of(filled)
    assert [copy.name for copy in kept] == [
        f"meridian-202611{26 + day}T012000Z-nightly.db" for day in range(5)
    ] + ["meridian-20261201T012000Z-nightly.db", "meridian-20261202T012000Z-nightly.db"]
    assert {stat.S_IMODE(copy.stat().st_mode) for copy in kept} == {0o600}
    assert {file.suffix for file in kept[0].parent.iterdir()} == {".db"}
    assert digests_of(kept[-1]) == digests_of(filled)


def test_copies_of_more_than_a_week_ago_go_with_the_next_one(filled: Path) -> None:
    for day in (0, 1, 6, 8):
        copy_nightly(filled, now=NOW + day * DAY)

    assert [copy.name[:17] for copy in copies_of(filled)] == [
        "meridian-20261125",
        "meridian-20261130",
        "meridian-20261202",
    ]


def test_nights_take_no_copy_away_that_was_made_before_a_migration(filled: Path) -> None:
    before = copying.copy_before_migration(filled, revision="0001", now=NOW)

    for day in range(9):
        copy_nightly(filled, now=NOW + day * DAY)

    assert copies_of(filled)[0] == before


@pytest.mark.parametrize("seed", range(20))
def test_bytes_that_changed_inside_a_row_are_found(filled: Path, seed: int) -> None:
    """F8: SQLite's own check finds nothing in most of these."""
    copy = copy_nightly(filled, now=NOW)
    assert copy is not None
    held, chance = digests_of(filled), random.Random(seed)  # noqa: S311 - only to be the same again
    content = bytearray(copy.read_bytes())
    places = [at for at in range(len(content)) if content.startswith(SENTENCE.encode(), at)]
    content[chance.choice(places) + chance.randrange(300)] ^= 1 << chance.randrange(8)
    copy.write_bytes(content)

    with pytest.raises(
        CopyDiffers, match=f"The copy {copy} differs from the database in these tables: sentences"
    ):
        verify(copy, held)


def test_a_text_that_became_bytes_is_found(filled: Path) -> None:
    copy = copy_nightly(filled, now=NOW)
    assert copy is not None
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE sentences SET text = CAST(text AS BLOB) WHERE number = 7")

    with pytest.raises(CopyDiffers, match="in these tables: sentences"):
        verify(copy, digests_of(filled))


def test_a_copy_that_differs_is_removed_and_the_older_ones_stay(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F8."""
    older = copy_nightly(filled, now=NOW)
    written = copying.copy_into

    def written_badly(unfinished: Path, path: Path) -> dict[str, str]:
        held = written(unfinished, path)
        content = unfinished.read_bytes()
        unfinished.write_bytes(content.replace(b"about kernels", b"about colonel", 1))
        return held

    monkeypatch.setattr(copying, "copy_into", written_badly)

    with pytest.raises(CopyDiffers, match="in these tables: sentences"):
        copy_nightly(filled, now=NOW + DAY)

    assert [older] == list((filled.parent / "backups").iterdir())


def test_what_a_kill_left_half_made_is_removed(filled: Path) -> None:
    folder = filled.parent / "backups"
    folder.mkdir()
    (folder / "meridian-20261123T012000Z-nightly.db.new").write_bytes(b"half")

    copy = copy_nightly(filled, now=NOW)

    assert [copy] == list(folder.iterdir())


def keep_writing(file: Path, begun: Event, enough: Event) -> None:
    """Move one from one row to another, over and over; their sum stays."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=30)) as connection:
        while not enough.is_set():
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE sums SET number = number - 1 WHERE rowid = 1")
            connection.execute("UPDATE sums SET number = number + 1 WHERE rowid = 2")
            connection.execute("COMMIT")
            begun.set()


async def test_a_copy_made_while_somebody_writes_is_of_one_moment(filled: Path) -> None:
    """F8."""
    store = await Store.open(database_url(filled), now=NOW)
    async with store.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE sums (number INTEGER)")
        await connection.exec_driver_sql("INSERT INTO sums VALUES (0), (0)")
    begun, enough = Event(), Event()
    writer = Thread(target=keep_writing, args=(filled, begun, enough))
    writer.start()
    assert begun.wait(10)

    try:
        for day in range(5):
            await store.back_up(now=NOW + day * DAY)
    finally:
        enough.set()
        writer.join()

    await store.close()
    sums = []
    for copy in copies_of(filled):
        with closing(sqlite3.connect(copy)) as connection_to_copy:
            sums.append(connection_to_copy.execute("SELECT number FROM sums").fetchall())
    assert [one + other for (one,), (other,) in sums] == [0] * 5
    assert len({one for (one,), _ in sums}) > 1


async def test_a_copy_that_is_put_back_is_opened_without_a_warning(
    filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """F54."""
    store = await Store.open(database_url(filled), now=NOW)
    await store.back_up(now=NOW)
    await store.close()
    (copy,) = copies_of(filled)
    shutil.copy(copy, filled)

    again = await Store.open(database_url(filled), now=NOW)

    await again.close()
    assert caplog.records == []
    assert digests_of(copy) == digests_of(filled)


async def test_a_copy_under_way_at_the_stop_is_finished_first(filled: Path) -> None:
    store = await Store.open(database_url(filled), now=NOW)
    copying_now = asyncio.create_task(store.back_up(now=NOW))
    while not filled.parent.joinpath("backups").exists():  # noqa: ASYNC110 - a thread sets no event
        await asyncio.sleep(0)

    copying_now.cancel()
    await asyncio.wait([copying_now])
    copies = copies_of(filled)
    await store.close()

    assert copying_now.cancelled()
    (copy,) = copies
    assert digests_of(copy) == digests_of(filled)
