"""Formulas as pictures: drawn by another process, within limits, and remembered."""

import json

import pytest

from bot.chat.formula_pictures import MOST_DRAWN, Formulas, draw
from bot.chat.illustrations import has_picture, illustrated
from bot.chat.replies import Reply, card

PNG = b"\x89PNG\r\n\x1a\n"
MATRIX = r"$W = \begin{pmatrix} a & b \\ c & d \end{pmatrix}$"


def size_of(data: bytes) -> tuple[int, int]:
    """Return the width and the height that a PNG's first chunk tells."""
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


async def test_complex_formulas_become_one_picture_that_says_what_it_shows() -> None:
    picture = await Formulas().picture("A title with $x^2$", rf"Let {MATRIX} and $$y = x$$ hold.")

    assert picture is not None
    assert picture.data.startswith(PNG)
    assert picture.alternative.splitlines() == [MATRIX.strip("$"), "y = x"]


async def test_text_that_unicode_can_write_needs_no_picture() -> None:
    assert await Formulas().picture(r"Learning $\theta \in \mathbb{R}^d$", "for $5") is None


async def test_a_drawing_that_takes_too_long_is_stopped_and_not_tried_again() -> None:
    formulas = Formulas(longest_time=0.0)

    assert await formulas.picture("$$x$$") is None
    formulas._longest_time = 60.0  # noqa: SLF001 - what was given up stays given up
    assert await formulas.picture("$$x$$") is None


async def test_what_was_drawn_is_not_drawn_again() -> None:
    formulas = Formulas()

    first = await formulas.picture("$$x$$")

    assert first is not None
    assert await formulas.picture("$$x$$") is first


async def test_a_picture_that_would_be_too_large_is_not_drawn() -> None:
    wide = "<math><mrow>" + "<mi>x</mi>" * 1000 + "</mrow></math>"

    assert await draw(json.dumps([wide]).encode(), longest_time=60) is None


async def test_what_is_no_formula_at_all_is_not_drawn() -> None:
    assert await draw(b"no JSON", longest_time=60) is None


async def test_very_many_formulas_make_a_picture_of_the_first() -> None:
    picture = await Formulas().picture(" ".join(f"$$x_{{{n}}}$$" for n in range(99)))

    assert picture is not None
    assert len(picture.alternative.splitlines()) == MOST_DRAWN
    assert size_of(picture.data)[1] < 3000


@pytest.mark.parametrize("text", [MATRIX, r"$$\href{javascript:alert(1)}{x}$$"])
async def test_a_card_shows_its_formulas_below_its_text(text: str) -> None:
    reply = Reply(cards=(card("Title", "Text"),), formulas=(text,))

    shown = await illustrated(reply, Formulas())

    assert has_picture(reply)
    assert shown.cards[0].image.url == "attachment://formulas.png"
    assert shown.arguments()["files"][0].description == text.strip("$")
