"""Each change of the database is complete and exclusive."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select, text
from sqlalchemy.exc import OperationalError, StatementError

from bot.core.refusals import Refusal
from bot.drafts.store import table as drafts
from bot.meetings.store.meetings import table as meetings
from bot.servers.store import collaborations
from bot.servers.store.collaborations import table
from bot.storage.change import Change
from bot.storage.database import Store
from bot.storage.engines.sqlite import connections
from bot.storage.statements import fresh

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WALL = datetime(2026, 11, 26, 17)  # noqa: DTZ001 - a wall time has no zone of its own


async def count(store: Store) -> int:
    async with store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_a_change_is_seen_once_it_is_whole(store: Store) -> None:
    async with store.write() as connection:
        await collaborations.insert(connection, slug="theory", name="Theory")
        seen_during = await count(store)

    assert seen_during == 0
    assert await count(store) == 1


async def test_what_was_saved_is_on_the_disk_also_after_a_power_cut(
    database: Path, durability: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "DURABILITY", durability)
    store = await Store.open(f"sqlite+aiosqlite:///{database}", now=NOW)

    async with store.write() as connection:
        synchronous = await connection.scalar(text("PRAGMA synchronous"))
    await store.close()

    assert synchronous == 2  # FULL: a commit waits for the disk


async def test_a_statement_is_compiled_once_for_reading_and_writing(store: Store) -> None:
    statement = fresh(select(table.c.id))
    async with store.read() as connection:
        read = (await connection.execute(statement)).context
    async with store.write() as connection:
        written = (await connection.execute(statement)).context

    assert read.compiled is written.compiled


async def test_an_error_undoes_the_whole_change(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        async with store.write() as connection:
            await collaborations.insert(connection, slug="theory", name="Theory")
            _ = 1 / 0

    assert await count(store) == 0


async def test_somebody_who_stops_waiting_undoes_the_change_and_lets_others_in(
    store: Store,
) -> None:
    begun = asyncio.Event()

    async def stuck() -> None:
        async with store.write() as connection:
            await collaborations.insert(connection, slug="half", name="Half")
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with store.write() as connection:
        await collaborations.insert(connection, slug="whole", name="Whole")

    assert await count(store) == 1


async def test_a_reader_sees_one_moment_from_beginning_to_end(store: Store) -> None:
    async with store.read() as reading:
        before = await reading.scalar(select(func.count()).select_from(table))
        async with store.write() as connection:
            await collaborations.insert(connection, slug="theory", name="Theory")

        after = await reading.scalar(select(func.count()).select_from(table))

    assert (before, after) == (0, 0)


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises((OperationalError, Refusal)):
        async with store.read() as connection:
            await collaborations.insert(connection, slug="theory", name="Theory")


async def test_a_database_held_by_another_program_is_said_to_be_busy(
    store: Store, database: Path
) -> None:
    """F5."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(Refusal, match="busy, so nothing was saved"):
            async with store.write():
                pass

    async with store.write() as connection:
        await collaborations.insert(connection, slug="later", name="Later")
    assert await count(store) == 1


async def test_a_full_storage_is_said_to_be_full_and_reading_goes_on(store: Store) -> None:
    """F4."""
    async with store.write() as connection:
        pages = await connection.scalar(text("PRAGMA page_count"))
        await connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    with pytest.raises(Refusal, match="storage is full, so nothing was saved"):
        async with store.write() as connection:
            for number in range(2000):
                await collaborations.insert(connection, slug=f"c{number}", name="x" * 500)

    assert await count(store) == 0


async def test_every_change_that_was_saved_is_told(store: Store) -> None:
    told = []

    async def listen(_: Change) -> None:
        told.append(await count(store))

    store.after_commit(listen)
    async with store.write() as connection:
        await collaborations.insert(connection, slug="theory", name="Theory")
    with pytest.raises(ZeroDivisionError):
        async with store.write():
            _ = 1 / 0

    assert told == [1]


async def test_a_change_saved_after_its_asker_stopped_waiting_is_told_too(store: Store) -> None:
    told = []

    async def listen(_: Change) -> None:
        told.append(await count(store))

    async def change() -> None:
        async with store.write() as connection:
            await collaborations.insert(connection, slug="theory", name="Theory")

    def stop_waiting(_connection: Connection) -> None:
        loop.call_soon(asker.cancel)

    loop = asyncio.get_running_loop()
    store.after_commit(listen)
    event.listen(Engine, "commit", stop_waiting, once=True)
    asker = asyncio.create_task(change())
    await asyncio.gather(asker, return_exceptions=True)

    assert asker.cancelled()
    assert await count(store) == 1
    assert told == [1]


async def test_a_naive_instant_and_an_aware_wall_time_are_refused(store: Store) -> None:
    naive, aware = WALL, NOW
    meeting = {"collaboration_id": 1, "series_id": 1, "place": date(2026, 11, 26)}

    with pytest.raises(StatementError, match="naive datetime"):
        async with store.write() as connection:
            await connection.execute(insert(meetings).values(**meeting, start=naive))
    with pytest.raises(StatementError, match="aware datetime"):
        async with store.write() as connection:
            await connection.execute(insert(meetings).values(**meeting, wall=aware))


async def test_an_instant_comes_back_as_it_went_in(store: Store) -> None:
    async with store.write() as connection:
        made = await collaborations.insert(connection, slug="theory", name="Theory")
        values = {"collaboration_id": made, "discord_id": 2**63 - 1, "kind": "k", "content": "{}"}
        await connection.execute(insert(drafts).values(**values, created_at=NOW))

    async with store.read() as connection:
        row = (await connection.execute(select(drafts.c.created_at, drafts.c.discord_id))).one()
    assert tuple(row) == (NOW, 2**63 - 1)
