"""Reading typed times: our grammar over dateutil's parser, on the phrases that both understand."""

import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil import parser

from benchmarks.measurement import Result, compare
from benchmarks.printed_table import PrintedTable
from bot.times.typed_times.time_parser import read_time
from tests.times.phrasebook import FORM, SITES, Phrase, phrases

# dateutil knows no places, no other language and no way to ask; it guesses instead.
AIM = 5


async def measure(table: PrintedTable) -> None:
    """Measure the row; only phrases of which both say the same, and rightly, are read."""
    with warnings.catch_warnings():
        # dateutil warns of each zone that it does not know, like the places in our phrases.
        warnings.simplefilter("ignore", parser.UnknownTimezoneWarning)
        await _measure(table)


async def _measure(table: PrintedTable) -> None:
    both = list(_understood_by_both())

    async def floor() -> None:
        for phrase in both:
            _guessed(phrase)

    async def ours() -> None:
        for phrase in both:
            read_time(phrase.typed, now=phrase.now, zone=phrase.zone, sites=SITES)

    async def of_one() -> Result:
        all_of_them = await compare(floor=floor, ours=ours, aim=AIM)
        floor_of_one, ours_of_one = all_of_them.floor / len(both), all_of_them.ours / len(both)
        return Result(floor=floor_of_one, ours=ours_of_one, aim=AIM)

    await table.row(f"a typed time, over dateutil.parser, {len(both)} phrases", of_one())


def _understood_by_both() -> Iterator[Phrase]:
    for phrase in (*phrases("phrases-50.txt"), *phrases("phrases.txt")):
        try:
            guessed = _guessed(phrase)
        except (ValueError, OverflowError):
            continue
        if f"{guessed.astimezone(UTC):{FORM}}" == phrase.expected == phrase.outcome():
            yield phrase


def _guessed(phrase: Phrase) -> datetime:
    here = ZoneInfo(phrase.zone)
    midnight = phrase.now.astimezone(here).replace(hour=0, minute=0, tzinfo=None)
    read = parser.parse(phrase.typed, default=midnight)
    return read if read.tzinfo else read.replace(tzinfo=here)
