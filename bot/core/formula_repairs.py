"""Repairs of a parsed formula: operators in words, negated relations, signs of several marks."""

import unicodedata
from html import unescape
from xml.etree.ElementTree import Element

THIN = "\u2009"
SLASH = "\N{BIG SOLIDUS}"  # what the parser writes for \not, before the sign that is negated
STROKE = "\u0338"  # combining: "=" becomes "≠"
# Operators that the parser takes for letters: two of ASCII, and these blocks of Unicode.
MISTAKEN = {"~": "\N{TILDE OPERATOR}", ":": ":"}
OPERATORS = (range(0x2190, 0x2300), range(0x27F0, 0x2800), range(0x2A00, 0x2B00))
LIKE_LETTERS = frozenset("∀∂∃∄∅∆∇∞")
# Delimiters that the parser leaves as typed after \big.
DELIMITERS = {
    **dict.fromkeys((r"\|", r"\Vert", r"\lVert", r"\rVert"), "‖"),
    **dict.fromkeys((r"\vert", r"\lvert", r"\rvert"), "|"),
    r"\langle": "⟨",
    r"\rangle": "⟩",
    r"\{": "{",
    r"\}": "}",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\lceil": "⌈",
    r"\rceil": "⌉",
}
SPACES = frozenset({"mspace", "mtext"})
ROWS = frozenset({"mrow", "mtd", "math", "mstyle", "msqrt", "mpadded"})


def repaired(node: Element) -> Element:
    """Return an element of the parser as valid MathML: a leaf holds text, a sign is an operator."""
    children = [repaired(child) for child in node]
    node[:] = _joined(_negated(children)) if node.tag in ROWS else children
    node.text = unescape(node.text or "")
    if len(node) and node.tag in {"mo", "mi", "mn", "mtext"}:
        return _operator(node)
    if node.tag == "mi" and _is_operator(node.text):
        node.tag, node.text = "mo", MISTAKEN.get(node.text, node.text)
    if node.tag == "mo":
        node.text = DELIMITERS.get(node.text, node.text)
    return node


def _is_operator(text: str) -> bool:
    is_sign = len(text) == 1 and any(ord(text) in block for block in OPERATORS)
    return text in MISTAKEN or (is_sign and text not in LIKE_LETTERS)


def _operator(node: Element) -> Element:
    r"""Return what is in \mathop{…}: one operator if that is a word in upright letters."""
    leaves = [leaf for leaf in node.iter() if not len(leaf)]
    words = "".join(" " if leaf.tag == "mspace" else leaf.text or "" for leaf in leaves)
    words = " ".join(words.split())
    is_line = {part.tag for part in node.iter()} <= {"mo", "mi", "mtext", "mspace", "mrow"}
    is_upright = all(leaf.tag != "mi" or leaf.get("mathvariant") == "normal" for leaf in leaves)
    if is_line and is_upright and len(words) > 1 and words.replace(" ", "").isalnum():
        operator = Element("mo", {"movablelimits": "true"})
        operator.text = words.replace(" ", THIN)
        return operator
    row = Element("mrow")
    row[:] = list(node)
    return row


def _negated(children: list[Element]) -> list[Element]:
    """Return elements of which each is struck through that follows a slash of the parser."""
    kept: list[Element] = []
    waits = False
    for child in children:
        if child.tag == "mpadded" and [leaf.text for leaf in child] == [SLASH]:
            waits = True
        elif not waits:
            kept.append(child)
        elif child.tag not in SPACES:
            sign = next((leaf for leaf in child.iter() if leaf.tag in {"mo", "mi"}), None)
            if sign is not None:
                sign.text = unicodedata.normalize("NFC", f"{sign.text}{STROKE}")
            waits = False
            kept.append(child)
    return kept


def _joined(children: list[Element]) -> list[Element]:
    """Return elements in which signs of one thing are one: ":" and "=", the digits of "3,000"."""
    kept: list[Element] = []
    for child in children:
        if kept and _belong(kept[-1], child):
            kept[-1].text = f"{kept[-1].text}{child.text}"
        else:
            kept.append(child)
    return kept


def _belong(before: Element, after: Element) -> bool:
    first, last = before.text or "", after.text or ""
    if before.tag == after.tag == "mo":
        return bool(first and last) and set(first + last) <= {":", "="}
    is_group = after.tag == "mtext" and last == ","
    return before.tag == "mn" and (is_group or (after.tag == "mn" and first.endswith(",")))
