"""Formulas as plain text: in Unicode where it has the signs, else in readable notation."""

import unicodedata
from functools import lru_cache
from itertools import zip_longest
from xml.etree.ElementTree import Element

from bot.core.formula_parts import core_of, ends_open, flat, is_applied, is_single
from bot.core.formula_rows import cells_joined, rows_joined
from bot.core.formula_spacing import SpacedText, grouped, is_atom, is_bracketed
from bot.core.latex import Piece, pieces
from bot.core.mathematical_signs import (
    ACCENTS,
    BRACES,
    CLOSING,
    LOWERED,
    OPENING,
    PLAIN_ALPHABETS,
    PRIMES,
    RAISED,
)
from bot.core.translation import _

FENCES = CLOSING | {"|", "‖", "∣"}
OVERLINES = frozenset("¯―")  # marks that the parser also puts below
SHORT = 6  # characters that a line still takes instead of a raised, lowered or stacked part


@lru_cache(maxsize=2048)
def readable(text: str) -> str:
    """Return a text with its formulas readable, like "f: ℝᵈ → ℝ", and the rest as typed."""
    return "".join(piece.source if piece.tree is None else spoken(piece) for piece in pieces(text))


def complex_formulas(text: str) -> tuple[Piece, ...]:
    """Return the formulas of a text that plain text cannot show well, in order."""
    return tuple(piece for piece in pieces(text) if piece.tree is not None and not is_simple(piece))


def is_simple(piece: Piece) -> bool:
    """Return whether a line of Unicode shows a formula as it would be on paper."""
    return not piece.is_display and not _Writing().of_whole(piece)[1]


def spoken(piece: Piece) -> str:
    """Return a formula as readable text, or as typed if nothing of it can be read."""
    said = _Writing().of_whole(piece)[0]
    return said or f"${piece.source}$"


