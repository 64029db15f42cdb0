"""Fifty members race for one slot: one gets it, forty-nine are told, a hundred times."""

import asyncio

from bot.core.refusals import SlotTaken
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.submission import Submission
from bot.talks.service.talks import SignedUp, TalkService
from tests.worlds import NOW, World

MEMBERS, ROUNDS = 50, 100


async def test_of_fifty_members_racing_for_a_slot_one_wins_in_each_of_a_hundred_rounds(
    store: Store,
) -> None:
    """F45."""
    world = await World.found(store)
    publisher = Publisher(store, "http://meridian.test", standing=KINDS.standing)
    described = SeriesDescription(
        title="Race", when="every week on Mon Tue Wed Thu Fri 17:00 100 times", zone="epfl"
    )
    await SeriesService(store, publisher).create(world.organizer, described, now=NOW)
    speaking = TalkService(store, publisher)
    members = [await world.viewer(f"m{number}") for number in range(MEMBERS)]
    slots = await speaking.free_slots(world.organizer, now=NOW, most=ROUNDS)
    outcomes = []

    for slot in slots:
        results = await asyncio.gather(
            *(
                speaking.sign_up(
                    member, slot_id=slot.slot.id, submission=Submission(title="Mine"), now=NOW
                )
                for member in members
            ),
            return_exceptions=True,
        )
        winners = sum(isinstance(result, SignedUp) for result in results)
        told = sum(isinstance(r, SlotTaken) and "Somebody was faster" in str(r) for r in results)
        outcomes.append((winners, told))

    assert outcomes == [(1, MEMBERS - 1)] * ROUNDS
    assert await speaking.free_slots(world.organizer, now=NOW) == []
