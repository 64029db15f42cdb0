"""The stage: one clock for the program and its stand-in Discord."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.demo.script import Script
from bot.demo.stage import HISTORY, Stage
from bot.demo.world import build
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


async def test_a_week_in_the_demo_shows_the_digest_reminders_and_the_speakers_ladder(
    stage: Stage,
) -> None:
    world = await build(stage, Script.read())
    channel = world.channels["announcements"]
    before = {post.id for post in channel.history()}

    await stage.skip(timedelta(weeks=1))

    fresh = [post for post in channel.history() if post.id not in before]
    told = [post.content or str(post.embeds[0].title) for post in fresh]
    for words in ("This week at Foundations of", "🔔 Reminder:", "⏰ Start:"):
        assert [text for text in told if text.startswith(words)] != []
    letters = [list(person.user.dm_channel.history()) for person in world.people.values()]
    contents = [post.content for sent in letters for post in sent]
    asked = [content for content in contents if "Your talk still needs" in content]
    assert asked != []
    pictures = [post for post in channel.history() if post.attachments]
    assert pictures != []
    said = "\n".join(str(post.embeds[0].to_dict()) for post in channel.history() if post.embeds)
    assert re.search(r"[1-9]\d* going", said) is not None
