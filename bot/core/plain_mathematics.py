"""Formulas as plain text: Unicode where it has the signs, readable notation where it has not."""

import unicodedata
from functools import lru_cache
from xml.etree.ElementTree import Element

from bot.core.latex import Piece, pieces

RAISED = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤αβγδθ*′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀᵅᵝᵞᵟᶿ*′",
        strict=True,
    )
)
LOWERED = dict(
    zip(
        "0123456789+−=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
PRIMES = frozenset("′″‴⁗")
# What stands over a letter, as the combining character that Unicode has for it; and its word.
ACCENTS = {
    "^": ("\u0302", "hat"),
    "~": ("\u0303", "tilde"),
    "¯": ("\u0304", "bar"),
    "―": ("\u0304", "bar"),
    "_": ("\u0332", "underline"),
    "→": ("\u20d7", "vec"),
    "˙": ("\u0307", "dot"),
    "¨": ("\u0308", "ddot"),
    "ˇ": ("\u030c", "check"),
    "˘": ("\u0306", "breve"),
}
BRACES = frozenset("⏞⏟⏜⏝")
RELATIONS = frozenset("=<>≤≥≠≈∼≃≅≡≪≫≲≳∝∈∉∋⊂⊃⊆⊇→←↔↦⇒⇐⇔⟶⟹⟺⟼∣⊢⊨⊥≜≔≐≺≻⪯⪰⩽⩾⊊↪")
BINARY = frozenset("+−±∓×÷⋅∘∪∩∧∨⊕⊗⊙∗∖∔⊎")
BIG = frozenset("∑∏∫∮∬⋃⋂⨁⨂⋁⋀")
OPENING = frozenset("([{⟨⌊⌈")
CLOSING = frozenset(")]}⟩⌋⌉,;")
PLAIN_ALPHABETS = ("BOLD", "ITALIC", "SANS-SERIF", "MONOSPACE")
NOT_BEFORE_BINARY = OPENING | RELATIONS | BINARY | {",", ";", "/", "∣", "|"}
SCRIPTED = frozenset("/!′")
SHORT = 6  # characters that a line still takes instead of a raised, lowered or stacked part
NAMED = 2  # letters from which on something is a word, like "log"


@lru_cache(maxsize=2048)
def readable(text: str) -> str:
    """Return a text with its formulas as one reads them: "f: ℝᵈ → ℝ"; the rest as typed."""
    return "".join(piece.source if piece.tree is None else spoken(piece) for piece in pieces(text))


def complex_formulas(text: str) -> tuple[Piece, ...]:
    """Return the formulas of a text that plain text cannot show well, in their order."""
    return tuple(piece for piece in pieces(text) if piece.tree is not None and not is_simple(piece))


def is_simple(piece: Piece) -> bool:
    """Say whether a formula stands in a line of Unicode as it would on paper."""
    return not piece.is_display and not _Writing().of_whole(piece)[1]


def spoken(piece: Piece) -> str:
    """Return a formula as readable text; as typed where nothing of it can be said."""
    said, _ = _Writing().of_whole(piece)
    return said or f"${piece.source}$"


class _Writing:
    """One formula being written down; `is_makeshift` once notation had to stand in for layout."""

    def __init__(self) -> None:
        self.is_makeshift = False

    def of_whole(self, piece: Piece) -> tuple[str, bool]:
        """Return the formula's text, and whether that is makeshift."""
        assert piece.tree is not None  # noqa: S101 - only formulas are written down
        said = self.row(piece.tree, spaced=True)
        return " ".join(said.split()), self.is_makeshift

    def of(self, node: Element, *, spaced: bool = True) -> str:
        """Return one element's text."""
        write = getattr(self, f"_{node.tag}", None)
        if write is not None:
            return str(write(node))
        return self.row(node, spaced=spaced)

    def row(self, node: Element, *, spaced: bool) -> str:
        """Return what stands side by side; `spaced` puts spaces as a typesetter would."""
        line = _Line()
        for child in _flat(node):
            line.add(self.of(child, spaced=spaced), _core(child))
        return line.text if spaced else line.text.replace(" ", "")

    def _mi(self, node: Element) -> str:
        return _folded(node.text or "")

    _mn = _mi

    def _mo(self, node: Element) -> str:
        return (node.text or "").replace("\u2009", " ")

    def _mtext(self, node: Element) -> str:
        return _folded((node.text or "").replace("\u00a0", " "))

    _ms = _mtext

    def _mspace(self, _: Element) -> str:
        return " "

    def _mphantom(self, _: Element) -> str:
        return ""

    def _mfrac(self, node: Element) -> str:
        above, below = (self.of(child) for child in node)
        if node.get("linethickness") == "0":
            self.is_makeshift = True
            return f"{above} choose {below}"
        self.is_makeshift |= len(above) + len(below) > SHORT
        return f"{_grouped(above)}/{_grouped(below)}"

    def _msqrt(self, node: Element) -> str:
        inside = self.row(node, spaced=True)
        self.is_makeshift |= len(inside) > SHORT
        return f"√{_grouped(inside)}"

    def _mroot(self, node: Element) -> str:
        inside, degree = self.of(node[0]), self.of(node[1], spaced=False)
        raised = _translated(degree, RAISED)
        self.is_makeshift |= raised is None or not _is_atom(inside)
        return f"{raised or f'{degree}-th root of '}√{_grouped(inside)}"

    def _msub(self, node: Element) -> str:
        return self.of(node[0]) + self._script(node[1], LOWERED, "_")

    def _msup(self, node: Element) -> str:
        return self.of(node[0]) + self._script(node[1], RAISED, "^")

    def _msubsup(self, node: Element) -> str:
        lowered = self._script(node[1], LOWERED, "_")
        return self.of(node[0]) + lowered + self._script(node[2], RAISED, "^")

    def _munder(self, node: Element) -> str:
        under = self.of(node[1])
        if under in BRACES or under in ACCENTS:
            return self._accented(node[0], under)
        return _grouped(self.of(node[0])) + self._script(node[1], LOWERED, "_")

    def _mover(self, node: Element) -> str:
        over = self.of(node[1])
        if over in BRACES or over in ACCENTS:
            return self._accented(node[0], over)
        return _grouped(self.of(node[0])) + self._script(node[1], RAISED, "^")

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
        return "; ".join(_cells([self.of(cell) for cell in row]) for row in node)

    def _script(self, node: Element, signs: dict[str, str], mark: str) -> str:
        close = self.of(node, spaced=False)
        if close in PRIMES:
            return close
        if (found := _translated(close, signs)) is not None:
            return found
        self.is_makeshift |= len(close) > SHORT
        said = self.of(node)
        return f"{mark}{said}" if _is_atom(said) else f"{mark}({said})"


def _flat(node: Element) -> list[Element]:
    """Return what stands side by side, but a word in upright letters as one piece."""
    found: list[Element] = []
    for child in node:
        letters = [leaf.text or "" for leaf in child] if child.tag == "mrow" else []
        if len(letters) >= NAMED and all(leaf.get("mathvariant") == "normal" for leaf in child):
            word = Element("mi")
            word.text = "".join(letters)
            found.append(word)
        elif child.tag in {"mrow", "mstyle", "mpadded"}:
            found += _flat(child)
        else:
            found.append(child)
    return found


def _core(node: Element) -> str:
    """Return what a big operator or a named function is, without its scripts."""
    while node.tag in {"msub", "msup", "msubsup", "munder", "mover", "munderover"}:
        node = node[0]
        if node.tag == "mrow" and len(node) == 1:
            node = node[0]
    text = (node.text or "") if node.tag in {"mi", "mo"} else ""
    return text if text in BIG or _is_word(text) else ""


class _Line:
    """Pieces side by side, with the spaces a typesetter would put between them."""

    def __init__(self) -> None:
        self.text = ""
        self._before = ""
        self._joins = False  # the last piece was an operator that stands between two others

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
        if part in RELATIONS or before in RELATIONS or before[-1] in ",;:":
            return True
        if core:
            return before[-1] not in OPENING
        if part[0] in OPENING | CLOSING | SCRIPTED:
            return False
        is_fraction = any(len(side) > 1 and "/" in side for side in (before, part))
        makeshift = is_fraction or "_" in before or "^" in before
        return before in BIG or _is_word(before) or (makeshift and before[-1] not in OPENING)


def _cells(cells: list[str]) -> str:
    said = ""
    for cell in filter(None, cells):
        mark = "" if not said else " " if cell[0] in RELATIONS else ", "
        said += f"{mark}{cell}"
    return said


def _is_word(text: str) -> bool:
    return len(text) >= NAMED and text.replace(" ", "").isalpha() and text.isascii()


def _is_atom(text: str) -> bool:
    letters = sum(not unicodedata.combining(sign) for sign in text)
    return letters <= 1 or text.replace(".", "").isdecimal() or _is_word(text)


def _grouped(text: str) -> str:
    if _is_atom(text) or not any(sign in text for sign in " +−/,=") or _is_bracketed(text):
        return text
    return f"({text})"


def _is_bracketed(text: str) -> bool:
    """Say whether one pair of brackets holds the whole text."""
    if not (text[:1] in OPENING and text[-1:] in CLOSING):
        return False
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in OPENING) - (sign in CLOSING - {",", ";"})
        if depth == 0:
            return place == len(text) - 1
    return False


def _translated(text: str, signs: dict[str, str]) -> str | None:
    if text and all(sign in signs for sign in text):
        return "".join(signs[sign] for sign in text)
    return None


def _folded(text: str) -> str:
    """Return bold, slanted and other mathematical letters plain; ℝ, 𝒩 and 𝔤 stay."""
    return "".join(_plain_letter(letter) for letter in text)


def _plain_letter(letter: str) -> str:
    words = unicodedata.name(letter, "").split()
    if words[:1] == ["MATHEMATICAL"] and words[1] in PLAIN_ALPHABETS:
        return unicodedata.normalize("NFKC", letter)
    return letter
