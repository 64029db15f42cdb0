import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.model import PLACEHOLDERS, Composition, filled
from bot.core.refusals import Refusal


def test_an_unknown_placeholder_is_refused_by_its_name() -> None:
    with pytest.raises(Refusal, match=r"\{speeker\}") as refused:
        Composition.typed(title="", body="Given by {speeker}", about="talk:1")

    assert "{speaker}" in str(refused.value)


def test_a_placeholder_needs_something_that_it_speaks_of() -> None:
    with pytest.raises(Refusal, match="only work for a talk, a meeting or a series"):
        Composition.typed(title="{title}", body="", about="")


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(Refusal, match="is empty"):
        Composition.typed(title=" ", body="\n", about="")


def test_a_placeholder_without_a_value_becomes_a_dash() -> None:
    assert filled("In {room}, {when}", {"when": "Thursday"}) == "In –, Thursday"


@pytest.mark.parametrize(
    "formula",
    [
        r"$\mathbf{1\ March}$",
        r"$x_{12}^{2}$",
        r"\(\text{title}\)",
        r"$\foo{bar}$",
        r"\[\frac{1}{n}\]",
    ],
    ids=lambda formula: f"case_35 {formula}",
)
def test_the_braces_of_a_formula_are_no_placeholders(formula: str) -> None:
    composed = Composition.typed(title="", body=f"On {formula}", about="")

    assert filled(composed.body, {"title": "Kernels"}) == f"On {formula}"


def test_case_35_a_placeholder_beside_a_formula_is_filled_in() -> None:
    assert (
        filled("$x_{1}$: {title} $\\alpha$", {"title": "Kernels"}) == "$x_{1}$: Kernels $\\alpha$"
    )


def test_it_is_kept_and_read_as_it_was() -> None:
    composed = Composition.typed(title="A", body="{when}", about="series:3", role_id=7)

    assert Composition.read(composed.kept()) == composed


@given(st.text(max_size=300))
def test_any_text_is_taken_or_refused_in_words(body: str) -> None:
    try:
        composed = Composition.typed(title="x", body=body, about="talk:1")
    except Refusal:
        return
    assert "{" not in filled(composed.body, dict.fromkeys(PLACEHOLDERS, "y")) or "{" in body
