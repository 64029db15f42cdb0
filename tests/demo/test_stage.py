"""The stage: one clock for the program and its stand-in Discord."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.demo.stage import HISTORY, Stage
from bot.settings import Settings

SOON = timedelta(seconds=5)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """A stage without a world, its pages on any free port."""
    async with Stage(Settings(http_port=0)) as entered:
        yield entered


async def test_the_world_begins_in_the_past_and_arrives_today(stage: Stage) -> None:
    begun = stage.clock.now()

    await stage.skip(HISTORY)

    assert abs(stage.clock.now() - begun - HISTORY) < SOON
    assert abs(stage.discord.now() - stage.clock.now()) < SOON


async def test_two_who_look_at_the_clock_at_once_move_it_once(stage: Stage) -> None:
    stage.clock.advance(HISTORY)

    await asyncio.gather(stage.catch_up(), stage.catch_up(), stage.catch_up())

    assert abs(stage.discord.now() - stage.clock.now()) < SOON
