"""Reading typed times: our grammar over dateutil's parser, on the phrases that both understand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil import parser

from benchmarks.measurement import Result, compare
from bot.times.typed_times.time_parser import read_time
from tests.times.phrasebook import FORM, SITES, Phrase, phrases

# dateutil knows no places, no other language and no way to ask; it guesses instead.
AIM = 5


async def measure() -> list[Result]:
    """Return the row; only phrases of which both say the same, and rightly, are read."""
    both = list(_understood_by_both())

    async def floor() -> None:
        for phrase in both:
            _guessed(phrase)

    async def ours() -> None:
        for phrase in both:
            read_time(phrase.typed, now=phrase.now, zone=phrase.zone, sites=SITES)

    name = f"a typed time, over dateutil.parser, {len(both)} phrases"
    row = await compare(name, floor=floor, ours=ours, aim=AIM)
    return [Result(name=name, floor=row.floor / len(both), ours=row.ours / len(both), aim=AIM)]


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
