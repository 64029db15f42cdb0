"""What a row of a formula consists of, and which parts of it need brackets in a line of text."""

from xml.etree.ElementTree import Element

from bot.core.mathematical_signs import (
    BIG,
    BINARY,
    CLOSING,
    NAMED,
    OPENING,
    RELATIONS,
    is_word,
)

SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
DIFFERENTIALS = frozenset("d∂δΔ")
AFTERWARDS = frozenset({"!", "\N{PRIME}", "\N{DOUBLE PRIME}"})
BARS = frozenset({"|", "‖", "\N{DIVIDES}", "∥"})


def flat(node: Element) -> list[Element]:
    """Return an element's children without groups; a word in upright letters is one of them."""
    found: list[Element] = []
    for child in node:
        letters = [leaf.text or "" for leaf in child] if child.tag == "mrow" else []
        if len(letters) >= NAMED and all(leaf.get("mathvariant") == "normal" for leaf in child):
            word = Element("mi")
            word.text = "".join(letters)
            found.append(word)
        elif child.tag in {"mrow", "mstyle", "mpadded"}:
            found += flat(child)
        else:
            found.append(child)
    return found


def bare(node: Element) -> Element:
    """Return what the scripts of an element belong to; the element itself if it has none."""
    while node.tag in SCRIPTS:
        node = node[0]
        if node.tag in {"mrow", "mstyle"} and len(node) == 1:
            node = node[0]
    return node


def core_of(node: Element) -> str:
    """Return a big operator, a relation or the name of a function without its scripts, or ""."""
    leaf = bare(node)
    text = (leaf.text or "") if leaf.tag in {"mi", "mo", "mtext"} else ""
    text = " ".join(text.split())
    is_scripted_relation = leaf is not node and text in RELATIONS
    return text if text in BIG or is_scripted_relation or is_word(text) else ""


def is_single(node: Element) -> bool:
    """Return whether an element is one thing, like x², log, ‖w‖, f(x), n! or ∂x."""
    items = flat(node) if node.tag in {"mrow", "mstyle", "mpadded", "msqrt"} else [node]
    items = [item for item in items if item.tag != "mspace"]
    if len(items) == 1:
        return items[0].tag not in {"mfrac", "mtable"}
    if len(items) == 2:  # noqa: PLR2004 - a sign before or after it
        first, last = (bare(item).text or "" for item in items)
        return first in DIFFERENTIALS or last in AFTERWARDS
    return bool(items) and (_is_enclosed(items) or _is_enclosed(items[1:]))


def _is_enclosed(items: list[Element]) -> bool:
    """Return whether one pair of brackets or bars holds all items."""
    signs = [bare(item).text or "" for item in items]
    if len(signs) < 2:  # noqa: PLR2004 - a pair
        return False
    if signs[0] in BARS:
        return signs[-1] == signs[0] and signs[0] not in signs[1:-1]
    depth = 0
    for place, sign in enumerate(signs):
        depth += (sign in OPENING) - (sign in CLOSING - {",", ";"})
        if depth == 0:
            return sign in CLOSING and place == len(signs) - 1
    return False


def is_applied(node: Element) -> bool:
    """Return whether an element's row begins with the name of a function, like log n."""
    items = flat(node)
    return len(items) > 1 and core_of(items[0]).isascii() and bool(core_of(items[0]))


def ends_open(after: Element) -> bool:
    """Return whether what follows would read as part of a text without brackets."""
    text = bare(after).text or ""
    return text not in RELATIONS | BINARY | CLOSING | BARS | {"/"} and after.tag != "mspace"
