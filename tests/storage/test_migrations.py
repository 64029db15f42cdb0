"""What becomes of a database that an older Meridian made."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine

from bot.storage import migration as migrating

COLUMNS = "collaboration_id, slug, country, zone, name, city, latitude, longitude"
EARLIER = [f"{number:04}" for number in range(1, 15)]
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


SERIES = "id, collaboration_id, slug, title, rule, zone, first, minutes, slots, visibility"
RULES = {
    "Thursdays 17:00": "FREQ=WEEKLY;BYDAY=TH;BYHOUR=17;BYMINUTE=0",
    "Mondays, Wednesdays and Fridays 09:05": "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=9;BYMINUTE=5",
    "Tuesdays 10:00 1 time": "FREQ=WEEKLY;BYDAY=TU;BYHOUR=10;BYMINUTE=0;COUNT=1",
    "every 2 weeks on Tuesday and Sunday 00:00 until 2027-12-31": (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;BYHOUR=0;BYMINUTE=0;UNTIL=20271231T000000"
    ),
    "first Saturday of the month 23:59 500 times": (
        "FREQ=MONTHLY;BYDAY=1SA;BYHOUR=23;BYMINUTE=59;COUNT=500"
    ),
    "every 12 months on the last Friday 15:00": (
        "FREQ=MONTHLY;INTERVAL=12;BYDAY=-1FR;BYHOUR=15;BYMINUTE=0"
    ),
}


def with_series(revision: str, file: Path, rules: Iterable[str]) -> None:
    """Make a database as the program of a revision left it, with series of these rules."""
    made_by(revision, file)
    with closing(sqlite3.connect(file)) as old, old:
        old.execute("INSERT INTO collaborations (id, slug, name) VALUES (1, 'theory', 'Theory')")
        old.executemany(
            f"INSERT INTO series ({SERIES}) "  # noqa: S608 - the names stand above
            "VALUES (?, 1, ?, 'Title', ?, 'UTC', '2026-11-02', 60, 1, 'public')",
            [(number, f"s{number}", rule) for number, rule in enumerate(rules, start=1)],
        )


@pytest.mark.parametrize("revision", EARLIER)
def test_rules_that_were_kept_in_words_become_rfc_5545_text(revision: str, tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with_series(revision, file, RULES)

    migrating.migrate(file)

    with closing(sqlite3.connect(file)) as new:
        kept = [rule for (rule,) in new.execute("SELECT rule FROM series ORDER BY id")]
    assert kept == list(RULES.values())


def test_a_rule_that_nobody_understands_stops_the_migration_and_is_named(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    with_series("0014", file, ["Thursdays 17:00", "Blue moons 17:00"])

    with pytest.raises(ValueError, match="series 2 meets “Blue moons 17:00”"):
        migrating.migrate(file)

    with closing(sqlite3.connect(file)) as old:
        kept = old.execute("SELECT rule FROM series WHERE id = 1").fetchone()
        revision = old.execute("SELECT version_num FROM alembic_version").fetchone()
    assert (kept, revision) == (("Thursdays 17:00",), ("0014",))


def test_the_text_of_those_invited_becomes_rows_and_a_closed_meeting_stays_closed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "old.db"
    with_series("0015", file, ["Thursdays 17:00"] * 4)
    texts = {1: None, 2: "7 8 99", 3: "98 99", 4: ""}  # nobody has the last two numbers any more
    with closing(sqlite3.connect(file)) as old, old:
        old.executemany(
            "INSERT INTO members (id, collaboration_id, discord_id, display_name) "
            "VALUES (?, 1, ?, 'Ada')",
            [(7, 7), (8, 8), (9, 9)],
        )
        old.executemany(
            "UPDATE series SET invited = ? WHERE id = ?",
            [(text, number) for number, text in texts.items()],
        )

    migrating.migrate(file)

    with closing(sqlite3.connect(file)) as new:
        guests = new.execute("SELECT series_id, member_id FROM guests ORDER BY 1, 2").fetchall()
        closed = new.execute("SELECT id FROM series WHERE by_invitation ORDER BY id").fetchall()
    assert guests == [(2, 7), (2, 8)]
    assert closed == [(2,), (3,), (4,)]


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
