"""Killing: the load is stopped with SIGKILL at random moments, and what is left is looked at.

`python -m tests.faults.killing KILLS` does it on a database of its own (`make faults`).
"""

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.meetings.store import meetings
from bot.meetings.store.slots import slots_of
from bot.programme.model.calendar_entries import FeedAudience
from bot.programme.service.publication import Publisher
from bot.programme.store import calendar_entries as entries
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from tests.faults.load import URL, State
from tests.worlds import NOW, World

LONGEST_LIFE = 0.7  # seconds from the first change on


@dataclass(slots=True)
class Ledger:
    """What must be in the store: the state of each thing after the last change that was answered.

    `in_hand` is the change that was under way at the kill: it happened whole or not at all.
    """

    states: dict[str, State] = field(default_factory=dict)
    in_hand: tuple[str, State] | None = None
    answered: int = 0

    def hear(self, line: dict[str, Any]) -> None:
        """Note what the load said."""
        if "begin" in line:
            self.in_hand = (line["begin"], line["after"])
        elif "done" in line:
            assert self.in_hand is not None
            thing, after = self.in_hand
            self.states[thing] = after
            self.in_hand, self.answered = None, self.answered + 1
        elif "refused" in line:
            self.in_hand = None

    def settle(self, found: dict[str, State]) -> list[str]:
        """Return what is wrong with what was found; what was in hand is settled as it was found."""
        if self.in_hand is not None:
            thing, after = self.in_hand
            if found.get(thing) == after:
                self.states[thing] = after
            self.in_hand = None
        return [
            f"{thing}: answered {state}, found {found.get(thing)}"
            for thing, state in self.states.items()
            if found.get(thing) != state
        ]


async def prepare(url: str) -> None:
    """Make a collaboration with two series to change."""
    store = await Store.open(url, now=NOW)
    world = await World.found(store)
    planning = SeriesService(store, Publisher(store, URL, standing=KINDS.standing))
    for title, when, slots in (("Seminar", "Thursdays 17:00", 1), ("Reading", "Mondays 10:00", 3)):
        described = SeriesDescription(
            title=title, when=f"{when} 20 times", zone="epfl", minutes=90, slots=slots
        )
        await planning.create(world.organizer, described, now=NOW)
    await store.close()


def live_and_die(url: str, seed: int, ledger: Ledger) -> None:
    """Run the load and kill it at a random moment after its first change."""
    command = [sys.executable, "-m", "tests.faults.load", url, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as load:
        assert load.stdout is not None
        life = random.Random(seed).uniform(0, LONGEST_LIFE)  # noqa: S311 - no secret
        killer = threading.Timer(life, load.kill)
        for line in load.stdout:
            said = json.loads(line)
            ledger.hear(said)
            if "done" in said and killer.ident is None:
                killer.start()


async def look(url: str, ledger: Ledger) -> list[str]:
    """Return everything that is wrong in the store after a kill."""
    store = await Store.open(url, now=NOW)
    try:
        return [*ledger.settle(await _states(store)), *await _halves(store)]
    finally:
        await store.close()


async def _states(store: Store) -> dict[str, State]:
    async with store.read() as connection:
        held = await stored_bookings.where(connection, conditions.is_filled())
        every = [
            meeting
            for one in await series.unended(connection)
            for meeting in await meetings.of_series(connection, one.id)
        ]
    found: dict[str, State] = {
        booking.talk.abstract: {
            "title": booking.talk.title,
            "speakers": [speaker.name for speaker in booking.talk.speakers],
            "slot": booking.slot.id,
        }
        for booking in held
        if booking.talk is not None
    }
    for meeting in every:
        state = {"wall": f"{meeting.wall:%Y-%m-%d %H:%M}", "status": meeting.status.value}
        found[f"meeting {meeting.id}"] = state
    return found


async def _halves(store: Store) -> list[str]:
    """Return what is half: talks without speakers, meetings without slots, stale calendar bytes."""
    wrong: list[str] = []
    publisher = Publisher(store, URL, standing=KINDS.standing)
    async with store.write() as connection:
        booked = await stored_bookings.where(connection)
        ids = sorted({booking.meeting.id for booking in booked})
        wrong += [
            f"talk {booking.talk.id} lacks speakers"
            for booking in booked
            if booking.talk is not None and len(booking.talk.speakers) < 2
        ]
        for one in await series.unended(connection):
            wrong += [
                f"meeting {meeting.id} lacks slots"
                for meeting in await meetings.of_series(connection, one.id)
                if len(await slots_of(connection, meeting.id)) != one.slots
            ]
        kept = await entries.of_meetings(connection, ids)
        for meeting_id in ids:
            both = [kept.get((meeting_id, audience)) for audience in FeedAudience]
            if None in both or len({entry.sequence for entry in both if entry}) != 1:
                wrong.append(f"meeting {meeting_id} has entries {both}")
        # What is rendered again now would have been stale.
        await publisher.publish(connection, ids, now=NOW)
    if publisher.rendered:
        wrong.append(f"the calendar bytes of {publisher.rendered} meetings were stale")
    return wrong


async def kill(times: int, *, folder: Path, seed: int = 0) -> tuple[int, list[str]]:
    """Kill the load so many times; return the changes that were answered, and all that is wrong."""
    url = f"sqlite+aiosqlite:///{folder}/meridian.db"
    await prepare(url)
    ledger, wrong = Ledger(), list[str]()
    for number in range(seed, seed + times):
        await asyncio.to_thread(live_and_die, url, number, ledger)
        wrong += [f"kill {number}: {fault}" for fault in await look(url, ledger)]
    return ledger.answered, wrong


def main(times: int) -> int:
    """Kill, tell, and return the exit status."""
    with tempfile.TemporaryDirectory(prefix="meridian-faults-") as folder:
        answered, wrong = asyncio.run(kill(times, folder=Path(folder)))
    sys.stdout.write("\n".join([*wrong, f"{times} kills, {answered} answered changes, "]))
    sys.stdout.write(f"{len(wrong)} things wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
