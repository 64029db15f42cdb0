"""The signs of formulas, by how they are written in Unicode and by their role."""

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
RELATIONS = frozenset("=<>≤≥≠≈∼≃≅≡≪≫≲≳∝∈∉∋⊂⊃⊆⊇→←↔↦⇒⇐⇔⟶⟹⟺⟼∣⊢⊨⊥≜≔≐≺≻⪯⪰⩽⩾⊊↪")
BINARY = frozenset("+−±∓×÷⋅∘∪∩∧∨⊕⊗⊙∗∖∔⊎")
BIG = frozenset("∑∏∫∮∬⋃⋂⨁⨂⋁⋀")
OPENING = frozenset("([{⟨⌊⌈")
CLOSING = frozenset(")]}⟩⌋⌉,;")
PLAIN_ALPHABETS = ("BOLD", "ITALIC", "SANS-SERIF", "MONOSPACE")
