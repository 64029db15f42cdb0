"""Recurrence rules as people type them, in English, German, French or Hebrew."""

import re
from datetime import time

from bot.core.refusals import Refusal
from bot.times.recurrence import Frequency, Rule
from bot.times.recurrence_grammar import MOST_CHARACTERS, parse_rule_text, unknown_rule
from bot.times.typed_times import vocabulary
from bot.times.typed_times.languages.french import FRENCH
from bot.times.typed_times.languages.german import GERMAN
from bot.times.typed_times.spelling import one_of, plain
from bot.times.typed_times.tokenizer import tokens_in
from bot.times.typed_times.tokens import HourOfDay, Token, Weekday, WeekdayReference

EVERY = re.compile(rf"(?:{one_of(vocabulary.EVERY)}) ")
# "donnerstags" and "jeudis"; English plurals are part of the English grammar.
PLURALS = (*GERMAN.weekday_plurals.split("|"), *FRENCH.weekday_plurals.split("|"))
PLURAL = re.compile(rf"\b(?P<day>{one_of(plural.removesuffix('s') for plural in PLURALS)})s\b")
MIDNIGHT = HourOfDay(24)


def read_rule(text: str) -> Rule:
    """Return the rule that a person typed; refuse a text with a word that is not understood."""
    if rule := parse_rule_text(text):
        return rule
    weekly = _weekly(text) if len(text) <= MOST_CHARACTERS else None
    if weekly is None:
        raise unknown_rule(text)
    day, wall = weekly
    return Rule(frequency=Frequency.WEEKLY, weekdays=(day,), wall=wall)


def _weekly(text: str) -> tuple[int, time] | None:
    """Return the weekday (Monday is 0) and the hour of a text like "jeden Donnerstag 17 Uhr".

    None if a word is not understood or has two meanings.
    """
    typed = plain(text)
    rest = PLURAL.sub(lambda match: match["day"], EVERY.sub("", typed, count=1))
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
