"""The tour: it drives the demo's world by itself, and checks and explains each step."""

import time
from collections.abc import Awaitable, Callable

import aiohttp

from bot.clock import ZonesDisagree
from bot.connection import StartRefusal
from bot.demo.narration import Narrator, UnexpectedResult
from bot.demo.script import Script
from bot.demo.stage import Stage
from bot.demo.steps import (
    announcements,
    fairness,
    feeds,
    finding,
    moves,
    one_off_meetings,
    setup,
    talks,
    times,
)
from bot.demo.tour_server import TourServer
from bot.demo.world import build
from bot.settings import Settings
from bot.storage.database import StoreRefusal

# The order matters: each step continues where the one before it stopped.
STEPS: tuple[Callable[[TourServer], Awaitable[None]], ...] = (
    setup.set_up,
    times.ask_what_a_time_is,
    setup.create_series,
    talks.sign_up,
    talks.lose_a_race,
    talks.edit,
    feeds.fetch,
    moves.move,
    moves.move_onto_a_fast,
    moves.cancel,
    feeds.subscribe,
    setup.import_a_spreadsheet,
    announcements.announce,
    one_off_meetings.schedule,
    one_off_meetings.fill,
    one_off_meetings.tell_of_a_move,
    announcements.let_time_pass,
    announcements.follow_the_join_link,
    finding.find,
    finding.poll,
    times.let_clocks_change,
    fairness.share,
)


async def run_tour() -> int:
    """Go through the tour; return 0 only if every step worked."""
    narrator, begun = Narrator(), time.monotonic()
    try:
        async with Stage(Settings(http_port=0, public_url="http://localhost")) as stage:
            await build(stage, Script.read())
            async with aiohttp.ClientSession() as session:
                tour = TourServer(stage, narrator, session)
                for step in STEPS:
                    await step(tour)
    except (UnexpectedResult, StartRefusal, StoreRefusal, ZonesDisagree) as error:
        narrator.stop(str(error))
        return 1
    narrator.end(seconds=time.monotonic() - begun)
    return 0
