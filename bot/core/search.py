"""Finding what somebody types the beginning of: exact first, then by word, then misspelt."""

import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import TypeVar

from rapidfuzz import fuzz, process, utils

LEAST_LIKENESS = 50.0  # of a long list, of which the best are shown
SURE_LIKENESS = 75.0  # of a short list, in which little is better than something else
SHORTEST_MISSPELT = 3  # letters: shorter ones are like everything
Row = TypeVar("Row")


class Match(IntEnum):
    """How a text matches what was typed, the best first."""

    WHOLE = 0
    BEGINS = 1
    WORDS = 2  # words of it begin so
    INSIDE = 3
    ALIKE = 4  # with typing errors


def plain(text: str) -> str:
    """Return text as it is compared: small letters and digits, accents taken off."""
    apart = unicodedata.normalize("NFKD", text)
    return utils.default_process("".join(c for c in apart if not unicodedata.combining(c))).strip()


def match_of(wanted: str, texts: Sequence[str]) -> Match | None:
    """Return how texts match what is wanted without typing errors, all as `plain` leaves them."""
    if wanted in texts:
        return Match.WHOLE
    if any(text.startswith(wanted) for text in texts):
        return Match.BEGINS
    words = wanted.split()
    known = [word for text in texts for word in text.split()]
    if all(any(one.startswith(word) for one in known) for word in words):
        return Match.WORDS
    if all(any(word in text for text in texts) for word in words):
        return Match.INSIDE
    return None


def likeness(wanted: str, texts: Sequence[str], *, least: float, most: int) -> dict[int, float]:
    """Return how alike the likeliest texts are (to 100), by their place."""
    found = process.extract(wanted, texts, scorer=fuzz.WRatio, limit=most, score_cutoff=least)
    return {at: score for _, score, at in found}


def fitting(typed: str, rows: Iterable[tuple[Row, Sequence[str]]]) -> list[Row]:
    """Return the rows of which a text fits what was typed, the best first, else in their order.

    Nothing typed gives all of them.
    """
    known = [(row, [plain(text) for text in texts]) for row, texts in rows]
    wanted = plain(typed)
    if not wanted:
        return [row for row, _ in known] if not typed.strip() else []
    matched = [(match_of(wanted, texts), row) for row, texts in known]
    found = sorted(
        ((match, at) for at, (match, _) in enumerate(matched) if match is not None),
    )
    if not found and len(wanted) >= SHORTEST_MISSPELT:
        alike = _alike(wanted, [texts for _, texts in known])
        found = [(Match.ALIKE, at) for at in alike]
    return [matched[at][1] for _, at in found]


def _alike(wanted: str, known: Sequence[Sequence[str]]) -> list[int]:
    """Return the places of what is meant with typing errors, the likeliest first."""
    scores: dict[int, float] = {}
    numbers = {word for word in wanted.split() if word.isdigit()}
    letters = " ".join(word for word in wanted.split() if word not in numbers)
    for at, texts in enumerate(known):
        if not numbers <= {word for text in texts for word in text.split()}:
            continue  # another number is another day, not a typing error
        alike = likeness(letters, texts, least=SURE_LIKENESS, most=1)
        if alike:
            scores[at] = max(alike.values())
    return sorted(scores, key=lambda at: (-scores[at], at))
