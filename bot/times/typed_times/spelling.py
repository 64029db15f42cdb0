"""How typed words are spelled before they are compared with the vocabulary."""

import re
import unicodedata
from collections.abc import Iterable

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be"
APOSTROPHES, QUOTES = "\u2018\u2019\u00b4\u0060\u05f3", "\u201c\u201d\u201e\u05f4"
EQUAL = str.maketrans(
    dict.fromkeys(DASHES, "-") | dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"')
)


def plain(text: str) -> str:
    """Return a text in lower case, without accents and invisible characters.

    Dashes, apostrophes and quotes of all kinds become the plain ones.
    """
    if text.isascii():
        return " ".join(text.translate(EQUAL).casefold().split())
    visible = (
        mark
        for mark in unicodedata.normalize("NFD", text)
        if unicodedata.category(mark) not in {"Mn", "Cf"}
    )
    return " ".join("".join(visible).translate(EQUAL).casefold().split())


def one_of(words: Iterable[str]) -> str:
    """Return the pattern of any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
