"""A disk that fills up: the program on a small file system of its own, until nothing more fits.

`python -m tests.faults.filling FOLDER` mounts one of a megabyte there, and says what it found.
It needs a name space of its own: see test_storage.py.
"""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import aiohttp

from bot.app import App
from bot.core.refusals import Refusal
from bot.people.service import MembershipService
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.settings import Settings
from bot.storage.database import Store
from tests.worlds import MEMBERS, NOW, ORGANIZERS, World, visitor

SIZE = "2m"


def mount(folder: Path) -> None:
    """Put a small file system there, in memory."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    subprocess.run(command, check=True)


async def fill(folder: Path) -> dict[str, object]:
    """Make series until there is no room; return what was said, and what goes on."""
    settings = Settings(database_url=f"sqlite+aiosqlite:///{folder}/meridian.db", http_port=0)
    async with App(settings) as app:
        await World.found(app.store)
        organizer = await MembershipService(app.store).viewer(
            visitor("Ada", role_ids=(ORGANIZERS, MEMBERS)), now=NOW
        )
        said, made = "", 0
        while not said:
            described = SeriesDescription(
                title=f"Series {made}", when="Thursdays 17:00", zone="epfl"
            )
            try:
                await app.services[SeriesService].create(organizer, described, now=NOW)
            except Refusal as refusal:
                said = str(refusal)
            else:
                made += 1
        feed = f"http://127.0.0.1:{app.web.port}/feeds/deep-learning-theory/all.ics"
        async with aiohttp.ClientSession() as session, session.get(feed) as answer:
            body = await answer.text()
        return {
            "said": said,
            "made": made,
            **await _kept(app.store),
            "feed": body[:15],
            "meetings": body.count("BEGIN:VEVENT"),
            "status": answer.status,
        }


async def _kept(store: Store) -> dict[str, object]:
    organizer = await MembershipService(store).viewer(
        visitor("Ada", role_ids=(ORGANIZERS, MEMBERS)), now=NOW
    )
    return {"collaboration": organizer.collaboration.name}


async def again(folder: Path) -> dict[str, object]:
    """Return what is there after room was made, and whether it can be written to."""
    (folder / "ballast").unlink()
    url = f"sqlite+aiosqlite:///{folder}/meridian.db"
    store = await Store.open(url, now=NOW)
    async with store.write() as connection:
        found = await connection.exec_driver_sql("SELECT count(*) FROM series")
        series = found.scalar()
        check = (await connection.exec_driver_sql("PRAGMA integrity_check")).scalar()
    await store.close()
    return {"kept": series, "check": check}


def main(folder: Path) -> None:
    """Do all of it, and print it as JSON."""
    mount(folder)
    # What takes room, and can be thrown away when somebody comes to mend it.
    (folder / "ballast").write_bytes(bytes(300_000))
    found = asyncio.run(fill(folder))
    found |= asyncio.run(again(folder))
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
