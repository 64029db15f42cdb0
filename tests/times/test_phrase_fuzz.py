"""Phrases made of parts of known meaning are never silently read as another time."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random

import pytest

from bot.core.refusals import Refusal
from bot.times.typed_time import AmbiguousTime
from bot.times.typed_times.time_parser import understood
from bot.times.typed_times.typed_recurrence import read_typed_rule
from tests.times.phrase_parts import Made, made
from tests.times.phrase_rules import MadeRule, rule_made
from tests.times.phrasebook import SITES

SHOWN = 12  # of the phrases that come out wrong


def _phrases(seed: int) -> Iterator[Made]:
    draw = Random(seed)  # noqa: S311 - no secret
    while True:
        phrase = made(draw)
        if phrase is not None:
            yield phrase


def _outcome(phrase: Made) -> str:
    """Return what comes of a phrase: right, asked for nothing, silently wrong, or another."""
    try:
        read = understood(phrase.text, now=phrase.now, zone=phrase.zone, sites=SITES)
    except AmbiguousTime as asked:
        offered = {reading.moment.instant for reading in asked.readings}
        if not phrase.meant <= offered:
            return "what is meant is not offered"
        return "right" if len(phrase.meant) > 1 else "asked for nothing"
    except Refusal:
        return "not understood"
    is_right = phrase.meant == {read.moment.instant} and read.minutes == phrase.minutes
    return "right" if is_right else "silently wrong"


def _wrong(seed: int, count: int) -> tuple[Counter[str], list[str]]:
    found = [(_outcome(phrase), phrase) for phrase in islice(_phrases(seed), count)]
    told = [f"{what}: {phrase}" for what, phrase in found if what != "right"]
    return Counter(what for what, _ in found), told


def test_a_sample_of_phrases_is_read_right_or_asked_about() -> None:
    counts, told = _wrong(15, 400)

    assert counts == {"right": 400}, "\n".join(told[:SHOWN])


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_twelve_thousand_phrases_are_read_right_or_asked_about(seed: int) -> None:
    counts, told = _wrong(seed, 4000)

    assert counts == {"right": 4000}, "\n".join(told[:SHOWN])


TODAY = date(2026, 11, 23)


def _rule_outcome(made: MadeRule) -> str:
    try:
        read = read_typed_rule(made.text, today=TODAY, sites=SITES)
    except Refusal:
        return "not understood"
    is_right = (read.rule, read.zone, read.minutes) == (made.rule, made.zone, made.minutes)
    return "right" if is_right else "silently wrong"


def _wrong_rules(seed: int, count: int) -> tuple[Counter[str], list[str]]:
    draw = Random(seed)  # noqa: S311 - no secret
    found = [(_rule_outcome(one), one) for one in (rule_made(draw) for _ in range(count))]
    told = [f"{what}: {one}" for what, one in found if what != "right"]
    return Counter(what for what, _ in found), told


def test_a_sample_of_rules_is_read_right() -> None:
    counts, told = _wrong_rules(15, 200)

    assert counts == {"right": 200}, "\n".join(told[:SHOWN])


@pytest.mark.long
def test_three_thousand_rules_are_read_right() -> None:
    counts, told = _wrong_rules(0, 3000)

    assert counts == {"right": 3000}, "\n".join(told[:SHOWN])
