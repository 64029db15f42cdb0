"""Searching: a time for a thousand members, over a plain loop over slots and members."""

import gc
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from random import Random
from statistics import median

from benchmarks.measurement import Result
from benchmarks.printed_table import PrintedTable
from bot.core.intervals import Interval
from bot.finding.model.participants import Participant, Search
from bot.finding.model.ranked_times import RankedTime
from bot.finding.model.ranking import ranked_times
from bot.sites.model.points import QUARTER, quarters
from tests.finding.plainly import Slot, slot_at
from tests.worlds import NOW, first_sites

MEMBERS, WEEKS, APPOINTMENTS = 1_000, 8, 76
SLOTS = WEEKS * 7 * 96 - 3  # beginnings from which an hour is left
SAMPLED, ROUNDS = 24, 9
AIM = 1 / 400
ROUNDING = 1e-9


def search() -> Search:
    """Return a search for all members of a busy collaboration."""
    random, sites = Random(0), first_sites()  # noqa: S311 - chance, not secrecy
    people = [
        Participant(
            id=number,
            site_id=site.id,
            zone=site.zone,
            days=site.working_days,
            busy=list(_appointments(random)),
        )
        for number in range(MEMBERS)
        for site in [sites[number % len(sites)]]
    ]
    until = NOW + timedelta(weeks=WEEKS)
    return Search(
        people=people, sites=sites, minutes=60, since=NOW, until=until, zone="Europe/Zurich"
    )


def _appointments(random: Random) -> Iterator[Interval]:
    for _ in range(APPOINTMENTS):
        minutes = 5 * random.randrange(144)
        begins = NOW + timedelta(days=random.randrange(7 * WEEKS), minutes=minutes)
        yield Interval(begins, begins + timedelta(minutes=random.choice([30, 45, 60, 90])))


async def measure(table: PrintedTable) -> None:
    """Measure the row."""
    name = f"find a time: {MEMBERS:,} members, {WEEKS} weeks, over a plain loop (sampled, scaled)"
    await table.row(name, _compared())


async def _compared() -> Result:
    """Compare both; what the loop finds for the slots it goes over must be what we found."""
    wanted = search()
    found = ranked_times(wanted, now=NOW)
    for ranked in found:
        _require_same(ranked, _slot(wanted, (ranked.start - NOW) // QUARTER), wanted)
    floors, times = [], []
    for number in range(ROUNDS):
        sample = range(number, SLOTS, SLOTS // (SAMPLED - 1))
        floors.append(_seconds(partial(_go_over, wanted, sample, found[0])) / len(sample))
        times.append(_seconds(partial(ranked_times, wanted, now=NOW)))
    return Result(floor=median(floors) * SLOTS, ours=median(times), aim=AIM)


def _slot(wanted: Search, number: int) -> Slot:
    return slot_at(wanted, tuple(quarters(NOW + number * QUARTER, wanted.minutes)))


def _go_over(wanted: Search, sample: range, best: RankedTime) -> None:
    for number in sample:
        assert _slot(wanted, number).points >= best.points - 1


def _require_same(ranked: RankedTime, slot: Slot, wanted: Search) -> None:
    assert abs(ranked.points - float(slot.points)) < ROUNDING
    assert {p.id for p in wanted.people} - ranked.cannot == slot.comes.keys()


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    begun = time.process_time()
    work()
    return time.process_time() - begun
