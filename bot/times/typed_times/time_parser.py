"""Reads a typed time: as one moment, as a choice between several, or not at all."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import product
from math import prod

from bot.core.instants import require_aware
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.typed_times.interpretations import (
    Contradiction,
    Interpretation,
    interpretations_of,
    rank_of,
)
from bot.times.typed_times.place_names import NamedSite, places_of
from bot.times.typed_times.tokenizer import EXAMPLES, tokens_in
from bot.times.typed_times.tokens import TokenReadings
from bot.times.typed_times.zone_resolution import InputContext
from bot.times.zoned_time import ZonedTime

MOST_TYPED = 100  # characters
MOST_WAYS = 32
FARTHEST = timedelta(days=731)
SHOWN = 4
BESIDE = 1  # the rank of readings that are offered with the likeliest
NO_TIME = _("Please type a date and time like {examples}.", examples=EXAMPLES)
OUT_OF_REACH = _("One possible reading is out of reach.")
SEVERAL = _("That can mean more than one time.")


def read_time(text: str, *, now: datetime, zone: str, sites: Iterable[NamedSite]) -> TypedTime:
    """Return the one moment that `text` means to somebody whose clock is in `zone`.

    Raises AmbiguousTime, with the readings to choose from, if the text can mean several moments,
    and another Refusal, which says what to type instead, if it means none. The moment is in the
    future, at most two years ahead; `moment.typed` is a text that means the same to everyone.
    """
    if len(text) > MOST_TYPED:
        message = _("That is too long. Please type at most {count} characters.", count=MOST_TYPED)
        raise Refusal(message)
    return understood(text, now=now, zone=zone, sites=sites)


def understood(text: str, *, now: datetime, zone: str, sites: Iterable[NamedSite]) -> TypedTime:
    """Return what read_time does, of a text of any length."""
    parts = tokens_in(text, places_of(sites))
    if not parts:
        raise Refusal(NO_TIME)
    return _decided(parts, InputContext(require_aware(now), zone))


def _decided(parts: Sequence[TokenReadings], asked: InputContext) -> TypedTime:
    """Return the one reading; ask if there are several, or if the one needs confirmation."""
    found, refused = _ways(parts, asked)
    late = [way for way in found if not _in_reach(way.moment, asked.now)]
    fit = [way for way in found if _in_reach(way.moment, asked.now)]
    if not fit:
        raise _out_of_reach(late, asked.now) if late else refused
    likeliest = min(way.rank for way in fit)
    sure = _different(way for way in fit if way.rank == likeliest)
    likely = [way for way in fit if way.rank <= BESIDE]
    beside = _different([*sure, *likely])[len(sure) :]
    passed_over = any(way.rank <= likeliest for way in late)
    asks = next((way.asks for way in sure if way.asks), "")
    if len(sure) > 1 or asks or passed_over:
        raise _question(
            asks or (OUT_OF_REACH if passed_over else SEVERAL),
            sorted([*sure, *beside], key=lambda way: way.moment.instant),
        )
    return TypedTime(moment=sure[0].moment, others=tuple(map(_reading, beside)))


def _ways(
    parts: Sequence[TokenReadings], asked: InputContext
) -> tuple[list[Interpretation], Refusal]:
    """Return all ways in which the parts make a moment, and the first refusal of one."""
    found: list[Interpretation] = []
    refused: list[Refusal] = []
    if prod(map(len, parts)) > MOST_WAYS:
        message = _(
            "That can mean too many different times. Please type one time, like {examples}.",
            examples=EXAMPLES,
        )
        raise Refusal(message)
    for options in sorted(product(*parts), key=rank_of):
        if rank_of(options) > BESIDE and any(_in_reach(way.moment, asked.now) for way in found):
            break
        try:
            found += interpretations_of(options, asked)
        except Refusal as refusal:
            refused.append(refusal)
    refused.sort(key=lambda refusal: isinstance(refusal, Contradiction))
    return found, next(iter(refused), Refusal(NO_TIME))


def _in_reach(moment: ZonedTime, now: datetime) -> bool:
    return now < moment.instant <= now + FARTHEST


def _out_of_reach(ways: Sequence[Interpretation], now: datetime) -> Refusal:
    wall = f"{ways[0].moment.wall:%Y-%m-%d %H:%M}"
    if all(way.moment.instant <= now for way in ways):
        return Refusal(_("{time} is in the past. Please type a future time.", time=wall))
    return Refusal(
        _("{time} is more than two years ahead. Please type an earlier time.", time=wall)
    )


def _different(ways: Iterable[Interpretation]) -> list[Interpretation]:
    """Return the first way of each instant."""
    by_instant: dict[datetime, Interpretation] = {}
    for way in ways:
        by_instant.setdefault(way.moment.instant, way)
    return list(by_instant.values())


def _reading(way: Interpretation) -> TypedTime:
    return TypedTime(moment=way.moment, note=way.note)


def _question(why: str, ways: Sequence[Interpretation]) -> AmbiguousTime:
    typed = _(" or ").join(
        f"“{way.moment.typed}”{f' ({way.note})' if way.note else ''}" for way in ways[:SHOWN]
    )
    reason = _("{why} Please type {choices}.", why=why, choices=typed)
    return AmbiguousTime(reason, tuple(map(_reading, ways)), why)
