"""What of a text can be seen, and how wide it is."""

import re
import unicodedata

MOST_MARKS = 5  # on one letter: Hebrew with points and accents, and Tibetan, have up to that
# Letters and signs that are drawn as nothing.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cf", "Cc", "Cn", "Mn", "Me"})
ARABIC_FORMS = re.compile("[\ufb50-\ufdff]")
CUNEIFORM = range(0x12000, 0x12550)
CELLS_OF_CUNEIFORM, CELLS_OF_BISMILLAH = 4, 16
BISMILLAH = "\ufdfd"  # a sentence in one character, which Unicode does not take apart


def visible(text: str) -> str:
    """Return a text without the marks that are too many; an empty one where nothing can be seen."""
    if text.isascii():
        return text
    if all(_is_unseen(one) for one in text):
        return ""
    kept, marks = [], 0
    for one in text:
        marks = marks + 1 if unicodedata.combining(one) or unicodedata.category(one) == "Me" else 0
        if marks <= MOST_MARKS:
            kept.append(one)
    return "".join(kept)


def width(text: str) -> int:
    """Return how wide a text is, in cells of a Latin letter."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _is_unseen(one: str) -> bool:
    return one in BLANKS or one.isspace() or unicodedata.category(one) in UNSEEN


def _cells(one: str) -> int:
    if unicodedata.combining(one):
        return 0
    if one == BISMILLAH:
        return CELLS_OF_BISMILLAH
    if ARABIC_FORMS.match(one):
        return len(unicodedata.normalize("NFKC", one))
    if ord(one) in CUNEIFORM:
        return CELLS_OF_CUNEIFORM
    return 2 if unicodedata.east_asian_width(one) in {"W", "F"} else 1
