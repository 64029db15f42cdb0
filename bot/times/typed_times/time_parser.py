"""Reads a typed time: as one moment, as a choice between several, or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from math import prod

from bot.core.instants import require_aware
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_time import AmbiguousTime, TypedTime
from bot.times.typed_times.contradictions import Contradiction
from bot.times.typed_times.interpretations import (
    Interpretation,
    interpretations_of,
)
from bot.times.typed_times.parts_of_day import within_part_of_day
from bot.times.typed_times.place_names import NamedSite, places_of
from bot.times.typed_times.relative_patterns import FROM_NOW
from bot.times.typed_times.tokenizer import EXAMPLES, tokens_in
from bot.times.typed_times.tokens import TokenReadings, rank_of
from bot.times.typed_times.zone_resolution import InputContext

MOST_TYPED = 100  # characters
MOST_WAYS = 64
FARTHEST = timedelta(days=731)
SHOWN = 4
MINUTE = timedelta(minutes=1)
BESIDE = 1  # the rank of readings that are offered with the likeliest
NO_TIME = _("Please type a date and time like {examples}.", examples=EXAMPLES)
SEVERAL = _("That can mean more than one time.")


def read_time(
    text: str, *, now: datetime, zone: str, sites: Iterable[NamedSite], may_be_now: bool = False
) -> TypedTime:
    """Return the one moment that `text` means to somebody whose clock is in `zone`.

    Raises AmbiguousTime, with the readings to choose from, if the text can mean several moments,
    and another Refusal, which says what to type instead, if it means none. The moment is in the
    future, at most two years ahead, or the present minute if it `may_be_now`; `moment.typed` is a
    text that means the same to everyone.
    """
    if len(text) > MOST_TYPED:
        message = _("That is too long. Please type at most {count} characters.", count=MOST_TYPED)
        raise Refusal(message)
    return understood(text, now=now, zone=zone, sites=sites, may_be_now=may_be_now)


def read_sure_time(text: str, *, now: datetime, zone: str, sites: Iterable[NamedSite]) -> TypedTime:
    """Return what read_time does where nobody confirms it: ask about less likely readings too."""
    read = read_time(text, now=now, zone=zone, sites=sites)
    if read.others:
        ways = (read, *read.others)
        raise ambiguous(SEVERAL, sorted(ways, key=lambda way: way.moment.instant))
    return read


def understood(
    text: str, *, now: datetime, zone: str, sites: Iterable[NamedSite], may_be_now: bool = False
) -> TypedTime:
    """Return what read_time does, of a text of any length."""
    parts = tokens_in(text, places_of(sites))
    if not parts:
        raise Refusal(NO_TIME)
    return _decided(parts, InputContext(require_aware(now), zone), may_be_now=may_be_now)


def _decided(parts: Sequence[TokenReadings], asked: InputContext, *, may_be_now: bool) -> TypedTime:
    """Return the one reading; ask if there are several, or if the one needs confirmation."""
    found, refused = _ways(parts, asked)
    since = minute_of(asked.now) - MINUTE if may_be_now else asked.now
    late = [way for way in found if not since < way.moment.instant <= asked.now + FARTHEST]
    fit = [way for way in found if way not in late]
    if not fit:
        raise _out_of_reach(late, asked.now) if late else refused
    likeliest = min(way.rank for way in fit)
    sure = _different(way for way in fit if way.rank == likeliest)
    likely = [way for way in fit if way.rank <= BESIDE]
    beside = _different([*sure, *likely])[len(sure) :]
    if any(way.note == FROM_NOW for way in sure):
        beside = []  # "2h" is asked about already
    missed = next((way for way in late if way.rank <= likeliest), None)
    asks = next((way.asks for way in sure if way.asks), "")
    if len(sure) > 1 or asks or missed:
        ways = sorted([*sure, *beside], key=lambda way: way.moment.instant)
        why = asks or (_why_out_of_reach(missed, asked.now) if missed else SEVERAL)
        raise ambiguous(why, list(map(_reading, ways)))
    read = _reading(sure[0])
    return replace(read, note="", others=tuple(map(_reading, beside)))


def _ways(
    parts: Sequence[TokenReadings], asked: InputContext
) -> tuple[list[Interpretation], Refusal]:
    """Return all ways in which the parts make a moment, and the first refusal of one."""
    found: list[Interpretation] = []
    refused: list[Refusal] = []
    told = within_part_of_day(parts)
    if prod(map(len, told)) > MOST_WAYS:
        message = _(
            "That can mean too many different times. Please type one time, like {examples}.",
            examples=EXAMPLES,
        )
        raise Refusal(message)
    for options in sorted(product(*told), key=rank_of):
        try:
            found += interpretations_of(options, asked)
        except Refusal as refusal:
            refused.append(refusal)
    refused.sort(key=lambda refusal: isinstance(refusal, Contradiction))
    return found, next(iter(refused), Refusal(NO_TIME))


def minute_of(instant: datetime) -> datetime:
    """Return the beginning of the minute that an instant lies in."""
    return instant.replace(second=0, microsecond=0)


def _out_of_reach(ways: Sequence[Interpretation], now: datetime) -> Refusal:
    wall = f"{ways[0].moment.wall:%Y-%m-%d %H:%M}"
    if ways[0].moment.instant == minute_of(now):
        return Refusal(_("{time} is right now. Please type a later time.", time=wall))
    if all(way.moment.instant <= now for way in ways):
        return Refusal(_("{time} is in the past. Please type a future time.", time=wall))
    return Refusal(
        _("{time} is more than two years ahead. Please type an earlier time.", time=wall)
    )


def _why_out_of_reach(way: Interpretation, now: datetime) -> str:
    wall = f"{way.moment.wall:%Y-%m-%d %H:%M}"
    if way.moment.instant <= now:
        return _("{time} is in the past.", time=wall)
    return _("{time} is more than two years ahead.", time=wall)


def _different(ways: Iterable[Interpretation]) -> list[Interpretation]:
    """Return the first way of each instant and length."""
    by_instant: dict[tuple[datetime, int | None], Interpretation] = {}
    for way in ways:
        by_instant.setdefault((way.moment.instant, way.minutes), way)
    return list(by_instant.values())


def _reading(way: Interpretation) -> TypedTime:
    return TypedTime(moment=way.moment, note=way.note, minutes=way.minutes)


def ambiguous(why: str, readings: Sequence[TypedTime]) -> AmbiguousTime:
    """Return the question which of the readings is meant."""
    typed = _(" or ").join(
        f"“{one.typed}”{f' ({one.note})' if one.note else ''}" for one in readings[:SHOWN]
    )
    reason = _("{why} Please type {choices}.", why=why, choices=typed)
    return AmbiguousTime(reason, tuple(readings), why)
