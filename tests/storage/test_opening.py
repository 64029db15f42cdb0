"""The database is opened alone, unharmed and of the right schema, or not at all."""

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.storage import migration as migrating
from bot.storage import opening
from bot.storage.backups import copies_of
from bot.storage.database import Store, StoreRefusal
from bot.storage.tables import metadata
from tests.conftest import database_url

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CRAMPED = """
import asyncio, resource, sys
from datetime import UTC, datetime
from bot.storage.backups import copies_of
from bot.storage.database import Store, StoreRefusal
room = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    asyncio.run(Store.open(sys.argv[1], now=datetime(2026, 11, 24, tzinfo=UTC)))
except StoreRefusal as refusal:
    print(refusal)
"""
HOLDER = """
import asyncio, sys
from datetime import UTC, datetime
from bot.storage.database import Store
async def hold():
    store = await Store.open(sys.argv[1], now=datetime(2026, 11, 24, tzinfo=UTC))
    print("open", flush=True)
    await asyncio.sleep(60)
    await store.close()
asyncio.run(hold())
"""


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def cut_in_the_middle(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def cut_in_the_header(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:60])


def text_file(file: Path) -> None:
    file.write_text("Dear diary, " * 100)


def overwritten(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[4096:12288] = b"\xa5" * 8192
    file.write_bytes(bytes(body))


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE theirs (id INTEGER)")


def of_a_newer_program(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (empty, "is empty"),
        (cut_in_the_middle, "is cut"),
        (cut_in_the_header, "is cut"),
        (text_file, "is not a database"),
        (overwritten, "is damaged"),
        (of_another_program, "of another program"),
        (of_a_newer_program, "is of schema 9999, newer than this program's"),
    ],
)
async def test_an_unfit_file_is_named_refused_and_left_as_it_was(
    database: Path, harm: Callable[[Path], None], reason: str
) -> None:
    """F7, F12."""
    harm(database)
    before = fingerprint(database)

    with pytest.raises(StoreRefusal) as refusal:
        await Store.open(database_url(database), now=NOW)

    assert reason in str(refusal.value)
    assert str(database) in str(refusal.value)
    assert fingerprint(database) == before


async def test_a_damaged_file_is_refused_with_the_command_that_brings_the_newest_copy_back(
    database: Path,
) -> None:
    """F7."""
    copies = database.parent / "backups"
    copies.mkdir()
    older = copies / "meridian-20261001T000000Z-schema-0001.db"
    newest = copies / "meridian-20261101T000000Z-schema-0001.db"
    shutil.copy(database, older)
    shutil.copy(database, newest)
    empty(database)

    with pytest.raises(StoreRefusal, match=f"cp {newest} {database}"):
        await Store.open(database_url(database), now=NOW)


@pytest.mark.parametrize("folder", ["/proc/meridian", "/dev/null/meridian"])
async def test_a_folder_that_cannot_be_written_is_named(folder: str) -> None:
    """F10."""
    with pytest.raises(StoreRefusal, match=f"The folder {folder}"):
        await Store.open(f"sqlite+aiosqlite:///{folder}/meridian.db", now=NOW)


@pytest.mark.parametrize("room", [100, 20_000])
def test_a_new_database_that_finds_no_room_is_refused_and_leaves_none(
    tmp_path: Path, room: int
) -> None:
    """F4."""
    file = tmp_path / "meridian.db"

    command = [sys.executable, "-c", CRAMPED, database_url(file), str(room)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)

    assert told.stdout.startswith(f"The database {file} cannot be written ("), told.stderr
    assert not file.exists()
    opening.prepare(file, now=NOW)
    assert opening.inspect(file).revision == migrating.HEAD


@pytest.mark.parametrize("url", ["postgresql+asyncpg://db/meridian", "sqlite+aiosqlite://", "x"])
async def test_an_address_that_is_no_sqlite_file_is_refused(url: str) -> None:
    with pytest.raises(StoreRefusal, match="DATABASE_URL"):
        await Store.open(url, now=NOW)


def test_a_second_bot_on_the_same_file_refuses_to_start_and_names_the_first(
    database: Path,
) -> None:
    """F13."""
    command = [sys.executable, "-c", HOLDER, database_url(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"

        second = subprocess.run(command, capture_output=True, text=True, check=False)
        first.kill()

    assert second.returncode == 1
    assert f"Another Meridian (process {first.pid}) uses the database" in second.stderr


def test_a_killed_bot_leaves_no_lock_behind(database: Path) -> None:
    """F13."""
    command = [sys.executable, "-c", HOLDER, database_url(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()

    with opening.alone(database):
        assert opening.inspect(database).revision == migrating.HEAD


async def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "meridian.db"
    before = os.umask(0o022)

    store = await Store.open(database_url(file), now=NOW)
    async with store.write():
        pass
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    await store.close()
    os.umask(before)

    assert set(modes.values()) == {0o600}
    assert {"meridian.db", "meridian.db.lock"} <= modes.keys()


async def test_a_database_keeps_its_name_for_ever(database: Path) -> None:
    first = await Store.open(database_url(database), now=NOW)
    await first.close()
    second = await Store.open(database_url(database), now=NOW)
    await second.close()

    assert first.instance_name == second.instance_name
    assert len(first.instance_name) == 16


def test_the_migrations_make_the_very_tables_that_the_program_uses(database: Path) -> None:
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    engine.dispose()

    assert differences == []


def test_every_check_of_the_tables_is_in_the_database(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        made = " ".join(
            sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master") if sql
        )

    wanted = {
        str(check.name)
        for table in metadata.tables.values()
        for check in table.constraints
        if check.name and str(check.name).startswith("ck_")
    }
    assert {name for name in wanted if name not in made} == set()


ONE_MORE = '''"""Test."""

from alembic import op

revision = "next"
down_revision = "{head}"


def upgrade() -> None:
    """Take two steps, with a wait between them where the test kills."""
    op.execute("CREATE TABLE first_half (id INTEGER)")
    {wait}
    op.execute("CREATE TABLE second_half (id INTEGER)")
'''


def scripts_with_one_more_migration(folder: Path, *, wait: str = "") -> Path:
    scripts = folder / "migrations"
    shutil.copytree(migrating.SCRIPTS, scripts)
    (scripts / "versions" / "next_test.py").write_text(
        ONE_MORE.format(wait=wait, head=migrating.HEAD)
    )
    return scripts


def tables_of(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def test_a_copy_is_kept_before_a_migration(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F11."""
    scripts = scripts_with_one_more_migration(tmp_path)
    monkeypatch.setattr(opening, "HEAD", "next")
    monkeypatch.setattr(opening, "migrate", lambda path: migrating.migrate(path, scripts))

    opening.prepare(database, now=NOW)

    (copy,) = copies_of(database)
    assert copy.name == f"meridian-20261124T090000Z-schema-{migrating.HEAD}.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert "second_half" in tables_of(database)
    assert "second_half" not in tables_of(copy)
    assert "talks" in tables_of(copy)


def test_a_kill_in_a_migration_leaves_the_old_schema_whole(database: Path, tmp_path: Path) -> None:
    """F11."""
    wait = "print('half', flush=True); import time; time.sleep(60)"
    scripts = scripts_with_one_more_migration(tmp_path, wait=wait)
    program = (
        "import sys; from pathlib import Path; from bot.storage.migration import migrate;"
        "migrate(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(database), str(scripts)]

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as migration:
        assert migration.stdout is not None
        assert migration.stdout.readline() == "half\n"
        migration.kill()

    assert opening.inspect(database).revision == migrating.HEAD
    assert {"first_half", "second_half"} & tables_of(database) == set()
