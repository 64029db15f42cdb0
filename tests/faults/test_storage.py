"""The database is locked, full, cut or without its log: nothing is half, nothing is said twice."""

import asyncio
import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from bot.core.refusals import NotSaved
from bot.outbox import receipts
from bot.outbox.deliveries import State
from bot.servers.store import collaborations
from bot.storage.database import Store
from tests.conftest import MADE, database_url
from tests.discord_servers import said, shown
from tests.seminars import Seminar, words

TEN_SECONDS = 10.0


class Locked:
    """A database that another program holds, from a thread of its own, until it is let go."""

    def __init__(self, path: Path, *, seconds: float = 60.0) -> None:
        self._path, self._seconds = path, seconds
        self._held, self._let_go = Event(), Event()
        self._thread = Thread(target=self._hold)

    def _hold(self) -> None:
        with closing(sqlite3.connect(self._path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            self._held.set()
            self._let_go.wait(self._seconds)
            other.execute("ROLLBACK")

    def __enter__(self) -> None:
        self._thread.start()
        assert self._held.wait(10)

    def __exit__(self, *_: object) -> None:
        self._let_go.set()
        self._thread.join()


async def test_while_the_database_is_locked_members_are_told_and_nothing_is_lost(
    seminar: Seminar,
) -> None:
    """F5."""
    server = seminar.server
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    await server.ben.slash(server.channel, "next")  # their name is known from here on

    with Locked(seminar.app.store.path):
        refused = said(await server.ben.slash(server.channel, "me set", site="epfl"))
        read = said(await server.ben.slash(server.channel, "next"))
        with pytest.raises(NotSaved):
            await seminar.send_due()
    before = seminar.posts()
    await seminar.send_due()

    assert refused.startswith("The database is busy, so nothing was saved")
    assert "Kernels" in read
    assert before == []
    assert len(seminar.posts()) == 1


async def test_a_form_sent_while_the_database_is_locked_comes_back_at_once_as_typed(
    seminar: Seminar,
) -> None:
    """F5, F41."""
    server = seminar.server
    offered = await server.ben.autocomplete(server.channel, "talk signup", "slot", "")
    form = await server.ben.slash(
        server.channel, "talk signup", series="seminar", slot=str(offered[0]["value"])
    )

    with Locked(seminar.app.store.path):
        refused = await server.ben.submit_modal(form, {"title": "Kernels at last"})

    (file,) = shown(refused).attachments
    assert said(refused).startswith("The database is busy, so nothing")
    assert file.filename == "what-you-typed.txt"


@pytest.mark.long
async def test_ten_seconds_of_a_locked_database_lose_and_double_nothing(seminar: Seminar) -> None:
    """F5."""
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    running = asyncio.create_task(seminar.app.outbox.run())

    locked = Locked(seminar.app.store.path, seconds=TEN_SECONDS)
    await asyncio.to_thread(locked.__enter__)
    await seminar.until_posted()
    locked.__exit__()
    running.cancel()
    await asyncio.wait([running])
    await seminar.send_due()

    assert len(seminar.posts()) == 1


async def agree_on_time(seminar: Seminar) -> None:
    """Let the stand-in Discord, whose clock begins in January, have the same time."""
    world = seminar.server.world
    await world.advance_time((seminar.clock.now() - world.now()).total_seconds())


async def test_what_was_sent_and_could_not_be_written_down_is_found_and_not_sent_again(
    seminar: Seminar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F5."""
    await agree_on_time(seminar)
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    http, lock = seminar.app.client.http, Locked(seminar.app.store.path)
    send: Callable[..., Awaitable[object]] = http.send_message

    async def sent(*arguments: object, **more: object) -> object:
        answered = await send(*arguments, **more)
        await asyncio.to_thread(lock.__enter__)
        return answered

    with monkeypatch.context() as patched:
        patched.setattr(http, "send_message", sent)
        await seminar.send_due()
    lock.__exit__()
    claimed = await count(seminar, State.CLAIMED)
    await seminar.pass_time(minutes=2)

    assert claimed > 0
    assert len(seminar.posts()) == 1
    assert await count(seminar, State.CLAIMED) == 0


async def count(seminar: Seminar, state: State) -> int:
    async with seminar.app.store.read() as connection:
        return (await receipts.counts(connection))[state]


@pytest.mark.disk
def test_on_a_full_disk_changes_are_refused_and_feeds_and_reads_go_on(tmp_path: Path) -> None:
    """F4."""
    command = [sys.executable, "-m", "tests.faults.filling", str(tmp_path)]
    told = subprocess.run(
        ["unshare", "--map-root-user", "--mount", *command],  # noqa: S607 - wherever it is
        check=True,
        capture_output=True,
        text=True,
    )

    found = json.loads(told.stdout)
    assert found["said"] == "The storage is full, so nothing was saved. Tell an organizer."
    assert (found["status"], found["feed"]) == (200, "BEGIN:VCALENDAR")
    assert found["collaboration"] == "Deep learning theory"
    assert found["made"] > 0
    assert (found["kept"], found["check"]) == (found["made"], "ok")


async def test_after_a_power_cut_every_change_is_whole_or_not_there(
    store: Store, tmp_path: Path
) -> None:
    """F3."""
    names = [f"Collaboration {number}" for number in range(20)]
    for number, name in enumerate(names):
        async with store.write() as connection:
            await collaborations.insert(connection, slug=f"c{number}", name=name)
    log = store.path.with_name(f"{store.path.name}-wal").read_bytes()
    chance = random.Random(3)  # noqa: S311 - no secret

    for number, cut in enumerate([0, len(log), *(chance.randrange(len(log)) for _ in range(30))]):
        file = tmp_path / f"cut-{number}.db"
        shutil.copy(store.path, file)
        file.with_name(f"{file.name}-wal").write_bytes(log[:cut])

        again = await Store.open(database_url(file), now=MADE)
        async with again.read() as connection:
            every = await collaborations.every(connection)
            found = [one.name for one in sorted(every, key=lambda one: one.id)]
            check = await connection.scalar(text("PRAGMA integrity_check"))
        await again.close()

        assert found == names[: len(found)]
        assert check == "ok"


async def test_nobody_writes_between_what_a_change_reads_and_what_it_writes(
    store: Store, database: Path
) -> None:
    """F6."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as other:
        async with store.write() as connection:
            before = await collaborations.every(connection)
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("UPDATE collaborations SET name = 'theirs'")
            await collaborations.insert(connection, slug="ours", name="Ours")

    async with store.read() as connection:
        after = await collaborations.every(connection)
    assert (len(before), len(after)) == (0, 1)


async def test_a_database_that_lost_its_log_says_nothing_twice(seminar: Seminar) -> None:
    """F9, F54."""
    await agree_on_time(seminar)
    await seminar.sign_up(title="Kernels", abstract="In parts.")
    store = seminar.app.store
    async with store.write() as connection:
        await connection.exec_driver_sql("CREATE TABLE before AS SELECT * FROM deliveries")
    await seminar.send_due()
    async with store.write() as connection:
        # What a database that lost its log, or an older copy, knows of it.
        await connection.exec_driver_sql("DELETE FROM deliveries")
        await connection.exec_driver_sql("INSERT INTO deliveries SELECT * FROM before")
        await connection.exec_driver_sql("DROP TABLE before")

    seminar.clock.advance(timedelta(minutes=2))
    await seminar.send_due()

    assert ["In parts." in words(post) for post in seminar.posts()] == [True]
