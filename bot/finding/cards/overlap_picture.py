"""The picture of an overlap: hours down, sites across, drawn on a thread and kept by content.

A picture is a plane of palette indexes. Text is drawn as a mask and looked up in a row of shades
between its colour and the one beneath, so that it is smooth and the file small.
"""

import asyncio
import io
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from bot.finding.model.overlap import HOURS, Cell, Feeling, Overlap, Panel, stretches
from bot.sites.model.closures import Level

REMEMBERED = 64
SHADES = 6  # steps from a background to the colour of its text

Colour = tuple[int, int, int]


class Theme(StrEnum):
    """The background that the picture is drawn for."""

    DARK = "dark"
    LIGHT = "light"


PAPER: dict[Theme, Colour] = {Theme.DARK: (43, 45, 49), Theme.LIGHT: (255, 255, 255)}
INK: dict[Theme, Colour] = {Theme.DARK: (242, 243, 245), Theme.LIGHT: (30, 31, 34)}
# Bright is good and dark is bad, as day and night are: told apart by brightness alone, so that it
# does not matter which colours somebody sees.
FEELS: dict[Feeling, Colour] = {
    Feeling.WORKING: (253, 231, 37),
    Feeling.FAIR: (122, 209, 81),
    Feeling.EDGE: (33, 144, 141),
    Feeling.POOR: (59, 82, 139),
    Feeling.NIGHT: (40, 20, 62),
}
CLOSED: Colour = (128, 128, 132)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
FRAME: dict[Theme, Colour] = {Theme.DARK: (255, 255, 255), Theme.LIGHT: (0, 0, 0)}
LEGEND = (
    (Feeling.WORKING, "9-17"),
    (Feeling.FAIR, "8-9, 17-20"),
    (Feeling.EDGE, "7-8, 20-22"),
    (Feeling.POOR, "6-7, 22-23, day off"),
    (Feeling.NIGHT, "night"),
)

WIDEST, NARROWEST = 164, 36  # pixels of a column
ROW, AXIS, MARGIN, GAP = 30, 84, 20, 18
TITLE, LABELS, FOOT = 46, 38, 120
ROOM = 1150  # pixels that all columns may take together before they are at their narrowest
DIGITS, NUMBER, TEXT, HEADING = 18, 22, 26, 28  # sizes of type
SMALLEST = 14
LATIN_ENDS = "\u0180"  # Pillow's own font holds no more
NOON = time(12)
TILTED = 300  # pixels of the labels' height, at most, where they have to stand upright


class Charts:
    """The pictures of overlaps, each drawn once while it is remembered."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Overlap, Theme], bytes] = OrderedDict()

    async def picture(self, shown: Overlap, theme: Theme = Theme.DARK) -> bytes:
        """Return the PNG of an overlap."""
        key = (shown, theme)
        if key not in self._known:
            self._known[key] = await asyncio.to_thread(draw, shown, theme)
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return self._known[key]


def draw(shown: Overlap, theme: Theme = Theme.DARK) -> bytes:
    """Return the PNG of an overlap, drawn for a theme."""
    plane = _Plane(shown, theme)
    left = MARGIN + AXIS
    plane.axis(shown.place)
    for panel in shown.panels:
        plane.panel(panel, left)
        left += plane.column * len(shown.columns) + GAP
    plane.legend()
    return plane.png()


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by number: each background with the shades from it to its text."""

    colours: tuple[Colour, ...]

    @classmethod
    def of(cls, theme: Theme) -> "Palette":
        """Return the palette of a theme: paper first, then what cells are filled with."""
        grounds = [(PAPER[theme], INK[theme])]
        grounds += [(colour, _legible(colour)) for colour in (*FEELS.values(), CLOSED)]
        ramps = [_between(back, ink) for back, ink in grounds]
        return cls((*(colour for ramp in ramps for colour in ramp), FRAME[theme]))

    @property
    def frame(self) -> int:
        """The number of the frame's colour."""
        return len(self.colours) - 1


