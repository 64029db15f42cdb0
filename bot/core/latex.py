"""LaTeX between dollar signs: where it stands in a text, and what it says as a MathML tree."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from latex2mathml import converter

# Pandoc's rule: no space inside the dollar signs, and no digit after the last ("$5 and $10" stays).
FORMULA = re.compile(
    r"\\\$"
    r"|\$\$(?P<display>(?:[^$\\]|\\.)+?)\$\$"
    r"|\$(?P<inline>(?!\s)(?:[^$\\]|\\.)+?(?<!\s))\$(?!\d)",
    re.DOTALL,
)
PARAGRAPH_END = re.compile(r"\n\s*\n")
LONGEST = 1000  # characters of one formula that are still read
DEEPEST = 60  # elements within elements
MOST_FORMULAS = 100  # of one text

# What of MathML is shown, and what is kept of each: nothing that links, runs or styles.
ATTRIBUTES = {
    "mi": {"mathvariant"},
    "mn": set[str](),
    "mo": {"stretchy", "fence", "form", "movablelimits", "separator", "minsize", "maxsize"},
    "mtext": set[str](),
    "ms": set[str](),
    "mspace": {"width"},
    "mrow": set[str](),
    "mstyle": {"displaystyle", "scriptlevel"},
    "mpadded": set[str](),
    "mphantom": set[str](),
    "mfrac": {"linethickness"},
    "msqrt": set[str](),
    "mroot": set[str](),
    "msub": set[str](),
    "msup": set[str](),
    "msubsup": set[str](),
    "munder": {"accentunder"},
    "mover": {"accent"},
    "munderover": set[str](),
    "mtable": {"columnalign", "rowspacing", "columnspacing", "displaystyle"},
    "mtr": set[str](),
    "mtd": {"columnalign"},
}
LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms", "mspace"})
# Browsers know no other letters than these by attribute; Unicode has a sign for most of the rest.
LETTERS = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
# Relations that the parser takes for letters, and environments it knows by another name.
MISTAKEN = {"~": "∼", ":": ":"}
ALIASES = {r"\begin{aligned}": r"\begin{align*}", r"\end{aligned}": r"\end{align*}"}
# How many parts an element has (MathML Core, section 3); the parser makes some of fewer.
PARTS = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
SAFE_VALUE = re.compile(r"[a-z0-9. -]{1,40}\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Part of a text: plain, or a formula as typed (`source`, without its dollar signs).

    `tree` is the formula's `math` element; None where the piece is plain text.
    """

    source: str
    tree: Element | None = None
    is_display: bool = False


@lru_cache(maxsize=2048)
def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text as its pieces; what is no formula we can read is plain text, as typed."""
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
    """Join plain pieces that stand side by side, drop empty ones."""
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


def tree_of(source: str, *, display: bool) -> Element | None:
    """Return a formula as a `math` element (MathML Core), or None where we cannot read it."""
    if len(source) > LONGEST:
        return None
    try:
        found = converter.convert_to_element(_by_known_names(source))
        tree = Element("math", {"display": "block"} if display else {})
        for child in found:
            _copy(child, tree, depth=0)
    except Exception:  # noqa: BLE001 - whatever a parser makes of a typed formula, it stays as typed
        return None
    return tree


def _by_known_names(source: str) -> str:
    for name, known in ALIASES.items():
        source = source.replace(name, known)
    return source


class _UnreadableError(Exception):
    """A formula holds what cannot be shown."""


def _copy(node: Element, parent: Element, *, depth: int) -> None:
    """Copy what may be shown of a tree; raise where it holds anything else."""
    text = unescape(node.text or "")
    if node.tag not in ATTRIBUTES or depth > DEEPEST or "\\" in text or text == "&":
        raise _UnreadableError
    if len(node) != PARTS.get(node.tag, len(node)):
        raise _UnreadableError
    kept = {
        name: value
        for name, value in node.attrib.items()
        if name in ATTRIBUTES[node.tag] and SAFE_VALUE.match(value)
    }
    shown = _lettered(text, kept)
    tag = node.tag
    if tag == "mi" and text in MISTAKEN:
        tag, shown = "mo", MISTAKEN[text]
    copied = SubElement(parent, tag, kept)
    if node.tag in LEAVES:
        copied.text = shown
    for child in node:
        _copy(child, copied, depth=depth + 1)


def _lettered(text: str, kept: dict[str, str]) -> str:
    variant = kept.get("mathvariant", "normal")
    if variant != "normal":
        del kept["mathvariant"]
    style = LETTERS.get(variant)
    return "".join(_letter(letter, style) for letter in text) if style else text


def _letter(letter: str, style: str) -> str:
    """Return a letter or digit in another style, as Unicode's names have it; else as it is."""
    plain = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "")
    name = plain.replace(" LETTER", "")
    other = "BLACK-LETTER" if style == "FRAKTUR" else style
    for candidate in (f"MATHEMATICAL {style} {name}", f"{other} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return letter
