"""A database is created or migrated completely, or not at all."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from bot.storage import migration as migrating
from bot.storage.database import Store, StoreRefusal
from bot.storage.engines.sqlite import opening
from bot.storage.engines.sqlite.backups import copies_of
from bot.storage.engines.sqlite.inspection import inspect
from bot.storage.metadata import metadata
from bot.subjects import SUBJECTS
from tests.conftest import database_url

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CRAMPED = """
import asyncio, resource, sys
from datetime import UTC, datetime
from bot.storage.engines.sqlite.backups import copies_of
from bot.storage.database import Store, StoreRefusal
room = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
try:
    asyncio.run(Store.open(sys.argv[1], now=datetime(2026, 11, 24, tzinfo=UTC)))
except StoreRefusal as refusal:
    print(refusal)
"""


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
    assert inspect(file).revision == migrating.HEAD


@pytest.mark.parametrize("url", ["postgresql+asyncpg://db/meridian", "sqlite+aiosqlite://", "x"])
async def test_an_address_that_is_no_sqlite_file_is_refused(url: str) -> None:
    with pytest.raises(StoreRefusal, match="DATABASE_URL"):
        await Store.open(url, now=NOW)


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


async def test_a_database_always_keeps_its_name(database: Path) -> None:
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

    assert SUBJECTS  # their stores define the tables
    wanted = {
        str(check.name)
        for table in metadata.tables.values()
        for check in table.constraints
        if check.name and str(check.name).startswith("ck_")
    }
    assert len(wanted) > 25
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

    assert inspect(database).revision == migrating.HEAD
    assert {"first_half", "second_half"} & tables_of(database) == set()
