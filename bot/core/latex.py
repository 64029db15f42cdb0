"""LaTeX between dollar signs, brackets or as an environment: the formulas of a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element

from bot.core.formula_repairs import repaired
from bot.core.latex_dialect import by_known_names
from bot.core.mathml import copied, parsed

# Words within a formula may have formulas of their own: $x \text{ if $y > 0$}$.
PART = r"(?:\\(?:text\w*|mbox)\s*\{(?:[^{}$]*\$[^{}$]*\$)+[^{}$]*\}|[^$\\]|\\.)"
# Pandoc's rule: no space inside the dollar signs, and no digit after the last ("$5 and $10" stays).
FORMULA = re.compile(
    r"\\\$"
    rf"|\$\$(?P<dollars>{PART}+?)\$\$"
    rf"|\$(?P<inline>(?!\s){PART}+?(?<!\s))\$(?!\d)"
    r"|(?<!\\)\\\((?P<round>(?:[^\\]|\\[^()]){1,1000}?)\\\)"
    r"|(?<!\\)\\\[(?P<square>(?:[^\\]|\\[^\[\]]){1,1000}?)\\\]"
    r"|(?P<environment>\\begin\{(?P<name>equation|align|gather|multline|alignat|eqnarray|flalign"
    r"|displaymath)(?P<star>\*?)\}.{1,1000}?\\end\{(?P=name)(?P=star)\})",
    re.DOTALL,
)
DISPLAYED = ("dollars", "square", "environment")
SIGNS = ("$", r"\(", r"\[", r"\begin{")
PARAGRAPH_END = re.compile(r"\n\s*\n")
LONGEST = 1000  # characters of a formula that is still read
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
    if not any(sign in text for sign in SIGNS):
        return (Piece(text),) if text else ()
    return tuple(_joined(_split(text)))


def formula_spans(text: str) -> list[tuple[int, int]]:
    r"""Return where the formulas of a text are, with their signs: from a place until another.

    Whatever has a command like \foo is meant as one, even if it cannot be read.
    """
    matches = (found for found in FORMULA.finditer(text) if found[0] != r"\$")
    return [m.span() for m in matches if "\\" in m[0] or _piece(m).tree is not None]


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
    displayed = next(filter(None, (found[name] for name in DISPLAYED)), None)
    source = displayed or found["inline"] or found["round"]
    is_display = displayed is not None
    tree = None if PARAGRAPH_END.search(source) else _tree_of(source.strip(), display=is_display)
    if tree is None:
        return Piece(found[0])
    return Piece(source.strip(), tree, is_display)


def _tree_of(source: str, *, display: bool) -> Element | None:
    """Return a formula as a `math` element (MathML Core), or None if it cannot be read."""
    if len(source) > LONGEST:
        return None
    try:
        return copied(repaired(parsed(by_known_names(source))), display=display)
    except Exception:  # noqa: BLE001 - a formula that the parser cannot handle stays as typed
        return None


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