GROUNDS = (*FEELS, None)  # None is what is closed


def ground(feeling: Feeling | None) -> int:
    """Return the number of a cell's colour; paper is 0."""
    return (GROUNDS.index(feeling) + 1) * SHADES


def _legible(colour: Colour) -> Colour:
    red, green, blue = colour
    return BLACK if 299 * red + 587 * green + 114 * blue > 128_000 else WHITE  # noqa: PLR2004 - half of 255, weighed as the eye does


def _between(back: Colour, ink: Colour) -> list[Colour]:
    steps = SHADES - 1
    return [
        (
            back[0] + (ink[0] - back[0]) * step // steps,
            back[1] + (ink[1] - back[1]) * step // steps,
            back[2] + (ink[2] - back[2]) * step // steps,
        )
        for step in range(SHADES)
    ]


@lru_cache(maxsize=8)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@lru_cache(maxsize=1024)
def _label(text: str, size: int, back: int, *, upright: bool = False) -> Image.Image:
    """Return a text as a tile of palette indexes on the ground `back`."""
    font = _font(size)
    text = "".join(map(_drawable, text)) or " "
    box = font.getbbox(text)
    mask = Image.new("L", (int(box[2]) + 2, size + 6))
    ImageDraw.Draw(mask).text((0, 0), text, fill=255, font=font)
    tile = mask.point([back + value * (SHADES - 1) // 255 for value in range(256)])
    return tile.transpose(Image.Transpose.ROTATE_90) if upright else tile


def _drawable(letter: str) -> str:
    """Return a letter as the font has it: without an accent it lacks, or as a question mark."""
    if letter in {"–", "—"}:
        return "-"
    plain = unicodedata.normalize("NFKD", letter)[0]
    return letter if letter < LATIN_ENDS else plain if plain < LATIN_ENDS else "?"


class _Plane:
    """A plane of palette indexes and where things are on it."""

    def __init__(self, shown: Overlap, theme: Theme) -> None:
        self._palette = Palette.of(theme)
        count = sum(len(shown.columns) for _ in shown.panels)
        self.column = max(NARROWEST, min(WIDEST, ROOM // max(count, 1)))
        self._labels = [column.label for column in shown.columns]
        widths = [_label(label, TEXT, 0).width for label in self._labels]
        self._upright = max(widths) > self.column - 6
        self.top = MARGIN + TITLE + (min(max(widths), TILTED) + 12 if self._upright else LABELS)
        gaps = GAP * (len(shown.panels) - 1)
        width = max(2 * MARGIN + AXIS + count * self.column + gaps, 960)
        self._image = Image.new("L", (width, self.top + len(HOURS) * ROW + FOOT))
        self._draw = ImageDraw.Draw(self._image)

    def axis(self, place: str) -> None:
        """Write the hours at the left, and whose they are."""
        self._fitting(place, MARGIN, AXIS - 6, self.top - ROW)
        for hour in HOURS:
            self._write(f"{hour:02}:00", NUMBER, MARGIN, self.top + hour * ROW + 2)

    def panel(self, panel: Panel, left: int) -> None:
        """Draw some days: their name, the sites, the cells, the window and what is pointed at."""
        right = left + self.column * len(self._labels)
        self._fitting(panel.name, left, right - left, MARGIN)
        for number, label in enumerate(self._labels):
            self._heading(label, left + number * self.column)
        for hour in HOURS:
            for number, cell in enumerate(panel.rows[hour]):
                self._cell(cell, left + number * self.column, self.top + hour * ROW)
        for hour in panel.marked:
            self._point_at(hour, left, right)
        for begins, ends in stretches(panel.window):
            box = (left - 3, self.top + begins * ROW - 2, right + 1, self.top + ends * ROW)
            self._draw.rectangle(box, outline=self._palette.frame, width=4)

    def legend(self) -> None:
        """Say below what the colours mean."""
        top = self._image.height - FOOT + 18
        left = MARGIN
        for feeling, words in LEGEND:
            left = self._sample(Cell(wall=NOON, feeling=feeling), words, left, top)
        left = MARGIN
        for level, words in ((Level.HARD, "closed"), (Level.SOFT, "eve or half a day off")):
            cell = Cell(wall=NOON, feeling=Feeling.FAIR, level=level)
            left = self._sample(cell, words, left, top + 44)
        box = (left, top + 44, left + 32, top + 44 + ROW - 2)
        self._draw.rectangle(box, outline=self._palette.frame, width=4)
        self._write("suits all", NUMBER, left + 44, top + 46)

    def png(self) -> bytes:
        """Return the whole as a PNG with a palette."""
        image = Image.frombytes("P", self._image.size, self._image.tobytes())
        image.putpalette([part for colour in self._palette.colours for part in colour])
        stream = io.BytesIO()
        image.save(stream, "PNG")
        return stream.getvalue()

    def _write(self, text: str, size: int, left: int, top: int, back: int = 0) -> int:
        tile = _label(text, size, back)
        self._image.paste(tile, (left, top))
        return tile.width

    def _fitting(self, name: str, left: int, room: int, top: int) -> None:
        sizes = (HEADING, TEXT, NUMBER, DIGITS)
        size = next((s for s in sizes if _label(name, s, 0).width <= room), SMALLEST)
        self._write(name, size, left, top)

    def _heading(self, label: str, left: int) -> None:
        tile = _label(label, TEXT, 0, upright=self._upright)
        if tile.height > TILTED:
            tile = tile.crop((0, tile.height - TILTED, tile.width, tile.height))
        shift = (self.column - tile.width) // 2
        self._image.paste(tile, (left + shift, self.top - 6 - tile.height))

    def _cell(self, cell: Cell, left: int, top: int) -> None:
        back = ground(None if cell.level is Level.HARD else cell.feeling)
        right, bottom = left + self.column - 2, top + ROW - 2
        self._draw.rectangle((left, top, right - 1, bottom - 1), fill=back)
        if cell.level is not None:
            self._image.paste(_hatch(right - left, bottom - top, back, cell.level), (left, top))
            return
        tile = _label(
            f"{cell.wall:%H}" if not cell.wall.minute else f"{cell.wall:%H:%M}", DIGITS, back
        )
        if tile.width <= self.column - 4:
            self._image.paste(tile, (left + (self.column - 2 - tile.width) // 2, top + 3))

    def _point_at(self, hour: int, left: int, right: int) -> None:
        middle = self.top + hour * ROW + ROW // 2
        for tip, away in ((left - 3, -10), (right + 1, 10)):
            corners = [(tip, middle), (tip + away, middle - 9), (tip + away, middle + 9)]
            self._draw.polygon(corners, fill=self._palette.frame)

    def _sample(self, cell: Cell, words: str, left: int, top: int) -> int:
        back = ground(None if cell.level is Level.HARD else cell.feeling)
        self._draw.rectangle((left, top, left + 32, top + ROW - 2), fill=back)
        if cell.level is not None:
            self._image.paste(_hatch(33, ROW - 1, back, cell.level), (left, top))
        return left + 44 + self._write(words, NUMBER, left + 44, top + 2) + 24


@lru_cache(maxsize=64)
def _hatch(width: int, height: int, back: int, level: Level) -> Image.Image:
    """Return a tile with lines across it: close ones for what is closed, wide ones for an eve."""
    tile = Image.new("L", (width, height), back)
    lines = ImageDraw.Draw(tile)
    apart = 7 if level is Level.HARD else 14
    for start in range(-height, width, apart):
        lines.line((start, height, start + height, 0), fill=back + SHADES - 1, width=2)
    return tile