class _Writing:
    """Writes one formula; `is_makeshift` once notation had to replace layout."""

    def __init__(self) -> None:
        self.is_makeshift = False

    def of_whole(self, piece: Piece) -> tuple[str, bool]:
        """Return the formula's text, and whether that is makeshift."""
        assert piece.tree is not None  # noqa: S101 - only formulas are written
        said = self.row(piece.tree, spaced=True)
        return " ".join(said.split()), self.is_makeshift

    def of(self, node: Element, *, spaced: bool = True) -> str:
        """Return one element's text."""
        write = getattr(self, f"_{node.tag}", None)
        if write is not None:
            return str(write(node))
        return self.row(node, spaced=spaced)

    def row(self, node: Element, *, spaced: bool) -> str:
        """Return the text of an element's children; `spaced` adds spaces as a typesetter would."""
        line = SpacedText()
        items = flat(node)
        for child, after in zip_longest(items, items[1:]):
            line.add(self._beside(child, after, spaced=spaced), core_of(child))
        return line.text if spaced else line.text.replace(" ", "")

    def _beside(self, node: Element, after: Element | None, *, spaced: bool) -> str:
        """Return an element's text, in brackets if what follows would seem part of it."""
        said = self.of(node, spaced=spaced)
        if after is None:
            return said
        if node.tag == "mfrac" and (after.text or "") in OPENING:
            return f"({said})"
        if node.tag == "msqrt" and is_applied(node) and ends_open(after):
            return f"√({said[1:]})"
        return said

    def _mi(self, node: Element) -> str:
        return _folded(node.text or "")

    _mn = _mi

    def _mo(self, node: Element) -> str:
        return (node.text or "").replace("\u2009", " ")

    def _mtext(self, node: Element) -> str:
        return _folded((node.text or "").replace("\u00a0", " "))

    _ms = _mtext

    def _mspace(self, _node: Element) -> str:
        return " "

    def _mphantom(self, _node: Element) -> str:
        return ""

    def _mfrac(self, node: Element) -> str:
        above, below = (self.of(child) for child in node)
        if node.get("linethickness") == "0":
            self.is_makeshift = True
            return _("{n} choose {k}", n=above, k=below)
        self.is_makeshift |= len(above) + len(below) > SHORT
        above = above if is_single(node[0]) or not _has_operators(above) else _bracketed(above)
        return f"{above}/{below if is_single(node[1]) else _bracketed(below)}"

    def _msqrt(self, node: Element) -> str:
        inside = self.row(node, spaced=True)
        self.is_makeshift |= len(inside) > SHORT
        is_clear = is_single(node) or (is_applied(node) and is_atom(inside))
        return f"√{inside if is_clear else _bracketed(inside)}"

    def _mroot(self, node: Element) -> str:
        inside, degree = self.of(node[0]), self.of(node[1], spaced=False)
        raised = _translated(degree, RAISED)
        self.is_makeshift |= raised is None or not is_atom(inside)
        if raised is None:
            return _("{degree}-th root of √{inside}", degree=degree, inside=grouped(inside))
        return f"{raised}√{grouped(inside)}"

    def _msub(self, node: Element) -> str:
        return self._base(node[0]) + self._script(node[1], LOWERED, "_")

    def _msup(self, node: Element) -> str:
        return self._base(node[0]) + self._script(node[1], RAISED, "^")

    def _msubsup(self, node: Element) -> str:
        lowered = self._script(node[1], LOWERED, "_")
        return self._base(node[0]) + lowered + self._script(node[2], RAISED, "^")

    def _base(self, node: Element) -> str:
        """Return what a script belongs to, in brackets if it is more than one thing."""
        said = self.of(node)
        if is_single(node) or not _has_operators(said) or said[-1] in FENCES:
            return said
        return _bracketed(said)

    def _munder(self, node: Element) -> str:
        under = self.of(node[1])
        under = "_" if under in OVERLINES else under
        if under in BRACES or under in ACCENTS:
            return self._accented(node[0], under)
        return grouped(self.of(node[0])) + self._script(node[1], LOWERED, "_")

    def _mover(self, node: Element) -> str:
        over = self.of(node[1])
        if over in BRACES or over in ACCENTS:
            return self._accented(node[0], over)
        return grouped(self.of(node[0])) + self._script(node[1], RAISED, "^")

    _munderover = _msubsup

    def _accented(self, node: Element, mark: str) -> str:
        base = self.of(node)
        if mark in BRACES:
            self.is_makeshift = True
            return base
        combining, word = ACCENTS[mark]
        if len(base) == 1:
            return unicodedata.normalize("NFC", base + combining)
        self.is_makeshift = True
        return f"{word}({base})"

    def _mtable(self, node: Element) -> str:
        self.is_makeshift = True
        is_aligned = node.get("displaystyle") == "true"
        rows = [[self.of(cell) for cell in row] for row in node]
        return rows_joined(
            [(cells_joined(row), is_aligned and not row[0]) for row in rows if any(row)]
        )

    def _script(self, node: Element, signs: dict[str, str], mark: str) -> str:
        close = self.of(node, spaced=False)
        if close in PRIMES:
            return close
        if (found := _translated(close, signs)) is not None:
            return found
        self.is_makeshift |= len(close) > SHORT
        said = self.of(node)
        return f"{mark}{said}" if is_atom(said) else f"{mark}({said})"


def _has_operators(text: str) -> bool:
    return any(sign in text for sign in " +−/,=")


def _bracketed(text: str) -> str:
    """Return a text in brackets, unless one pair holds it already."""
    return text if is_bracketed(text) else f"({text})"


def _translated(text: str, signs: dict[str, str]) -> str | None:
    if text and all(sign in signs for sign in text):
        return "".join(signs[sign] for sign in text)
    return None


def _folded(text: str) -> str:
    """Return bold, italic and similar letters as plain ones; ℝ, 𝒩 and 𝔤 stay."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    words = unicodedata.name(letter, "").split()
    if words[:1] == ["MATHEMATICAL"] and words[1] in PLAIN_ALPHABETS:
        return unicodedata.normalize("NFKC", letter)
    return letter
