"""An unfit database file is refused before anything is written to it."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.database import Store, StoreRefusal
from tests.conftest import database_url

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


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
        (cut_in_the_middle, "is cut off"),
        (cut_in_the_header, "is cut off"),
        (text_file, "is not a database"),
        (overwritten, "is damaged"),
        (of_another_program, "belongs to another program"),
        (of_a_newer_program, "has schema 9999, which is newer than this program's"),
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
