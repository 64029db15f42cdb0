"""Stores to measure on: as many series, meetings and talks as asked for, written in bulk."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Table, insert, literal, select

from bot.meetings.model.meetings import MeetingStatus
from bot.meetings.store.meetings import slots
from bot.meetings.store.meetings import table as meetings
from bot.people.store.members import table as members
from bot.programme.service.publication import Publisher
from bot.programme.store.calendar_entries import table as entries
from bot.series import store as series
from bot.series.model.series import Visibility
from bot.storage.database import Store
from bot.talks.model.talks import TalkStatus
from bot.talks.store.tables import speakers, talks
from bot.times.typed_times.typed_recurrence import read_rule
from bot.times.zones import tz_release
from tests.worlds import NOW

# Has no summer time: 17:00 there is 16:00 UTC on every day.
ZONE = "Africa/Lagos"
RULE = read_rule("Thursdays 17:00")
# A feed shows a year of the past and two years ahead: 1,000 daily meetings from here fit.
FED_FROM = NOW.date() - timedelta(days=300)
FED = 1_000
# 100,000 talks, and 100, in ten series each: the first of the many is the one that is fed.
MANY = (FED, *[11_000] * 9)
FEW = (10,) * 10
MEMBERS = 200
FIRST_MEMBER = 1_000
FIRST_FREE = 1_000_000
AT_ONCE = 5_000
DAY = timedelta(days=1)


@asynccontextmanager
async def temporary_store() -> AsyncIterator[Store]:
    """Yield an empty store in a folder that goes afterwards."""
    with TemporaryDirectory(prefix="meridian-bench-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'meridian.db'}"
        store = await Store.open(url, now=NOW)
        yield store
        await store.close()


async def fill(store: Store, collaboration_id: int, counts: Sequence[int]) -> None:
    """Give a collaboration a daily series for each count, of as many meetings, a talk in each."""
    await _insert(store, members, _people(collaboration_id))
    first = 1
    for number, count in enumerate(counts):
        described = _described(collaboration_id, slug=f"series-{number}", title=f"Series {number}")
        async with store.write() as connection:
            series_id = await series.insert(connection, **described)
        rows = _meetings(collaboration_id, series_id, first, count, _begins(count))
        await _insert(store, meetings, rows)
        ids = range(first, first + count)
        await _insert(store, slots, ({"id": n, "meeting_id": n, "position": 0} for n in ids))
        await _insert(store, talks, (_talk(collaboration_id, series_id, n) for n in ids))
        await _insert(store, speakers, map(_speaker, ids))
        first += count


def _people(collaboration_id: int) -> Iterator[dict[str, Any]]:
    for number in range(MEMBERS):
        yield {
            "id": FIRST_MEMBER + number,
            "collaboration_id": collaboration_id,
            "discord_id": FIRST_MEMBER + number,
            "display_name": f"Member {number}",
        }


async def _insert(store: Store, table: Table, values: Iterator[dict[str, Any]]) -> None:
    async with store.write() as connection:
        while batch := list(islice(values, AT_ONCE)):
            await connection.execute(insert(table), batch)


def _described(collaboration_id: int, *, slug: str, title: str) -> dict[str, Any]:
    return {
        "collaboration_id": collaboration_id,
        "slug": slug,
        "title": title,
        "rule": RULE,
        "zone": ZONE,
        "first": FED_FROM,
        "minutes": 60,
        "slots": 1,
        "visibility": Visibility.PUBLIC,
    }


def _meetings(
    collaboration_id: int, series_id: int, first: int, count: int, begins: date
) -> Iterator[dict[str, Any]]:
    for number in range(count):
        day = begins + number * DAY
        wall = datetime.combine(day, time(17))
        yield {
            "id": first + number,
            "collaboration_id": collaboration_id,
            "series_id": series_id,
            "place": day,
            "wall": wall,
            "zone": ZONE,
            "start": datetime.combine(day, time(16), NOW.tzinfo),
            "minutes": 60,
            "status": MeetingStatus.SCHEDULED,
            "tz_release": tz_release(),
        }


async def free_slots(store: Store, collaboration_id: int, count: int) -> list[int]:
    """Add the series `open` with free slots that are all to come; return their ids."""
    async with store.write() as connection:
        series_id = await series.insert(
            connection, **_described(collaboration_id, slug="open", title="Open series")
        )
        rows = _meetings(collaboration_id, series_id, FIRST_FREE, count, NOW.date() + DAY)
        await connection.execute(insert(meetings), list(rows))
        ids = list(range(FIRST_FREE, FIRST_FREE + count))
        values = [{"id": n, "meeting_id": n, "position": 0} for n in ids]
        await connection.execute(insert(slots), values)
    return ids


def _begins(count: int) -> date:
    """Return the first day: half of a long series is past, so is half of a short one."""
    return FED_FROM if count == FED else NOW.date() - timedelta(days=count // 2)


def _talk(collaboration_id: int, series_id: int, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "collaboration_id": collaboration_id,
        "series_id": series_id,
        "slot_id": number,
        "title": f"On the {number}th kernel and its limits",
        "status": TalkStatus.CONFIRMED,
        "created_at": NOW,
    }


def _speaker(number: int) -> dict[str, Any]:
    speaker = number % MEMBERS
    return {
        "talk_id": number,
        "position": 0,
        "name": f"Member {speaker}",
        "affiliation": "EPFL",
        "member_id": FIRST_MEMBER + speaker,
    }


async def publish_first(publisher: Publisher, store: Store) -> None:
    """Publish the fed series, and give all other meetings copies of one of its entries."""
    async with store.write() as connection:
        await publisher.publish(connection, range(1, FED + 1), now=NOW)
        model = entries.alias("model")
        own = {"meeting_id", "collaboration_id", "series_id", "start"}
        columns = [
            (meetings.c.id.label(c.key) if c.key == "meeting_id" else meetings.c[c.key])
            if c.key in own
            else model.c[c.key]
            for c in entries.c
        ]
        copies = (
            select(*columns)
            .select_from(meetings.join(model, literal(value=True)))
            .where(model.c.meeting_id == 1, meetings.c.id > FED)
        )
        await connection.execute(insert(entries).from_select(list(entries.c), copies))
