"""Takes a typed time apart into tokens, and refuses one with a word that is not understood."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, starmap
from typing import NoReturn

from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.times.typed_times import vocabulary as words
from bot.times.typed_times.date_patterns import DATE_PATTERNS
from bot.times.typed_times.hour_patterns import HOUR_PATTERNS, TURN_PATTERNS
from bot.times.typed_times.offset_patterns import OFFSET_PATTERNS
from bot.times.typed_times.patterns import END, Pattern
from bot.times.typed_times.place_names import Places, known_places
from bot.times.typed_times.range_patterns import RANGE_PATTERNS
from bot.times.typed_times.relative_patterns import RELATIVE_PATTERNS
from bot.times.typed_times.spelling import one_of, plain
from bot.times.typed_times.tokens import (
    DayPart,
    DiscordTimestamp,
    HourOfDay,
    Impossible,
    TokenReading,
    TokenReadings,
)

FORMS = (
    *DATE_PATTERNS,
    *RELATIVE_PATTERNS,
    *HOUR_PATTERNS,
    *TURN_PATTERNS,
    *RANGE_PATTERNS,
    *OFFSET_PATTERNS,
)
CLOCKS = (HourOfDay, DayPart, DiscordTimestamp)
BETWEEN = re.compile(r"[ ,;()·|]+|[.!?]+(?=[ ,;)]|$)|(?<= )[-/=](?= )")
PLACE_BEFORE = re.compile(r"(?:in |heure de |heure d'|heure |a |שעון |ב-?)?")
PLACE_AFTER = re.compile(rf"(?: (?:local time|time|zeit|ortszeit)){END}")
WORD = re.compile(r"[^ ,;()·|]+")
LONGEST_PLACE = 10  # words
BRIEF = 2  # letters: names as short as "la" and "et" are also other words
REPEATING = re.compile(rf"(?:{one_of(words.REPEATING)}|{one_of(words.WEEKDAY_PLURALS)}){END}")
PAST = re.compile(rf"(?:{one_of(words.PAST)}){END}")
EXAMPLES = _("2027-03-12 17:00, “Thu 5pm Zurich” or “in 2 hours”")


@dataclass(eq=False)
class UnknownWord(Refusal):
    """The text has a word that is not understood."""


def tokens_in(
    text: str, places: Places, *, forms: Sequence[Pattern] = FORMS
) -> list[TokenReadings]:
    """Return the parts of a typed time in order, each with all ways to read it.

    Refuses a text with a word that is not understood, or with a day or an hour that does not exist.
    """
    typed = plain(text)
    for may_fail in (False, True):
        words_in = _Segmentation(typed, places, forms, may_fail=may_fail)
        found = words_in.since(0, after_clock=False)
        if found is not None:
            break
    else:
        _refuse(typed, words_in.stuck)
    for options in found:
        for option in options:
            if isinstance(option.part, Impossible):
                raise Refusal(option.part.reason)
    return found


class _Segmentation:
    """The ways to take a text apart: longer forms first, shorter ones where those lead nowhere.

    "17h 10 décembre" is not 17:10, and only what follows says so. `may_fail` also takes forms of
    what does not exist. `stuck` is the farthest place at which nothing is understood.
    """

    def __init__(
        self, typed: str, places: Places, forms: Sequence[Pattern], *, may_fail: bool
    ) -> None:
        self._typed, self._places, self._forms = typed, places, forms
        self._may_fail = may_fail
        self._dead: set[tuple[int, bool]] = set()
        self.stuck = 0

    def since(self, at: int, *, after_clock: bool) -> list[TokenReadings] | None:
        """Return the parts from a place on; None if they are not all understood."""
        while between := BETWEEN.match(self._typed, at):
            at = between.end()
        if at == len(self._typed):
            return []
        if (at, after_clock) in self._dead:
            return None
        ways = self._next(at, after_clock=after_clock)
        for end in sorted(ways, reverse=True):
            is_clock = any(isinstance(option.part, CLOCKS) for option in ways[end])
            rest = self.since(end, after_clock=is_clock)
            if rest is not None:
                return [ways[end], *rest]
        if not ways:
            self.stuck = max(self.stuck, at)
        self._dead.add((at, after_clock))
        return None

    def _next(self, at: int, *, after_clock: bool) -> dict[int, TokenReadings]:
        """Return where each form that begins here ends, with what it says."""
        found: dict[int, list[TokenReading]] = {}
        for pattern, read in self._forms:
            if match := pattern.match(self._typed, at):
                found.setdefault(match.end(), []).extend(read(match))
        for end, options in _places(self._typed, at, self._places, after_clock=after_clock):
            found.setdefault(end, []).extend(options)
        chosen = {end: self._possible(options) for end, options in found.items() if end > at}
        return {end: options for end, options in chosen.items() if options}

    def _possible(self, options: Iterable[TokenReading]) -> TokenReadings:
        said = tuple(dict.fromkeys(options))
        real = tuple(one for one in said if not isinstance(one.part, Impossible))
        return real or (said if self._may_fail else ())


def _places(
    typed: str, at: int, places: Places, *, after_clock: bool
) -> list[tuple[int, TokenReadings]]:
    """Return the place with the longest name that begins here, with or without "in"."""
    for begins in {PLACE_BEFORE.match(typed, at).end(), at}:  # type: ignore[union-attr] # may be empty
        words_behind = islice(WORD.finditer(typed, begins), LONGEST_PLACE)
        # A full stop may belong to the name ("l.a.") or to the sentence.
        ends = [word.start() + n for word in words_behind for n in _lengths(word[0])]
        for end in reversed(ends):
            name = typed[begins:end]
            meant = places.get(name) or known_places().get(name)
            brief = len(name) <= BRIEF and name not in places
            if meant and (after_clock or not brief):
                behind = PLACE_AFTER.match(typed, end)
                return [(behind.end() if behind else end, tuple(starmap(TokenReading, meant)))]
    return []


def _lengths(word: str) -> list[int]:
    """Return how long a word may be, without and with the punctuation behind it."""
    return sorted({len(word.rstrip(".!?")), len(word)} - {0})


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
    raise UnknownWord(message)
