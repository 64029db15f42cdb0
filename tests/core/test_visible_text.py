"""Case 56: what is invisible is empty; marks and width are capped."""

import pytest

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.visible_text import MOST_MARKS, visible, width

HEBREW = "בְּרֵאשִׁ֖ית"


@pytest.mark.parametrize(
    "typed",
    [
        "\u200b",
        "\u200b \u2060\ufeff",
        "\u3164" * 3,
        "\u2800\u2800",
        "\u0301" * 199,
        "\u00ad",
        "\u115f",
    ],
)
def test_case_56_what_is_invisible_is_empty(typed: str) -> None:
    assert text.line(typed, most=200, what="The title") == ""
    with pytest.raises(Refusal, match="The title is missing"):
        text.required_line(typed, most=200, what="The title")


def test_case_56_marks_on_a_letter_are_capped() -> None:
    kept = text.line("Z" + "\u0301" * 199 + "a\u030a\u0323", most=250, what="The title")

    assert kept.startswith("\u0179")
    assert len(kept) <= 1 + MOST_MARKS + 3


@pytest.mark.parametrize("typed", ["\ufdfd" * 200, "\U0001202b" * 120])
def test_case_56_a_line_too_wide_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="too wide"):
        text.line(typed, most=200, what="The title")


@pytest.mark.parametrize(
    "typed",
    [
        "Schrödinger’s cat – ‘Łukasz’",
        HEBREW,
        "深度学习理论" * 30,
        "👩\u200d🔬 and 👨\u200d👩\u200d👧",
        "हिन्दी में",
        "ทฤษฎีการเรียนรู้",
        "བོད་སྐད་",
        "Việt Nam",
        "ﷺ",
    ],
)
def test_what_people_write_stays_as_it_is(typed: str) -> None:
    assert visible(text.clean(typed)) == text.clean(typed)
    assert text.line(typed, most=200, what="The title") == text.clean(typed)


def test_a_width_is_counted_in_latin_letters() -> None:
    assert (width("abc"), width("深い"), width("e\u0301x"), width("\ufdfd") > 10) == (3, 4, 2, True)
