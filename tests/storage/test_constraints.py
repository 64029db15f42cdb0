"""The database itself refuses wrong states."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.people.store.members import table as members
from bot.series.model.series import Visibility
from bot.series.store import table as series
from bot.servers.store.collaborations import table
from bot.storage.database import Store
from bot.talks.store.tables import speakers, talks

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WALL = datetime(2026, 11, 26, 17)  # noqa: DTZ001 - a wall time has no zone of its own

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
