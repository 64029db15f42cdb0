"""Takes a typed time apart into tokens, and refuses one with a word that is not understood."""

import re
from itertools import starmap
from typing import NoReturn

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.date_patterns import DATE_PATTERNS
from bot.times.typed_times.hour_patterns import HOUR_PATTERNS
from bot.times.typed_times.offset_patterns import OFFSET_PATTERNS
from bot.times.typed_times.patterns import END
from bot.times.typed_times.place_names import Places, known_places
from bot.times.typed_times.relative_patterns import RELATIVE_PATTERNS
from bot.times.typed_times.spelling import one_of, plain
from bot.times.typed_times.tokens import (
    DayPart,
    DiscordTimestamp,
    HourOfDay,
    TokenReading,
    TokenReadings,
)

FORMS = (*DATE_PATTERNS, *RELATIVE_PATTERNS, *HOUR_PATTERNS, *OFFSET_PATTERNS)
BETWEEN = re.compile(r"[ ,;()·|]+|(?<= )[-/=](?= )")
PLACE_BEFORE = re.compile(r"(?:in |heure de |heure d'|heure |a |שעון |ב-?)?")
PLACE_AFTER = re.compile(rf"(?: (?:local time|time|zeit|ortszeit)){END}")
WORD = re.compile(r"[^ ,;()·|]+")
LONGEST_PLACE = 10  # words
BRIEF = 2  # letters: names as short as "la" and "et" are also other words
REPEATING = re.compile(rf"(?:{one_of(words.REPEATING)}|{one_of(words.WEEKDAY_PLURALS)}){END}")
PAST = re.compile(rf"(?:{one_of(words.PAST)}){END}")
EXAMPLES = _("2027-03-12 17:00, “Thu 5pm Zurich” or “in 2 hours”")


def tokens_in(text: str, places: Places) -> list[TokenReadings]:
    """Return the parts of a typed time in order, each with all ways to read it.

    Refuses a text with a word that is not understood.
    """
    typed, found, at = plain(text), list[TokenReadings](), 0
    while at < len(typed):
        if between := BETWEEN.match(typed, at):
            at = between.end()
            continue
        at, options = _next(typed, at, places, found)
        found.append(options)
    return found


def _next(
    typed: str, at: int, places: Places, before: list[TokenReadings]
) -> tuple[int, TokenReadings]:
    """Return where the longest form that begins here ends, and what it says."""
    ways = [
        (match.end(), options)
        for pattern, read in FORMS
        if (match := pattern.match(typed, at)) and (options := read(match))
    ]
    after_clock = bool(before) and isinstance(
        before[-1][0].part, HourOfDay | DayPart | DiscordTimestamp
    )
    ways += _places(typed, at, places, after_clock=after_clock)
    end = max((end for end, _ in ways), default=at)
    if end == at:
        _refuse(typed, at)
    said = (option for reached, options in ways if reached == end for option in options)
    return end, tuple(dict.fromkeys(said))


def _places(
    typed: str, at: int, places: Places, *, after_clock: bool
) -> list[tuple[int, TokenReadings]]:
    """Return the place with the longest name that begins here, with or without "in"."""
    for begins in {PLACE_BEFORE.match(typed, at).end(), at}:  # type: ignore[union-attr] # may be empty
        ends = [word.end() for word in WORD.finditer(typed, begins)][:LONGEST_PLACE]
        for end in reversed(ends):
            name = typed[begins:end]
            meant = places.get(name) or known_places().get(name)
            brief = len(name) <= BRIEF and name not in places
            if meant and (after_clock or not brief):
                behind = PLACE_AFTER.match(typed, end)
                return [(behind.end() if behind else end, tuple(starmap(TokenReading, meant)))]
    return []


def _refuse(typed: str, at: int) -> NoReturn:
    if REPEATING.match(typed, at):
        message = _(
            "That is a repeating time. Use /series create for meetings that repeat, "
            "or type a single time like {examples}.",
            examples=EXAMPLES,
        )
        raise Refusal(message)
    if PAST.match(typed, at):
        message = _(
            "That is in the past. Please type a future time like {examples}.", examples=EXAMPLES
        )
        raise Refusal(message)
    word = WORD.match(typed, at)
    message = _(
        "I don't understand “{word}”. Please type a date and time like {examples}.",
        word=(word[0] if word else typed[at])[:40],
        examples=EXAMPLES,
    )
    raise Refusal(message)
