"""What becomes of a database that an older Meridian made."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from bot.storage import migration as migrating

COLUMNS = "collaboration_id, slug, country, zone, name, city, latitude, longitude"
REST = "working_days, opens, closes, position"


def made_by(revision: str, file: Path) -> None:
    """Make a database as the program of a revision left it."""
    config = migrating.configuration()
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


def test_sites_made_before_holidays_were_known_keep_those_of_where_they_are(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    made_by("0003", file)
    places = [
        ("berkeley", "United States", "America/Los_Angeles", "US-CA"),
        ("epfl", "Switzerland", "Europe/Zurich", "CH-VD"),
        ("huji", "Israel", "Asia/Jerusalem", "IL"),
        ("mit", "India", "Asia/Kolkata", "IN"),
        ("weizmann", "ישראל", "Asia/Jerusalem", "IL"),
        ("ens", "France", "Europe/Paris", "FR"),
        ("elsewhere", "Ruritania", "Europe/Prague", None),
    ]
    with closing(sqlite3.connect(file)) as old, old:
        old.execute("INSERT INTO collaborations (id, slug, name) VALUES (1, 'theory', 'Theory')")
        old.executemany(
            f"INSERT INTO sites ({COLUMNS}, {REST}) "  # noqa: S608 - the names stand above
            "VALUES (1, ?, ?, ?, 'Name', 'City', 0, 0, '01234', '09:00', '17:00', 0)",
            [place[:3] for place in places],
        )

    migrating.migrate(file)

    with closing(sqlite3.connect(file)) as new:
        kept = dict(new.execute("SELECT slug, holiday_region FROM sites").fetchall())
    assert kept == {slug: region for slug, _, _, region in places}


def test_an_import_made_before_claim_codes_has_none_and_can_get_one(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    made_by("0010", file)
    with closing(sqlite3.connect(file)) as old, old:
        old.execute("INSERT INTO collaborations (id, slug, name) VALUES (7, 'theory', 'Theory')")

    migrating.migrate(file)

    code = "INSERT INTO claim_codes (collaboration_id, name, digest, expires_at, wrong_tries) "
    with closing(sqlite3.connect(file)) as new:
        new.execute("PRAGMA foreign_keys = ON")
        before = new.execute("SELECT count(*) FROM claim_codes").fetchone()
        new.execute(f"{code} VALUES (7, 'K7M2QX', 'digest', '2026-12-23 09:00:00', 0)")
        with pytest.raises(sqlite3.IntegrityError):  # one code for each collaboration
            new.execute(f"{code} VALUES (7, 'ABCDEF', 'digest', '2026-12-23 09:00:00', 0)")
        with pytest.raises(sqlite3.IntegrityError):
            new.execute("UPDATE claim_codes SET wrong_tries = 6")
        new.execute("DELETE FROM collaborations WHERE id = 7")
        after = new.execute("SELECT count(*) FROM claim_codes").fetchone()
    assert (before, after) == ((0,), (0,))
