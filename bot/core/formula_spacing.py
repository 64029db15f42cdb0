"""Spaces and brackets of a formula in plain text, as a typesetter would put them."""

import unicodedata

from bot.core.mathematical_signs import BIG, BINARY, CLOSING, OPENING, RELATIONS, is_word

NOT_BEFORE_BINARY = OPENING | RELATIONS | BINARY | {",", ";", "/", "∣", "|"}
SCRIPTED = frozenset("/!′")


class SpacedText:
    """Pieces next to each other, with the spaces a typesetter would put between them."""

    def __init__(self) -> None:
        self.text = ""
        self._before = ""
        self._joins = False  # the last piece was an operator between two others

    def add(self, part: str, core: str) -> None:
        """Add a piece; `core` is the word or the big operator in it, without its scripts."""
        if not part:
            return
        joins = part in BINARY and bool(self.text) and self._before[-1] not in NOT_BEFORE_BINARY
        if self.text and (joins or self._joins or self._is_apart(part, core)):
            self.text += " "
        self.text += part
        self._before, self._joins = core or part, joins

    def _is_apart(self, part: str, core: str) -> bool:
        before = self._before
        if (core or part) in RELATIONS or before in RELATIONS or before[-1] in ",;:":
            return True
        if core:
            return before[-1] not in OPENING
        if part[0] in OPENING | CLOSING | SCRIPTED:
            return False
        is_fraction = any(len(side) > 1 and "/" in side for side in (before, part))
        makeshift = is_fraction or "_" in before or "^" in before
        return before in BIG or is_word(before) or (makeshift and before[-1] not in OPENING)


def is_atom(text: str) -> bool:
    """Return whether a text needs no brackets: one sign, a number or a word."""
    letters = sum(not unicodedata.combining(sign) for sign in text)
    return letters <= 1 or text.replace(".", "").isdecimal() or is_word(text)


def grouped(text: str) -> str:
    """Return a text in brackets if it needs them."""
    if is_atom(text) or not any(sign in text for sign in " +−/,=") or is_bracketed(text):
        return text
    return f"({text})"


def is_bracketed(text: str) -> bool:
    """Return whether one pair of brackets holds the whole text."""
    if not (text[:1] in OPENING and text[-1:] in CLOSING):
        return False
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in CLOSING - {",", ";"})
        if depth == 0:
            return place == len(text) - 1
    return False
