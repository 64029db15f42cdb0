"""A series of 500 meetings, and a program that dies in the middle of moving them all.

`python -m tests.faults.edited_series FILE STATEMENT` dies before it sends its edit's statement of
this number, counted from 1; with a number past the last it lives, and says how many there were.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event, select

from bot.meetings.store.meetings import table as meetings
from bot.people.service import MembershipService
from bot.programme.service.publication import Publisher
from bot.programme.store.calendar_entries import table as entries
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.worlds import MEMBERS, NOW, ORGANIZERS, World, visitor

DAILY = "every week on Mon Tue Wed Thu Fri Sat Sun"
MANY = 500
BEFORE, AFTER = "17:00", "18:00"


def address(file: Path) -> str:
    """Return the address of the database."""
    return f"sqlite+aiosqlite:///{file}"


def service_of(store: Store) -> SeriesService:
    """Return what edits series, as the program has it."""
    return SeriesService(store, Publisher(store, "http://meridian.test", standing=KINDS.standing))


async def make(file: Path) -> None:
    """Make the database, with the series at its hour."""
    store = await Store.open(address(file), now=NOW)
    organizer = (await World.found(store)).organizer
    described = SeriesDescription(title="Daily", when=f"{DAILY} {BEFORE} {MANY} times")
    await service_of(store).create(organizer, described, now=NOW)
    await store.close()


async def hours(file: Path) -> set[tuple[str, str, bool]]:
    """Return the hours of the series' rule and of its meetings, and if their entries agree."""
    store = await Store.open(address(file), now=NOW)
    async with store.read() as connection:
        (found,) = [one for one in await series.of(connection, 1) if one.title == "Daily"]
        query = select(meetings.c.wall, meetings.c.start, entries.c.body).join(
            entries, entries.c.meeting_id == meetings.c.id
        )
        rows = (await connection.execute(query.where(meetings.c.series_id == found.id))).all()
    await store.close()
    return {
        (
            f"{found.rule.wall:%H:%M}",
            f"{row.wall:%H:%M}",
            f"DTSTART:{row.start:%Y%m%dT%H%M%SZ}".encode() in row.body,
        )
        for row in rows
    }


async def edit(file: Path, last: int) -> int:
    """Move the series by an hour, and die before its statement of this number; COMMIT is one."""
    store = await Store.open(address(file), now=NOW)
    ada = visitor("Ada", role_ids=(ORGANIZERS, MEMBERS))
    organizer = await MembershipService(store).viewer(ada, now=NOW)
    sent = 0

    def count(*told: object) -> None:
        nonlocal sent
        sent += bool(sent) or "BEGIN IMMEDIATE" in told
        if sent == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", lambda _: count())
    moved = SeriesDescription(when=f"{DAILY} {AFTER} {MANY} times")
    await service_of(store).edit(organizer, "daily", moved, now=NOW)
    await store.close()
    return sent


if __name__ == "__main__":
    sys.stdout.write(str(asyncio.run(edit(Path(sys.argv[1]), int(sys.argv[2])))))
