"""Recurrence rules as people type them, in English, German, French or Hebrew."""

import re
from datetime import time

from bot.core.refusals import Refusal
from bot.times.recurrence import Frequency, Rule
from bot.times.recurrence_text import MOST_CHARACTERS, parse_rule_text, unknown_rule
from bot.times.typed_times.tokenizer import tokens_in
from bot.times.typed_times.tokens import HourOfDay, Token, Weekday, WeekdayReference
from bot.times.typed_times.vocabulary import WEEKDAYS, one_of, plain

EVERY = re.compile(r"(?:jede[nrs]?|chaque|tous les|toutes les|les|כל|מדי) ")
GERMAN = one_of(day for day in WEEKDAYS if day.endswith(("tag", "mittwoch", "sonnabend")))
FRENCH = one_of(day for day in WEEKDAYS if day.endswith("di") and len(day) > len("di"))
MIDNIGHT = HourOfDay(24)
PLURAL = re.compile(rf"\b(?P<german>{GERMAN})s\b|\b(?P<french>{FRENCH}|dimanche)s\b")


def read_rule(text: str) -> Rule:
    """Return the rule that a person typed; refuse the text if any word is not understood."""
    if rule := parse_rule_text(text):
        return rule
    weekly = _weekly(text) if len(text) <= MOST_CHARACTERS else None
    if weekly is None:
        raise unknown_rule(text)
    day, wall = weekly
    return Rule(frequency=Frequency.WEEKLY, weekdays=(day,), wall=wall)


def _weekly(text: str) -> tuple[int, time] | None:
    """Return weekday (Monday is 0) and hour of texts like "jeden Donnerstag 17 Uhr".

    None if a word is not understood, or could be read in two ways.
    """
    typed = plain(text)
    rest = PLURAL.sub(
        lambda match: match["german"] or match["french"], EVERY.sub("", typed, count=1)
    )
    if rest == typed:
        return None
    try:
        parts = tokens_in(rest, {})
    except Refusal:
        return None
    sure = [[option.part for option in options if option.rank == 0] for options in parts]
    return _together([part for ways in sure for part in ways])


def _together(parts: list[Token]) -> tuple[int, time] | None:
    days = [
        part.day
        for part in parts
        if isinstance(part, Weekday) and part.which is WeekdayReference.ANY
    ]
    hours = [part for part in parts if isinstance(part, HourOfDay)]
    if len(parts) != len(days) + len(hours) or (len(days), len(hours)) != (1, 1):
        return None
    (day,), (at,) = days, hours
    return None if at == MIDNIGHT else (day, time(at.hour, at.minute))
