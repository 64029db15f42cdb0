"""Tiles of the overlap picture: text and hatching as planes of palette indexes."""

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from bot.finding.cards.overlap_colours import SHADES
from bot.sites.model.closures import Level

LATIN_ENDS = "\u0180"  # Pillow's own font has no letters from here on


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@lru_cache(maxsize=1024)
def label_tile(text: str, size: int, back: int, *, upright: bool = False) -> Image.Image:
    """Return a text as a tile of palette indexes on the ground `back`."""
    font = _font(size)
    text = "".join(map(_drawable, text)) or " "
    box = font.getbbox(text)
    mask = Image.new("L", (int(box[2]) + 2, size + 6))
    ImageDraw.Draw(mask).text((0, 0), text, fill=255, font=font)
    tile = mask.point([back + value * (SHADES - 1) // 255 for value in range(256)])
    return tile.transpose(Image.Transpose.ROTATE_90) if upright else tile


def _drawable(letter: str) -> str:
    """Return a letter that the font has: without its accent, or as a question mark."""
    if letter in {"–", "—"}:
        return "-"
    plain = unicodedata.normalize("NFKD", letter)[0]
    return letter if letter < LATIN_ENDS else plain if plain < LATIN_ENDS else "?"


@lru_cache(maxsize=64)
def hatch_tile(width: int, height: int, back: int, level: Level) -> Image.Image:
    """Return a hatched tile: narrow for closed hours, wide for an eve."""
    tile = Image.new("L", (width, height), back)
    lines = ImageDraw.Draw(tile)
    apart = 7 if level is Level.HARD else 14
    for start in range(-height, width, apart):
        lines.line((start, height, start + height, 0), fill=back + SHADES - 1, width=2)
    return tile
