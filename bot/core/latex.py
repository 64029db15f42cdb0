"""LaTeX between dollar signs: the formulas of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from bot.core.mathml import tree_of

# Pandoc's rule: no space inside the dollar signs, and no digit after the last ("$5 and $10" stays).
FORMULA = re.compile(
    r"\\\$"
    r"|\$\$(?P<display>(?:[^$\\]|\\.)+?)\$\$"
    r"|\$(?P<inline>(?!\s)(?:[^$\\]|\\.)+?(?<!\s))\$(?!\d)",
    re.DOTALL,
)
PARAGRAPH_END = re.compile(r"\n\s*\n")
MOST_FORMULAS = 100  # in one text


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Part of a text: plain, or a formula as typed (`source`, without its dollar signs).

    `tree` is the formula's `math` element, or None if the piece is plain text.
    """

    source: str
    tree: Element | None = None
    is_display: bool = False


@lru_cache(maxsize=2048)
def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text in pieces; a formula that cannot be read is plain text, as typed."""
    if "$" not in text:
        return (Piece(text),) if text else ()
    return tuple(_joined(_split(text)))


def _split(text: str) -> Iterator[Piece]:
    end = 0
    for count, found in enumerate(FORMULA.finditer(text)):
        if count >= MOST_FORMULAS:
            break
        yield Piece(text[end : found.start()])
        yield _piece(found)
        end = found.end()
    yield Piece(text[end:])


def _piece(found: re.Match[str]) -> Piece:
    if found[0] == r"\$":
        return Piece("$")
    source = found["display"] or found["inline"]
    is_display = found["display"] is not None
    tree = None if PARAGRAPH_END.search(source) else tree_of(source.strip(), display=is_display)
    if tree is None:
        return Piece(found[0])
    return Piece(source.strip(), tree, is_display)


def _joined(split: Iterator[Piece]) -> Iterator[Piece]:
    """Join adjacent plain pieces and drop empty ones."""
    plain = ""
    for piece in split:
        if piece.tree is None:
            plain += piece.source
            continue
        if plain:
            yield Piece(plain)
        plain = ""
        yield piece
    if plain:
        yield Piece(plain)
