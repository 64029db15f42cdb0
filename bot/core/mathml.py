"""A formula of LaTeX as a tree of MathML that is safe to show."""

import re
import unicodedata
from xml.etree.ElementTree import Element, SubElement

from latex2mathml import converter

DEEPEST = 60  # elements within elements

# The elements of MathML that are shown, with the attributes kept: none that link, run or style.
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
# The alphabets that browsers do not support by attribute; Unicode has letters for most of them.
LETTERS = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
# How many children an element must have (MathML Core, section 3); the parser may create fewer.
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


def parsed(source: str) -> Element:
    """Return a formula as the parser reads it; raise what it raises if it cannot."""
    return converter.convert_to_element(source)


def copied(found: Element, *, display: bool) -> Element:
    """Return a parsed formula as a `math` element with what may be shown; raise on all else."""
    tree = Element("math", {"display": "block"} if display else {})
    for child in found:
        _copy(child, tree, depth=0)
    return tree


class _UnreadableError(Exception):
    """A formula contains something that cannot be shown."""


def _copy(node: Element, parent: Element, *, depth: int) -> None:
    """Copy a tree; raise if it contains anything that may not be shown."""
    text = node.text or ""
    is_stray = "\\" in text or (text == "&" and node.tag != "mtext")
    if node.tag not in ATTRIBUTES or depth > DEEPEST or is_stray:
        raise _UnreadableError
    if len(node) != PARTS.get(node.tag, len(node)):
        raise _UnreadableError
    kept = {
        name: value
        for name, value in node.attrib.items()
        if name in ATTRIBUTES[node.tag] and SAFE_VALUE.match(value)
    }
    shown = _lettered(text, kept)
    made = SubElement(parent, node.tag, kept)
    if node.tag in LEAVES:
        made.text = shown
    for child in node:
        _copy(child, made, depth=depth + 1)


def _lettered(text: str, kept: dict[str, str]) -> str:
    variant = kept.get("mathvariant", "normal")
    if variant != "normal":
        del kept["mathvariant"]
    style = LETTERS.get(variant)
    return "".join(_letter(letter, style) for letter in text) if style else text


def _letter(letter: str, style: str) -> str:
    """Return a letter or digit in another style, found by its Unicode name; else unchanged."""
    plain = unicodedata.name(letter, "").replace("LATIN ", "").replace("GREEK ", "")
    name = plain.replace(" LETTER", "")
    other = "BLACK-LETTER" if style == "FRAKTUR" else style
    for candidate in (f"MATHEMATICAL {style} {name}", f"{other} {name}"):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return letter
