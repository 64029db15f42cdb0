"""A load that is killed: changes through the real services, each said before and after it is made.

`python -m tests.faults.load URL SEED` prints one JSON line when a change begins, with what it
makes of a talk or a meeting, and one when it was answered.
"""

import asyncio
import json
import random
import sys
from datetime import timedelta
from typing import Any

from bot.core.refusals import Refusal
from bot.meetings.service.changes import MeetingService
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.programme.service.publication import Publisher
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.submission import Submission
from bot.talks.model.talks import Booking
from bot.talks.service.talks import TalkService
from bot.talks.store import bookings as stored_bookings
from bot.talks.store import conditions
from tests.worlds import MEMBERS, NOW, ORGANIZERS, visitor

URL = "http://meridian.test"
State = dict[str, Any] | None


def say(**line: object) -> None:
    """Tell the one who kills."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Load:
    """Random changes, one after the other, until killed."""

    def __init__(self, store: Store, viewer: Viewer, seed: int) -> None:
        """Change this store on behalf of this organizer."""
        publisher = Publisher(store, URL, standing=KINDS.standing)
        self._store, self._viewer = store, viewer
        self._random, self._seed, self._number = random.Random(seed), seed, 0  # noqa: S311 - no secret
        self._speaking = TalkService(store, publisher)
        self._scheduling = MeetingService(store, publisher)

    async def run(self) -> None:
        """Change until killed."""
        while True:
            self._number += 1
            change = self._random.choice(
                (
                    self._sign_up,
                    self._sign_up,
                    self._edit,
                    self._withdraw,
                    self._move,
                    self._call_off,
                )
            )
            try:
                await change()
            except Refusal as refusal:
                say(refused=str(refusal))

    async def _sign_up(self) -> None:
        free = await self._speaking.free_slots(self._viewer, now=NOW, most=40)
        if not free:
            return
        slot, key = self._random.choice(free).slot, f"key {self._seed} {self._number}"
        after = {"title": key, "speakers": ["Ada", "Co"], "slot": slot.id}
        say(begin=key, after=after)
        submission = Submission(title=key, abstract=key, co_speakers="Co")
        await self._speaking.sign_up(self._viewer, slot_id=slot.id, submission=submission, now=NOW)
        say(done=key)

    async def _edit(self) -> None:
        if (booking := await self._some_talk()) is None or booking.talk is None:
            return
        talk, title = booking.talk, f"edited {self._seed} {self._number}"
        after = {"title": title, "speakers": ["Ada", "Else", "Third"], "slot": booking.slot.id}
        say(begin=talk.abstract, after=after)
        submission = Submission(title=title, abstract=talk.abstract, co_speakers="Else, Third")
        await self._speaking.edit(
            self._viewer, talk.id, submission=submission, revision=talk.revision, now=NOW
        )
        say(done=talk.abstract)

    async def _withdraw(self) -> None:
        if (booking := await self._some_talk()) is None or booking.talk is None:
            return
        say(begin=booking.talk.abstract, after=None)
        await self._speaking.withdraw(self._viewer, booking.talk.id, now=NOW)
        say(done=booking.talk.abstract)

    async def _move(self) -> None:
        _, meeting = self._random.choice(await self._scheduling.offered(self._viewer, now=NOW))
        later = meeting.wall + timedelta(minutes=self._random.randrange(1, 600))
        state = {"wall": f"{later:%Y-%m-%d %H:%M}", "status": meeting.status.value}
        say(begin=f"meeting {meeting.id}", after=state)
        await self._scheduling.move(
            self._viewer, meeting.id, when=f"{later:%Y-%m-%d %H:%M}", reason="moved", now=NOW
        )
        say(done=f"meeting {meeting.id}")

    async def _call_off(self) -> None:
        _, meeting = self._random.choice(await self._scheduling.offered(self._viewer, now=NOW))
        status = "cancelled" if meeting.takes_place else "scheduled"
        state = {"wall": f"{meeting.wall:%Y-%m-%d %H:%M}", "status": status}
        say(begin=f"meeting {meeting.id}", after=state)
        if meeting.takes_place:
            await self._scheduling.cancel(self._viewer, meeting.id, reason="ill", now=NOW)
        else:
            await self._scheduling.restore(self._viewer, meeting.id, now=NOW)
        say(done=f"meeting {meeting.id}")

    async def _some_talk(self) -> Booking | None:
        async with self._store.read() as connection:
            held = await stored_bookings.page(
                connection, conditions.is_filled(), conditions.takes_place(), most=60
            )
        return self._random.choice(held) if held else None


async def main(url: str, seed: int) -> None:
    """Open the store and load it."""
    store = await Store.open(url, now=NOW)
    ada = visitor("Ada", role_ids=(ORGANIZERS, MEMBERS))
    viewer = await MembershipService(store).viewer(ada, now=NOW)
    say(open=True)
    await Load(store, viewer, seed).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
