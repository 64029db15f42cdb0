"""A large database is migrated in a time for which people can wait."""

import sqlite3
from contextlib import closing
from pathlib import Path
from time import process_time

import pytest

from bot.storage.engines.sqlite import opening
from bot.storage.engines.sqlite.inspection import APPLICATION_ID
from tests.conftest import MADE
from tests.storage.test_migrations import made_by

# 80,000 meetings of 2,000 series, and 20,000 one-off meetings by invitation.
FILLED = """
INSERT INTO collaborations (id, slug, name) VALUES (1, 'theory', 'Theory');
INSERT INTO members (id, collaboration_id, discord_id, display_name)
    VALUES (1, 1, 1, 'Ada'), (2, 1, 2, 'Ben'), (3, 1, 3, 'Zoe');
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 22000)
INSERT INTO series
    (id, collaboration_id, slug, title, rule, zone, first, minutes, slots, visibility, single,
     invited)
    SELECT n, 1, 's' || n, 'Series', 'every 2 weeks on Monday and Thursday 17:00 until 2031-12-31',
        'UTC', '2026-01-05', 60, 1, 'members', n > 2000, CASE WHEN n > 2000 THEN '1 2 3' END
    FROM numbers;
WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 99999)
INSERT INTO meetings
    (id, collaboration_id, series_id, place, wall, zone, start, minutes, status, tz_release)
    SELECT n + 1, 1, CASE WHEN n < 80000 THEN n % 2000 + 1 ELSE n - 77999 END,
        date('2026-01-05', (n / 2000) || ' days'),
        date('2026-01-05', (n / 2000) || ' days') || ' 17:00:00.000000', 'UTC',
        date('2026-01-05', (n / 2000) || ' days') || ' 17:00:00.000000', 60, 'scheduled', '2026f'
    FROM numbers;
INSERT INTO slots (meeting_id, position) SELECT id, 0 FROM meetings;
"""


@pytest.mark.long
def test_a_hundred_thousand_meetings_migrate_within_a_minute(tmp_path: Path) -> None:
    file = tmp_path / "meridian.db"
    made_by("0010", file)
    with closing(sqlite3.connect(file)) as old:
        old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        old.executescript(f"BEGIN; {FILLED} COMMIT;")

    begun = process_time()  # what else this computer does meanwhile does not count
    opening.prepare(file, now=MADE)
    taken = process_time() - begun

    counts = ("SELECT count(*) FROM meetings", "SELECT count(*) FROM guests")
    with closing(sqlite3.connect(file)) as new:
        assert [new.execute(count).fetchone() for count in counts] == [(100_000,), (60_000,)]
    assert taken < 60
