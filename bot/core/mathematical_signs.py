"""The signs of formulas, by how they are written in Unicode and by their role."""

import unicodedata

RAISED = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤αβγδθ*′∘∗†‡",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀᵅᵝᵞᵟᶿ*′°*†‡",
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
# Accents over a letter: the combining character in Unicode, and the word.
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
STROKE = "\u0338"  # combining: "=" becomes "≠"
UPRIGHT_RELATIONS = (
    "=<>≤≥≦≧≈∼≃≅≡≪≫⋘⋙≲≳≶≷∝∈∋⊂⊃⊆⊇⊏⊐⊑⊒←→↔↦⇒⇐⇔⟵⟶⟷⟸⟹⟺⟼↪↩↠⇀⇌⇝∣∥⊢⊣⊨⊩⊥⟂⫫≜≔≕≐≑≍≎≺≻⪯⪰≼≽⩽⩾⊲⊳⊴⊵⊊⊋⋈"
)
RELATIONS = frozenset(
    set(UPRIGHT_RELATIONS)
    | {unicodedata.normalize("NFC", sign + STROKE) for sign in UPRIGHT_RELATIONS}
    | {":=", "=:", "::", "::=", "=="}
)
BINARY = frozenset("+−±∓×÷⋅∘∪∩∧∨⊕⊗⊙∗∖∔⊎")
BIG = frozenset("∑∏∫∮∬⋃⋂⨁⨂⋁⋀")
OPENING = frozenset("([{⟨⌊⌈")
CLOSING = frozenset(")]}⟩⌋⌉,;")
PLAIN_ALPHABETS = ("BOLD", "ITALIC", "SANS-SERIF", "MONOSPACE")
NAMED = 2  # letters from which on text is a word, like "log"


def is_word(text: str) -> bool:
    """Return whether a text is a word, like the name of a function."""
    return len(text) >= NAMED and text.replace(" ", "").isalpha() and text.isascii()
