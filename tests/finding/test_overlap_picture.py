"""The picture of an overlap: legible on both backgrounds, told apart without colours."""

import asyncio
import io
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from PIL import Image

from bot.finding.cards import overlap_picture as overlaps
from bot.finding.cards.overlap_colours import (
    FEELS,
    FRAME,
    INK,
    PAPER,
    Colour,
    Theme,
    legible,
)
from bot.finding.cards.overlap_picture import Charts, draw
from bot.finding.model.overlap import Overlap, overlap, week_of
from tests.times.places import BANGALORE, SITES

WIDTH_IN_DISCORD = 550  # pixels at which Discord shows a wide picture before it is opened


def week() -> Overlap:
    return overlap(SITES, week_of(date(2026, 11, 25)), zone="Europe/Zurich", place="Lausanne")


def brightness(colour: Colour) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 has it."""
    parts = [part / 255 for part in colour]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_it_is_a_small_png_with_a_palette(theme: Theme) -> None:
    data = draw(week(), theme)

    image = Image.open(io.BytesIO(data))
    assert (image.format, image.mode) == ("PNG", "P")
    assert len(data) < 100_000


@pytest.mark.parametrize("theme", Theme)
def test_words_and_frame_stand_out_from_their_background(theme: Theme) -> None:
    assert contrast(INK[theme], PAPER[theme]) > 7
    assert all(
        max(contrast(FRAME[theme], feels), contrast(FRAME[theme], PAPER[theme])) > 4.5
        for feels in FEELS.values()
    )


def test_each_feeling_is_told_from_the_next_by_brightness_alone() -> None:
    ratios = [contrast(one, worse) for one, worse in pairwise(FEELS.values())]

    assert [brightness(colour) for colour in FEELS.values()] == sorted(
        map(brightness, FEELS.values()), reverse=True
    )
    assert min(ratios) > 1.4


def test_numbers_in_cells_stand_out_from_them() -> None:
    for colour in FEELS.values():
        assert contrast(legible(colour), colour) > 3


def test_as_discord_shows_it_the_cells_are_still_wide_enough_to_see() -> None:
    image = Image.open(io.BytesIO(draw(week())))

    smallest = overlaps.NARROWEST * min(1, WIDTH_IN_DISCORD / image.width)

    assert smallest > 10


def test_it_shows_its_cells_where_they_belong() -> None:
    shown = overlap([BANGALORE], [date(2026, 12, 1)], zone="Asia/Kolkata", place="Bangalore")

    image = Image.open(io.BytesIO(draw(shown))).convert("RGB")

    seen = {image.getpixel((overlaps.MARGIN + overlaps.AXIS + 3, y)) for y in range(image.height)}
    assert set(FEELS.values()) <= seen


async def test_the_same_content_is_drawn_once_and_another_theme_apart() -> None:
    charts = Charts()

    first = await charts.picture(week())
    again = await charts.picture(week())
    light = await charts.picture(week(), Theme.LIGHT)

    assert again is first
    assert light != first


async def test_the_event_loop_goes_on_while_it_is_drawn() -> None:
    charts, turns = Charts(), 0
    drawing = asyncio.ensure_future(charts.picture(week()))

    while not drawing.done():
        turns += 1
        await asyncio.sleep(0)

    assert turns > 10


@pytest.mark.parametrize("city", ["", "ירושלים", "Łódź", "x" * 500, "\u0000\u202e"])
def test_any_city_can_be_written(city: str) -> None:
    shown = overlap(
        [replace(BANGALORE, city=city)], [date(2026, 12, 1)], zone="Asia/Kolkata", place=city
    )

    assert Image.open(io.BytesIO(draw(shown))).width < 2000


def test_a_long_label_leaves_the_day_above_it_alone() -> None:
    shown = week()
    crowded = tuple(replace(column, people=1000) for column in shown.columns)
    head = (0, 0, 10_000, overlaps.MARGIN + overlaps.HEADING)

    short, long = (
        Image.open(io.BytesIO(draw(one))).convert("RGB").crop(head)
        for one in (shown, replace(shown, columns=crowded))
    )

    assert long.tobytes() == short.tobytes()
