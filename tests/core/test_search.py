"""What begins so comes first, then what has such a word, then what was misspelt."""

import pytest

from bot.core.search import fitting

TITLES = (
    "Reading group on grokking",
    "Grace Kimani on kernels",
    "Grokking at large width",
    "Grok",
    "Hologroking",
    "Loss landscapes",
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("grok", ["Grok", "Grokking at large width", "Reading group on grokking", "Hologroking"]),
        ("GROK ", ["Grok", "Grokking at large width", "Reading group on grokking", "Hologroking"]),
        ("on kern", ["Grace Kimani on kernels"]),
        ("landscape loss", ["Loss landscapes"]),
        ("krenels", ["Grace Kimani on kernels"]),
        ("zz", []),
        ("...", []),
        ("", list(TITLES)),
    ],
    ids=lambda given: f"case-31-{given}",
)
def test_the_best_comes_first(typed: str, found: list[str]) -> None:
    assert fitting(typed, [(title, (title,)) for title in TITLES]) == found


def test_case_31_equals_stay_in_their_order() -> None:
    rows = [(f"Kernels {number}", ("Kernels", "kernels")) for number in (3, 1, 2)]

    assert fitting("kern", rows) == ["Kernels 3", "Kernels 1", "Kernels 2"]
