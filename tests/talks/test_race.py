"""Fifty members race for one slot: one gets it, forty-nine are told, again and again."""

import asyncio

import pytest

from bot.core.refusals import SlotTaken
from bot.programme.service.publication import Publisher
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.storage.database import Store
from bot.subjects import KINDS
from bot.talks.model.submission import Submission
from bot.talks.service.presentations import SignedUp
from bot.talks.service.talks import TalkService
from tests.worlds import NOW, World

MEMBERS = 50


@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.long)])
async def test_of_fifty_members_racing_for_a_slot_one_wins_in_each_round(
    store: Store, rounds: int
) -> None:
    """F45."""
    world = await World.found(store)
    publisher = Publisher(store, "http://meridian.test", standing=KINDS.standing)
    described = SeriesDescription(
        title="Race", when=f"every week on Mon Tue Wed Thu Fri 17:00 {rounds} times", zone="epfl"
    )
    await SeriesService(store, publisher).create(world.organizer, described, now=NOW)
    speaking = TalkService(store, publisher)
    members = [await world.viewer(f"m{number}") for number in range(MEMBERS)]
    slots = await speaking.free_slots(world.organizer, now=NOW, most=rounds)
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

    assert outcomes == [(1, MEMBERS - 1)] * rounds
    assert await speaking.free_slots(world.organizer, now=NOW) == []
