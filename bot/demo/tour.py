"""The tour: the demo's world driven by itself, each step said, done and checked."""

import time
from collections.abc import Awaitable, Callable

import aiohttp

from bot.app import StartRefusal
from bot.clock import ZonesDisagree
from bot.demo.narration import Guide, Unexpected
from bot.demo.script import Script
from bot.demo.stage import Stage
from bot.demo.steps import announcements as announcing
from bot.demo.steps import fairness as sharing
from bot.demo.steps import feeds as subscribing
from bot.demo.steps import finding as agreeing
from bot.demo.steps import moves as moving
from bot.demo.steps import one_off_meetings as convening
from bot.demo.steps import setup as founding
from bot.demo.steps import talks as speaking
from bot.demo.steps import times as timing
from bot.demo.tour_server import Visit
from bot.demo.world import build
from bot.settings import Settings
from bot.storage.database import StoreRefusal

# In this order: each goes on where the one before it stopped.
STEPS: tuple[Callable[[Visit], Awaitable[None]], ...] = (
    founding.set_up,
    timing.ask_what_a_time_is,
    founding.create_series,
    speaking.sign_up,
    speaking.lose_a_race,
    speaking.edit,
    subscribing.fetch,
    moving.move,
    moving.move_onto_a_fast,
    moving.cancel,
    subscribing.subscribe,
    founding.import_a_spreadsheet,
    announcing.announce,
    convening.schedule,
    convening.fill,
    convening.tell_of_a_move,
    announcing.let_time_pass,
    announcing.follow_the_join_link,
    agreeing.find,
    agreeing.poll,
    timing.let_clocks_change,
    sharing.share,
)


async def run_tour() -> int:
    """Go through the tour; return 0 only if every step was as it should be."""
    guide, begun = Guide(), time.monotonic()
    try:
        async with Stage(Settings(http_port=0, public_url="http://localhost")) as stage:
            await build(stage, Script.read())
            async with aiohttp.ClientSession() as session:
                visit = Visit(stage, guide, session)
                for step in STEPS:
                    await step(visit)
    except (Unexpected, StartRefusal, StoreRefusal, ZonesDisagree) as error:
        guide.stop(str(error))
        return 1
    guide.end(seconds=time.monotonic() - begun)
    return 0
