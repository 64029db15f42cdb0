"""Repetitions: a weekday and an hour that recur, said in German, French or Hebrew."""

import re
from datetime import time

from bot.domain.phrase_parts import Clock, Part, Weekday, Which
from bot.domain.phrases import parts_of
from bot.domain.refusal import Refusal
from bot.domain.vocabulary import WEEKDAYS, one_of, plain

EVERY = re.compile(r"(?:jede[nrs]?|chaque|tous les|toutes les|les|כל|מדי) ")
GERMAN = one_of(day for day in WEEKDAYS if day.endswith(("tag", "mittwoch", "sonnabend")))
FRENCH = one_of(day for day in WEEKDAYS if day.endswith("di") and len(day) > len("di"))
MIDNIGHT = Clock(24)
PLURAL = re.compile(rf"\b(?P<german>{GERMAN})s\b|\b(?P<french>{FRENCH}|dimanche)s\b")


def weekly_in_words(words: str) -> tuple[int, time] | None:
    """Return the weekday (Monday 0) and the hour of "jeden Donnerstag 17 Uhr" and its like.

    None where a single word is not understood, or may be read in two ways.
    """
    typed = plain(words)
    rest = PLURAL.sub(
        lambda match: match["german"] or match["french"], EVERY.sub("", typed, count=1)
    )
    if rest == typed:
        return None
    try:
        parts = parts_of(rest, {})
    except Refusal:
        return None
    sure = [[option.part for option in options if option.rank == 0] for options in parts]
    return _together([part for ways in sure for part in ways])


def _together(parts: list[Part]) -> tuple[int, time] | None:
    days = [part.day for part in parts if isinstance(part, Weekday) and part.which is Which.ANY]
    hours = [part for part in parts if isinstance(part, Clock)]
    if len(parts) != len(days) + len(hours) or (len(days), len(hours)) != (1, 1):
        return None
    (day,), (at,) = days, hours
    return None if at == MIDNIGHT else (day, time(at.hour, at.minute))
