"""Reading and writing: each change whole and alone, each wrong state impossible."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from bot.core.refusals import Refusal
from bot.series.model.series import Visibility
from bot.servers.store import collaborations
from bot.storage.database import Store
from bot.storage.tables import collaborations as table
from bot.storage.tables import drafts, meetings, members, series, slots, speakers, talks

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

        with pytest.raises(Refusal, match="busy just now, so nothing was saved"):
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

    async def listen() -> None:
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

    async def listen() -> None:
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


COLLABORATION = {"slug": "theory", "name": "Theory"}
SERIES = {
    "collaboration_id": 1,
    "slug": "seminar",
    "title": "Seminar",
    "rule": "Thursday 17:00",
    "zone": "Europe/Zurich",
    "first": date(2026, 11, 26),
    "minutes": 60,
    "slots": 1,
    "visibility": Visibility.PUBLIC,
}
MEETING = {
    "collaboration_id": 1,
    "series_id": 1,
    "place": date(2026, 11, 26),
    "wall": WALL,
    "zone": "Europe/Zurich",
    "start": NOW,
    "minutes": 60,
    "status": "scheduled",
    "tz_release": "2026f",
}
SLOT = {"meeting_id": 1, "position": 0}
TALK = {
    "collaboration_id": 1,
    "series_id": 1,
    "slot_id": 1,
    "status": "confirmed",
    "created_at": NOW,
}
MEMBER = {"collaboration_id": 1, "discord_id": 7, "display_name": "Ada"}


@pytest.mark.parametrize(
    ("wrong", "values"),
    [
        (table, COLLABORATION),
        (table, {"slug": "", "name": "No slug"}),
        (series, SERIES),
        (series, {**SERIES, "slug": "long", "minutes": 1441}),
        (series, {**SERIES, "slug": "none", "slots": 0}),
        (meetings, MEETING),
        (meetings, {**MEETING, "place": date(2026, 12, 3), "series_id": 99}),
        (slots, SLOT),
        (talks, TALK),
        (talks, {**TALK, "slot_id": None}),
        (talks, {**TALK, "status": "withdrawn"}),
        (members, MEMBER),
        (members, {**MEMBER, "discord_id": 8, "site_id": 99}),
        (speakers, {"talk_id": 1, "position": 0, "name": ""}),
        (speakers, {"talk_id": 99, "position": 0, "name": "Nobody"}),
    ],
    ids=[
        "a slug twice",
        "no slug",
        "a series' slug twice",
        "a meeting longer than a day",
        "a series without slots",
        "a series twice on one date",
        "a meeting of no series",
        "a slot twice",
        "a second talk in a slot",
        "a confirmed talk without a slot",
        "a withdrawn talk with one",
        "a person twice",
        "a member of no site",
        "a speaker without a name",
        "a speaker of no talk",
    ],
)
async def test_a_wrong_state_is_impossible(
    store: Store,
    wrong: Any,  # noqa: ANN401 - any table
    values: dict[str, Any],
) -> None:
    async with store.write() as connection:
        for right, row in (
            (table, COLLABORATION),
            (series, SERIES),
            (meetings, MEETING),
            (slots, SLOT),
            (talks, TALK),
            (members, MEMBER),
        ):
            await connection.execute(insert(right).values(**row))

    with pytest.raises(IntegrityError):
        async with store.write() as connection:
            await connection.execute(insert(wrong).values(**values))


def test_working_hours_end_after_they_begin(database: Path) -> None:
    site = {"opens": time(17), "closes": time(9)}

    with closing(sqlite3.connect(database)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO sites (collaboration_id, slug, name, city, country, latitude, longitude,"
            " zone, working_days, opens, closes, position) VALUES"
            " (1, 's', 'S', 'C', 'C', 0, 0, 'UTC', '01234', ?, ?, 0)",
            (f"{site['opens']:%H:%M}", f"{site['closes']:%H:%M}"),
        )
